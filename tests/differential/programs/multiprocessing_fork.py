"""fork, os.fork in functions and generators, multiprocessing with fork and spawn, subprocess pipes."""

import multiprocessing
import os
import sys


def square(n):
    return n * n


def fails(n):
    raise ValueError(f"in child {n}")


def loop_fork():
    total = 0
    for i in range(3):
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            for j in range(1000):
                total += j
            os.write(write, str(total + i).encode())
            os._exit(i)
        os.close(write)
        status = os.waitpid(pid, 0)[1]
        print(os.read(read, 100), os.waitstatus_to_exitcode(status))
        os.close(read)
    return total


def generator_fork():
    for i in range(2):
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            yield "child"
            os._exit(5)
        yield os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def child(connection, queue):
    message = connection.recv()
    connection.send([message, message * 2])
    queue.put(sorted(k for k in ("a", "b")))


if __name__ == "__main__":
    print(loop_fork())
    print([value for value in generator_fork() if value != "child"])
    for method in ("fork", "spawn"):
        context = multiprocessing.get_context(method)
        with context.Pool(2) as pool:
            print(pool.map(square, range(5)), pool.apply(square, (7,)))
            try:
                pool.map(fails, [1])
            except ValueError as error:
                print(error)
        mine, other = context.Pipe()
        queue = context.Queue()
        process = context.Process(target=child, args=(other, queue))
        process.start()
        mine.send("hello")
        print(mine.recv(), queue.get())
        process.join()
        print(process.exitcode)
    import concurrent.futures
    with concurrent.futures.ProcessPoolExecutor(2) as executor:
        print(list(executor.map(square, range(4))))
    import subprocess
    print(subprocess.run([sys.executable, "-c", "print(input()[::-1])"], input="abc\n", capture_output=True, text=True).stdout)
