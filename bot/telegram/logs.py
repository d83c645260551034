"""One JSON object a line on standard error; never the token, never what people ask unless that is set."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{30,}")  # any bot's token, wherever it turns up
_QUIET = (
    "httpx",
    "httpcore",
    "apscheduler",
    "telegram",
    "tornado",
)  # they log addresses, which hold the token


class JsonLines(logging.Formatter):
    """time, level, logger, message, whatever `extra={"told": {…}}` holds, and the trace of an error."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= getattr(record, "told", {})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return self.redacted(json.dumps(line, ensure_ascii=False, default=str))

    def redacted(self, text: str) -> str:
        """The text without the token."""
        for secret in self._secrets:
            text = text.replace(secret, "[token]")
        return _TOKEN.sub("[token]", text)


def set_up(token: str, *, stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Makes every logger of the process write such lines."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines((token,)))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It logs every failed poll with a trace; the error handler says the same in one line.
    logging.getLogger("telegram.ext.Updater").setLevel(logging.CRITICAL)
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)
