"""The only reader of the environment; a HENGLIANG_ name that nobody knows is refused."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from interface.errors import CannotRun

_PREFIX = "HENGLIANG_"


@dataclass(frozen=True)
class Settings:
    """What may be configured from outside.

    Attributes:
        home: Root of the home (``HENGLIANG_HOME``, default ``./warehouse``).
        threads: Threads that the engine may use (``HENGLIANG_THREADS``, default 2).
        memory: The engine's memory limit, as DuckDB writes it (``HENGLIANG_MEMORY``, default ``4GB``).
        host: Address that the pages listen on (``HENGLIANG_HOST``, default ``127.0.0.1``).
        port: Their port (``HENGLIANG_PORT``, default 8050).
        shows_traceback: Whether an unexpected error shows where it arose (``HENGLIANG_TRACEBACK=yes``).
    """

    home: Path
    threads: int
    memory: str
    host: str
    port: int
    shows_traceback: bool


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read every setting; CannotRun names the first one that is unknown or unfit."""
    known = {"HOME", "THREADS", "MEMORY", "HOST", "PORT", "TRACEBACK"}
    given = {name.removeprefix(_PREFIX): value for name, value in environment.items() if name.startswith(_PREFIX)}
    for name in sorted(given.keys() - known):
        expected = ", ".join(_PREFIX + each for each in sorted(known))
        raise CannotRun(f"Environment variable {_PREFIX}{name} is not known: remove it, or use one of {expected}.")
    return Settings(
        home=Path(given.get("HOME") or "warehouse"),
        threads=_whole_number(given, "THREADS", default=2, most=256),
        memory=_memory(given.get("MEMORY") or "4GB"),
        host=given.get("HOST") or "127.0.0.1",
        port=_whole_number(given, "PORT", default=8050, most=65535),
        shows_traceback=given.get("TRACEBACK") == "yes",
    )


def _whole_number(given: Mapping[str, str], name: str, *, default: int, most: int) -> int:
    text = given.get(name) or str(default)
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= most:
        raise CannotRun(f"Environment variable {_PREFIX}{name} is {text!r}: give a whole number from 1 to {most}.")
    return int(text)


def _memory(text: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{2,5}MB|[1-9][0-9]{0,3}GB", text):
        raise CannotRun(f"Environment variable {_PREFIX}MEMORY is {text!r}: give 100MB or more, such as 500MB or 4GB.")
    return text
