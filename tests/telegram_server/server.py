"""The HTTP side: tokens, long polling, webhooks, files, faults. Runs in a thread of its own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import struct
import threading
import time
from dataclasses import replace
from types import TracebackType
from typing import Any

import tornado.httpserver
import tornado.iostream
import tornado.netutil
import tornado.web
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

from tests.telegram_server.faults import Fault, Faults
from tests.telegram_server.limits import Limits
from tests.telegram_server.methods import COUNTED, METHODS, Files
from tests.telegram_server.people import People
from tests.telegram_server.replies import Refusal, bad_request, too_many
from tests.telegram_server.world import Call, Json, World

TOKEN = "424242:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQ0"
_MALFORMED = 404
_UNKNOWN = 401


class TelegramServer(People):
    """A Bot API server on 127.0.0.1; use as a context manager.

    `world` may be read from any thread while nothing is under way; people's doings are thread-safe.
    """

    def __init__(
        self, *, token: str = TOKEN, faults: Faults | None = None, limits: Limits | None = None, port: int = 0
    ) -> None:
        self.token = token
        self.world = World()
        self.faults = faults or Faults()
        self.limits = limits or Limits()
        self.port = port
        self.time_out_s = 30.0  # how long a call that times out is kept waiting
        self.webhook: Json = {}
        self.webhook_failures: list[str] = []
        self.polls: dict[asyncio.Future[None], Any] = {}  # with the stream of each
        self._news: asyncio.Event
        self._loop: asyncio.AbstractEventLoop
        self._stop: asyncio.Event
        self._thread = threading.Thread(target=self._serve, name="telegram-server", daemon=True)
        self._ready = threading.Event()

    # --- life -----------------------------------------------------------------------------------

    def __enter__(self) -> TelegramServer:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/file/bot"

    def _serve(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop, self._news = asyncio.Event(), asyncio.Event()
        application = tornado.web.Application(
            [
                (r"/bot([^/]*)/(\w+)", _Method, {"server": self}),
                (r"/file/bot([^/]*)/documents/(\w+)", _File, {"server": self}),
            ],
            log_function=lambda handler: None,
        )
        server = tornado.httpserver.HTTPServer(application, max_buffer_size=64 * 1024 * 1024)
        sockets = tornado.netutil.bind_sockets(self.port, "127.0.0.1")
        self.port = sockets[0].getsockname()[1]
        server.add_sockets(sockets)
        deliveries = asyncio.create_task(self._deliver())
        self._ready.set()
        await self._stop.wait()
        deliveries.cancel()
        server.stop()
        await server.close_all_connections()

    def act(self, doing: Any) -> Any:
        """Runs `doing()` on the server's thread and waits for what it returns."""
        if threading.current_thread() is self._thread:
            return doing()
        done: Any = asyncio.run_coroutine_threadsafe(self._acted(doing), self._loop)
        return done.result(10)

    async def _acted(self, doing: Any) -> Any:
        result = doing()
        self._news.set()
        return result

    # --- calls ----------------------------------------------------------------------------------

    def check_token(self, token: str) -> None:
        if token != self.token:
            well_formed = ":" in token and token.split(":", maxsplit=1)[0].isdigit()
            raise Refusal(_UNKNOWN if well_formed else _MALFORMED, "Unauthorized" if well_formed else "Not Found")

    async def carry_out(self, name: str, params: Json, files: Files, stream: Any = None) -> Any:
        if name == "getUpdates":
            return await self._get_updates(params, stream)
        if name in ("setWebhook", "deleteWebhook", "getWebhookInfo"):
            return self._webhook_method(name, params)
        if name not in METHODS:
            raise Refusal(_MALFORMED, "Not Found: method not found")
        result = METHODS[name]  # refused calls are not counted, so look before counting
        if name in COUNTED and params.get("chat_id"):
            chat = self.world.chat(params["chat_id"])
            if seconds := self.limits.take(chat.id):
                raise too_many(seconds)
        return result(self.world, params, files)

    async def _get_updates(self, params: Json, stream: Any) -> list[Json]:
        if self.webhook.get("url"):
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        offset, limit = int(params.get("offset", 0)), int(params.get("limit", 100))
        if offset < 0:
            self.world.updates = self.world.updates[offset:]
        else:
            self.world.confirm(offset)
        for poll, other in self.polls.items():
            if not poll.done() and not (other and other.closed()):
                poll.set_exception(
                    Refusal(
                        409,
                        "Conflict: terminated by other getUpdates request; "
                        "make sure that only one bot instance is running",
                    )
                )
        wait: asyncio.Future[None] = self._loop.create_future()
        self.polls[wait] = stream
        try:
            await self._await_updates(wait, time.monotonic() + float(params.get("timeout", 0)))
        finally:
            del self.polls[wait]
        updates = self.world.updates[: max(1, min(limit, 100))]
        self.world.hand_out(updates)
        return updates

    async def _await_updates(self, displaced: asyncio.Future[None], until: float) -> None:
        while not self.world.updates and (left := until - time.monotonic()) > 0:
            self._news.clear()
            news = asyncio.create_task(self._news.wait())
            await asyncio.wait({news, displaced}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            news.cancel()
            if displaced.done():
                displaced.result()

    def _webhook_method(self, name: str, params: Json) -> Any:
        if name == "getWebhookInfo":
            return {
                "url": self.webhook.get("url", ""),
                "has_custom_certificate": False,
                "pending_update_count": len(self.world.updates),
            }
        if str(params.get("drop_pending_updates", "")).lower() == "true":
            self.world.updates = []
        if name == "deleteWebhook":
            self.webhook = {}
            return True
        url = str(params.get("url", ""))
        if url and not url.startswith(("https://", "http://127.0.0.1")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = {k: params[k] for k in ("url", "secret_token") if k in params}
        self._news.set()
        return True

    async def _deliver(self) -> None:
        """Posts updates to the webhook, one after the other, each until it is accepted."""
        client = AsyncHTTPClient()
        while True:
            if not self.webhook.get("url") or not self.world.updates:
                await asyncio.sleep(0.01)
                continue
            update = self.world.updates[0]
            headers = {"Content-Type": "application/json"}
            if secret := self.webhook.get("secret_token"):
                headers["X-Telegram-Bot-Api-Secret-Token"] = str(secret)
            self.world.hand_out([update])
            try:
                await client.fetch(
                    HTTPRequest(
                        self.webhook["url"],
                        method="POST",
                        headers=headers,
                        body=json.dumps(update),
                        request_timeout=10,
                    )
                )
            except (HTTPClientError, OSError) as error:
                self.webhook_failures.append(str(error))
                await asyncio.sleep(0.1)
                continue
            self.world.confirm(update["update_id"] + 1)


class _Method(tornado.web.RequestHandler):
    SUPPORTED_METHODS = ("GET", "POST")

    def initialize(self, server: TelegramServer) -> None:
        self.server = server

    async def get(self, token: str, name: str) -> None:
        await self.post(token, name)

    async def post(self, token: str, name: str) -> None:
        server = self.server
        params, files = self._params()
        stream = self.request.connection.stream  # type: ignore[union-attr]
        call = Call(name, params, time.monotonic(), files)
        fault, effective = None, True
        try:
            server.check_token(token)
            fault, effective = server.faults.draw(name)
            if fault is Fault.TOO_MANY:
                raise too_many(1)
            if effective:
                call = replace(call, result=await server.carry_out(name, params, files, stream))
            if fault is Fault.SERVER_ERROR:
                raise Refusal(500, "Internal Server Error")
            self.set_header("Content-Type", "application/json")
            answer: Json = {"ok": True, "result": call.result}
        except Refusal as refusal:
            call = replace(call, error=f"{refusal.code} {refusal.description}")
            self.set_status(refusal.code)
            answer = refusal.body()
        if name != "getUpdates" or call.error:
            server.world.calls.append(replace(call, fault=str(fault) if fault else None))
        if fault in (Fault.RESET, Fault.TIME_OUT):
            await self._spoil(fault)
            return
        with contextlib.suppress(tornado.iostream.StreamClosedError):
            await self.finish(json.dumps(answer))

    def _params(self) -> tuple[Json, Files]:
        if self.request.headers.get("Content-Type", "").startswith("application/json"):
            return dict(json.loads(self.request.body)), {}
        params = {key: values[-1].decode() for key, values in self.request.arguments.items()}
        files = {key: (f[-1]["filename"], f[-1]["body"]) for key, f in self.request.files.items()}
        return params, files

    async def _spoil(self, fault: Fault) -> None:
        """Lets the caller wait in vain, then drops the connection."""
        stream = self.request.connection.stream  # type: ignore[union-attr]
        if fault is Fault.TIME_OUT:
            until = time.monotonic() + self.server.time_out_s
            while time.monotonic() < until and not stream.closed():
                await asyncio.sleep(0.05)
        if not stream.closed():
            stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            stream.close()


class _File(tornado.web.RequestHandler):
    def initialize(self, server: TelegramServer) -> None:
        self.server = server

    def get(self, token: str, name: str) -> None:
        if token != self.server.token or name not in self.server.world.files:
            self.set_status(_MALFORMED)
            return
        self.server.world.calls.append(Call("file", {"name": name}, time.monotonic(), result=True))
        self.finish(self.server.world.files[name])
