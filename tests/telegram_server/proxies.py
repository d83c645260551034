"""An HTTP and a SOCKS5 proxy, and a plain forwarder, on loopback; each counts whom it served."""

from __future__ import annotations

import asyncio
import contextlib
import struct
import threading
from types import TracebackType


class Proxy:
    """Base of the three: accepts connections in a thread of its own; use as a context manager."""

    def __init__(self) -> None:
        self.port = 0
        self.targets: list[tuple[str, int]] = []
        self._ready, self._thread = threading.Event(), threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Proxy:
        self._thread.start()
        self._ready.wait(5)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(5)

    def _serve(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await self.serve(reader, writer)
        writer.close()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        raise NotImplementedError

    async def pipe(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, target: tuple[str, int], first: bytes = b""
    ) -> None:
        """Passes bytes on in both directions until one side ends."""
        self.targets.append(target)
        there_reader, there_writer = await asyncio.open_connection(*target)
        there_writer.write(first)

        async def one_way(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
            with contextlib.suppress(OSError):
                while data := await source.read(65536):
                    sink.write(data)
                    await sink.drain()
            sink.close()

        await asyncio.gather(one_way(reader, there_writer), one_way(there_reader, writer))


class HttpProxy(Proxy):
    """Forwards requests with an absolute address, and CONNECT."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, address, _ = head.split(b"\r\n", 1)[0].split(b" ")
        where = address if method == b"CONNECT" else address.split(b"/")[2]
        host, _, port = where.decode().partition(":")
        if method == b"CONNECT":
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            head = b""
        else:
            # One request a connection, with the address as its own server expects it.
            head = head.replace(b"http://" + where, b"", 1).replace(b"keep-alive", b"close", 1)
        await self.pipe(reader, writer, (host, int(port or 80)), head)


class SocksProxy(Proxy):
    """SOCKS5 without authentication."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\x05\x00")
        _, _, _, kind = await reader.readexactly(4)
        if kind == 1:
            host = ".".join(str(byte) for byte in await reader.readexactly(4))
        else:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        (port,) = struct.unpack(">H", await reader.readexactly(2))
        writer.write(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
        await self.pipe(reader, writer, (host, port))


class Forwarder(Proxy):
    """Passes everything on to one port, as a reverse proxy in front of a webhook does."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._target = ("127.0.0.1", port)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self.pipe(reader, writer, self._target)
