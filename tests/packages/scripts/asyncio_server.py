"""asyncio: a line protocol server and many clients on loopback; streams, timeouts, subprocess, threads."""

import asyncio
import contextlib
import json


class Server:
    def __init__(self):
        self.handled = 0
        self.values = {}
        self.released = asyncio.Event()

    async def handle(self, reader, writer):
        try:
            while line := await reader.readline():
                try:
                    request = json.loads(line)
                    response = await getattr(self, "do_" + request["do"])(**request.get("with", {}))
                except Exception as error:
                    response = {"error": f"{type(error).__name__}: {error}"}
                self.handled += 1
                writer.write(json.dumps(response).encode() + b"\n")
                await writer.drain()
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def do_set(self, key, value):
        await asyncio.sleep(0)
        self.values[key] = value
        return {"ok": len(self.values)}

    async def do_get(self, key):
        return {"value": self.values[key]}

    async def do_fib(self, n):
        a, b = 0, 1
        for i in range(n):
            a, b = b, a + b
            if i % 50 == 0:
                await asyncio.sleep(0)
        return {"fib": str(a)}

    async def do_slow(self):
        await self.released.wait()


class Client:
    def __init__(self, port):
        self.port = port

    async def __aenter__(self):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self

    async def __aexit__(self, *error):
        self.writer.close()
        with contextlib.suppress(ConnectionError):
            await self.writer.wait_closed()

    async def call(self, what, **arguments):
        self.writer.write(json.dumps({"do": what, "with": arguments}).encode() + b"\n")
        await self.writer.drain()
        return json.loads(await self.reader.readline())


async def session(port, number):
    async with Client(port) as client:
        await client.call("set", key=f"k{number}", value=[number] * 3)
        return (await client.call("get", key=f"k{number}"))["value"], len(
            (await client.call("fib", n=number * 20))["fib"]
        )


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data[::-1])


async def datagrams():
    loop = asyncio.get_running_loop()
    received = loop.create_future()

    class Receiver(asyncio.DatagramProtocol):
        def datagram_received(self, data, address):
            received.set_result(data)

    transport, _ = await loop.create_datagram_endpoint(Receiver, local_addr=("127.0.0.1", 0))
    sender, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, remote_addr=transport.get_extra_info("sockname")
    )
    sender.sendto(b"datagram")
    print(await received)
    sender.close()
    transport.close()


async def main():
    server = Server()
    listening = await asyncio.start_server(server.handle, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    async with listening:
        results = await asyncio.gather(*(session(port, n) for n in range(20)))
        print(results[3], results[19], server.handled, len(server.values))
        async with Client(port) as client:
            print(
                await client.call("get", key="missing"), await client.call("nothing"), await client.call("set", wrong=1)
            )
            try:
                async with asyncio.timeout(0.05):
                    await client.call("slow")
            except TimeoutError:
                print("timed out")
            server.released.set()
            await asyncio.sleep(0.01)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(session(port, n)) for n in range(5)]
        print([task.result()[1] for task in tasks])
    loop = asyncio.get_running_loop()
    echo = await loop.create_server(Echo, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*echo.sockets[0].getsockname())
    writer.write(b"reversed")
    print(await reader.read(100))
    writer.close()
    echo.close()
    await datagrams()
    process = await asyncio.create_subprocess_exec("cat", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    print(await process.communicate(b"through a process"), process.returncode)
    print(await asyncio.to_thread(sum, range(100)), await loop.run_in_executor(None, lambda: "executor"))
    queue = asyncio.Queue(2)

    async def produce():
        for i in range(6):
            await queue.put(i)
        await queue.put(None)

    async def consume():
        got = []
        while (item := await queue.get()) is not None:
            got.append(item * item)
        return got

    print((await asyncio.gather(produce(), consume()))[1])


asyncio.run(main())
