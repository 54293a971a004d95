"""A proxy on loopback that cuts exchanges: some before the request arrives, some after it did."""

import asyncio
import random
import threading
from contextlib import suppress
from typing import Self

# Of every hundred exchanges so many never reach the server, and so many lose their reply.
REQUESTS_CUT, REPLIES_CUT = 0.05, 0.10
_PIECE = 65_536


class CuttingProxy:
    """Forwards each connection to the server's port, or cuts it; one exchange a connection."""

    def __init__(
        self,
        target: int,
        *,
        seed: int,
        requests: float = REQUESTS_CUT,
        replies: float = REPLIES_CUT,
    ) -> None:
        self._target, self._random = target, random.Random(seed)
        self._requests, self._replies = requests, replies
        self._ready = threading.Event()
        self._open: set[asyncio.StreamWriter] = set()
        # The loop itself forgets an exchange whose client has hung up.
        self._exchanges: set[asyncio.Task[None] | None] = set()
        self._thread = threading.Thread(target=asyncio.run, args=(self._listen(),), daemon=True)
        self.port = 0
        self.cut = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_error: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)

    def change(self, *, requests: float = 0.0, replies: float = 0.0) -> None:
        """Cut this part from now on; what is open is hung up, so that nobody goes on in it."""
        self._requests, self._replies = requests, replies
        self._loop.call_soon_threadsafe(self._hang_up)

    def _hang_up(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    async def _listen(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._over.wait()
        server.close()

    async def _serve(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        self._exchanges.add(asyncio.current_task())
        fate = self._random.random()
        cuts_request, cuts_reply = fate < self._requests, fate < self._requests + self._replies
        self.cut += cuts_reply
        try:
            server, forth = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            back.close()
            self._exchanges.discard(asyncio.current_task())
            return
        self._open |= {forth, back}
        try:
            if cuts_request:
                forth.write(await client.read(200))
                return
            sending = asyncio.create_task(_pipe(client, forth))
            if cuts_reply:
                # The server has answered, so it has committed; the phone never hears of it.
                await server.read(1)
            else:
                await _pipe(server, back)
            sending.cancel()
        except (OSError, asyncio.CancelledError):
            pass  # a server that was killed cuts by itself; at the end everything is dropped
        finally:
            self._exchanges.discard(asyncio.current_task())
            self._open -= {forth, back}
            for writer in (forth, back):
                with suppress(OSError):
                    writer.close()


async def _pipe(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await source.read(_PIECE):
            sink.write(piece)
            await sink.drain()
