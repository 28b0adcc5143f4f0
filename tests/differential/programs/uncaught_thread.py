"""An exception in a thread is reported, the main thread goes on and then fails too."""

import threading


def work():
    local = {"k": 1}
    return local["missing"]


thread = threading.Thread(target=work, name="worker")
thread.start()
thread.join()
print("after the thread")
raise LookupError("main thread", 5)
