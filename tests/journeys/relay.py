"""A way to the server whose far end is 127.0.0.77, so that the site sees one telling address.

A browser on this machine always comes from 127.0.0.1, and so does everything else; the relay takes
its connections and goes on from an address that occurs nowhere by chance.
"""

import asyncio
import threading

HOST = "127.0.0.1"
CLIENT = "127.0.0.77"
PIECE = 64 * 1024


class Relay:
    """Passes bytes between a port of its own and ``port`` of the server until it is stopped."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        opened = asyncio.start_server(self._pass_on, HOST, 0)
        self._server = asyncio.run_coroutine_threadsafe(opened, self._loop).result()
        self.port: int = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Close everything."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    async def _pass_on(self, browser: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        try:
            server, question = await asyncio.open_connection(
                HOST, self._target, local_addr=(CLIENT, 0)
            )
        except OSError:  # the server is stopping
            answer.close()
            return
        await asyncio.gather(_copy(browser, question), _copy(server, answer))


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    """Everything that comes, until one side ends."""
    try:
        while piece := await source.read(PIECE):
            target.write(piece)
            await target.drain()
    except OSError:
        pass  # the other side went away first, as browsers do
    finally:
        target.close()
