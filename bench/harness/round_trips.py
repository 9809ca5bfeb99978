"""Round trips, counted without looking into the conversation.

A relay before each server holds every byte back for half a round trip each way. How much longer a
tool then takes, divided by the round trip, is the number of round trips it waited for, one after
the other; what it does at the same time on several connections, or without waiting, costs nothing.
"""
import asyncio
import socket
import threading

CHUNK_BYTES = 1 << 18
PACED_CHUNK_BYTES = 1 << 13


class Relay:
    """Forwards 127.0.0.1:`port` to the server's port, `delay` seconds later each way. A connection
    is slow to begin, too: over a wire that long, TCP's handshake would take a round trip, and its
    end half of another to reach the server. With `upload_bytes_a_second`, each connection takes no more
    than that from the client, and hardly a buffer beyond."""

    def __init__(self, server_port, delay=0.0, upload_bytes_a_second=None):
        self.server_port = server_port
        self.delay = delay
        self.upload_bytes_a_second = upload_bytes_a_second
        self.open = 0
        self.most_open = 0
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        self.thread = threading.Thread(target=self._serve, args=(ready,), daemon=True)
        self.thread.start()
        ready.wait()

    def _serve(self, ready):
        asyncio.set_event_loop(self.loop)
        listener = socket.socket()
        if self.upload_bytes_a_second:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, PACED_CHUNK_BYTES)
        listener.bind(("127.0.0.1", 0))
        chunk = PACED_CHUNK_BYTES if self.upload_bytes_a_second else CHUNK_BYTES
        start = asyncio.start_server(self._connection, sock=listener, limit=chunk, backlog=1000)
        self.server = self.loop.run_until_complete(start)
        self.port = self.server.sockets[0].getsockname()[1]
        ready.set()
        self.loop.run_forever()

    async def _connection(self, reader, writer):
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            await asyncio.sleep(3 * self.delay)
            to_reader, to_writer = await asyncio.open_connection("127.0.0.1", self.server_port,
                                                                 limit=CHUNK_BYTES)
            await asyncio.gather(self._forward(reader, to_writer, self.upload_bytes_a_second),
                                 self._forward(to_reader, writer))
        except asyncio.CancelledError:  # the relay stops
            pass
        self.open -= 1

    async def _forward(self, reader, writer, bytes_a_second=None):
        held = asyncio.Queue()
        late = asyncio.ensure_future(self._write_late(held, writer))
        try:
            while data := await reader.read(PACED_CHUNK_BYTES if bytes_a_second else CHUNK_BYTES):
                held.put_nowait((self.loop.time() + self.delay, data))
                if bytes_a_second:
                    await asyncio.sleep(len(data) / bytes_a_second)
        except ConnectionError:
            pass
        held.put_nowait((self.loop.time() + self.delay, b""))
        await late

    async def _write_late(self, held, writer):
        try:
            while True:
                due, data = await held.get()
                await asyncio.sleep(max(0.0, due - self.loop.time()))
                if not data:
                    break
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            pass
        writer.close()

    def stop(self):
        asyncio.run_coroutine_threadsafe(self._close(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    async def _close(self):
        self.server.close()
        open_connections = asyncio.all_tasks() - {asyncio.current_task()}
        for task in open_connections:
            task.cancel()
        await asyncio.gather(*open_connections, return_exceptions=True)


class Relays:
    """One before each of the two servers."""

    def __init__(self, source, target, delay=0.0):
        self.sides = {"source": Relay(source.port, delay), "target": Relay(target.port, delay)}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for relay in self.sides.values():
            relay.stop()

    def ports(self):
        return [relay.port for relay in self.sides.values()]

    def waited(self, run, round_trip):
        """{side: round trips} of run(source_port, target_port), which does the same each time and
        gives its wall seconds."""
        ports = self.ports()
        base = min(run(*ports) for _ in range(2))
        found = {}
        for side, relay in self.sides.items():
            relay.delay = round_trip / 2
            found[side] = (min(run(*ports) for _ in range(2)) - base) / round_trip
            relay.delay = 0.0
        return found
