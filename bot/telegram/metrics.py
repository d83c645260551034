"""Figures for Prometheus, on a loopback port: how many, how fast, what failed. No text, no ids of people."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from retrieval.errors import FrontDoorError

_SECONDS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """The bot's figures, in a registry of their own."""

    def __init__(self, pending: Callable[[], int]) -> None:
        self.registry = CollectorRegistry()
        self.updates = self._counter("updates", "Updates taken in", "kind")
        self.questions = self._counter("questions", "Questions dealt with", "outcome", "language")
        self.calls = self._counter("api_calls", "Calls of the Bot API", "method", "result")
        self.errors = self._counter("errors", "Errors that reached the error handler", "kind")
        self.rebuilds = self._counter("rebuilds", "Rebuilds of the index", "result")
        self.own_time = self._histogram("answer_seconds", "The bot's own time from its turn to the answer sent")
        self.limit_time = self._histogram("limit_wait_seconds", "Time an answer waited for Telegram's limits")
        self.turn_time = self._histogram("turn_wait_seconds", "Time a question waited for those before it")
        Gauge("danvan_pending_updates", "Updates not dealt with", registry=self.registry).set_function(pending)

    def serve(self, port: int) -> Callable[[], None]:
        """Answers on 127.0.0.1; returns what stops it."""
        try:
            server, thread = start_http_server(port, "127.0.0.1", self.registry)
        except OSError as exc:
            raise FrontDoorError(f"telegram.metrics_port {port} cannot be used: {exc}") from exc

        def stop() -> None:
            server.shutdown()
            server.server_close()
            thread.join()

        return stop

    def called(self, endpoint: str, result: str) -> None:
        """Counts one call of the Bot API."""
        self.calls.labels(endpoint, result).inc()

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"danvan_{name}", text, labels, registry=self.registry)

    def _histogram(self, name: str, text: str) -> Histogram:
        return Histogram(f"danvan_{name}", text, buckets=_SECONDS, registry=self.registry)
