"""Every setting, read once from one TOML file into frozen sections; nothing has a default in the code.

A key that is missing, unknown, of the wrong type or out of range raises ConfigurationError, which names the
file and the key.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import platformdirs

from retrieval.errors import ConfigurationError

VARIABLE = "DANVAN_CONFIG"
"""The environment variable that names another settings file."""

_USUAL = Path("config", "danvan.toml")
_Section = TypeVar("_Section")


def _number(least: float, most: float) -> Any:
    return field(metadata={"least": least, "most": most})


@dataclass(frozen=True, slots=True)
class Paths:
    """Where things lie; all absolute once read."""

    reports: Path
    index: Path
    cache: Path
    history: Path
    state: Path
    glossary: Path


@dataclass(frozen=True, slots=True)
class Model:
    """Which encoder, and how it is run; `threads` 0 means every core, `revision` "" the newest."""

    name: str
    revision: str
    threads: int = _number(0, 1024)
    min_cosine: float = _number(0, 1)


@dataclass(frozen=True, slots=True)
class Passages:
    """How reports are cut; `tokens` counts the model's pieces."""

    tokens: int = _number(16, 8192)
    overlap_sentences: int = _number(0, 10)


@dataclass(frozen=True, slots=True)
class Search:
    """How many passages are looked at and handed out."""

    top_k: int = _number(1, 1000)
    candidates: int = _number(1, 10000)
    read: int = _number(1, 100)


@dataclass(frozen=True, slots=True)
class Answering:
    """When an answer is given: `threshold` is a confidence, 0..1."""

    reader: bool
    threshold: float = _number(0, 1)


@dataclass(frozen=True, slots=True)
class Telegram:
    """How Telegram is reached, and who may ask; "" means Telegram's own server, no proxy, no webhook, no guard."""

    base_url: str
    base_file_url: str
    proxy: str
    administrators: tuple[int, ...]
    allowed: tuple[int, ...]
    webhook_url: str
    webhook_listen: str
    guard: str
    log_questions: bool
    access: str = field(metadata={"one_of": ("open", "allowlist", "pairing")})
    webhook_port: int = _number(0, 65535)
    metrics_port: int = _number(0, 65535)
    workers: int = _number(1, 64)
    per_second: int = _number(1, 1000)
    timeout: float = _number(0.1, 300)
    grace: float = _number(0, 600)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every section, and the file they were read from."""

    file: Path
    paths: Paths
    model: Model
    passages: Passages
    search: Search
    answering: Answering
    telegram: Telegram

    def with_paths(self, *, reports: Path | None = None, index: Path | None = None) -> Settings:
        """These settings over another folder of reports or another index (relative to where we are).

        Other reports without an index of their own get a folder beside the usual one, named by the digest of
        their path: the index of one folder is never taken for that of another.
        """
        paths = self.paths
        if reports is not None:
            reports = reports.expanduser().resolve()
            if index is None and reports != paths.reports.resolve():
                digest = hashlib.sha256(os.fsencode(reports)).hexdigest()[:12]
                index = paths.index.with_name(f"{paths.index.name}-{digest}")
            paths = replace(paths, reports=reports)
        if index is not None:
            paths = replace(paths, index=index.expanduser().absolute())
        return replace(self, paths=paths)


def load_settings(path: Path | None = None) -> Settings:
    """The settings in `path`, else in the file that $DANVAN_CONFIG names, else in config/danvan.toml."""
    file = (path or _usual_file()).expanduser().absolute()
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as exc:
        raise ConfigurationError(f"{file}: cannot be read ({exc.strerror or exc})") from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise ConfigurationError(f"{file}: is not valid TOML: {exc}") from exc
    return _Reader(file).settings(content)


def _usual_file() -> Path:
    if named := os.environ.get(VARIABLE):
        return Path(named)
    here = Path.cwd() / _USUAL
    beside_the_code = Path(__file__).resolve().parent.parent / _USUAL
    for file in (here, beside_the_code):
        if file.is_file():
            return file
    raise ConfigurationError(f"{here}: no such file; name one with --config FILE or ${VARIABLE}")


class _Reader:
    """Turns one file's tables into sections and says which key of that file is wrong."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._root = file.parent.parent if file.parent.name == "config" else file.parent

    def settings(self, content: Mapping[str, Any]) -> Settings:
        hints = get_type_hints(Settings)
        sections = {f.name: hints[f.name] for f in fields(Settings) if f.name != "file"}
        self._compare("", content, sections)
        read = {name: self._section(name, kind, content[name]) for name, kind in sections.items()}
        return Settings(file=self._file, **read)

    def _section(self, name: str, kind: type[_Section], table: object) -> _Section:
        if not isinstance(table, dict):
            raise self._error(name, "must be a table of keys")
        hints = get_type_hints(kind)
        self._compare(f"{name}.", table, hints)
        values = {}
        for entry in fields(kind):  # type: ignore[arg-type]
            key = f"{name}.{entry.name}"
            values[entry.name] = self._value(key, hints[entry.name], table[entry.name])
            self._in_range(key, values[entry.name], entry.metadata)
        return kind(**values)

    def _value(self, key: str, kind: Any, value: object) -> object:
        if get_origin(kind) is tuple:
            if not isinstance(value, list):
                raise self._error(key, f"must be a list, not {value!r}")
            return tuple(self._value(key, get_args(kind)[0], item) for item in value)
        if kind is Path:
            return self._path(key, self._value(key, str, value))
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self._error(key, f"must be {_NAMES[kind]}, not {value!r}")
        return value

    def _path(self, key: str, value: object) -> Path:
        if value == "" and key == "paths.cache":
            return Path(platformdirs.user_cache_dir("danvan", appauthor=False))
        if not value:
            raise self._error(key, "must name a path")
        return self._root / Path(str(value)).expanduser()

    def _in_range(self, key: str, value: object, metadata: Mapping[str, Any]) -> None:
        if "least" in metadata and isinstance(value, (int, float)):
            least, most = metadata["least"], metadata["most"]
            if not least <= value <= most:
                raise self._error(key, f"must lie between {least} and {most}, not {value!r}")
        if "one_of" in metadata and value not in metadata["one_of"]:
            raise self._error(key, f"must be one of {', '.join(metadata['one_of'])}, not {value!r}")

    def _compare(self, prefix: str, found: Mapping[str, Any], known: Mapping[str, Any]) -> None:
        for key in known:
            if key not in found:
                raise self._error(prefix + key, "is missing")
        for key in found:
            if key not in known:
                raise self._error(prefix + key, f"is unknown; known are {', '.join(known)}")

    def _error(self, key: str, what: str) -> ConfigurationError:
        return ConfigurationError(f"{self._file}: {key} {what}")


_NAMES: dict[Any, str] = {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}
