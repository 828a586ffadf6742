"""Verdicts on what comes in: a file refused (E…), a row set aside (Q2…), a change recorded (W3…)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Value = str | int | bool | Decimal | date | datetime | None


class Refusal(Exception):
    """The whole file is refused; its text is the code and one sentence: what, where, what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code} {sentence}")


class Unfit(Exception):
    """A cell cannot be what its column holds: the quarantine code and what was found."""

    def __init__(self, code: str, found: str) -> None:
        super().__init__(code, found)
        self.code = code
        self.found = found


@dataclass(frozen=True, slots=True)
class Cell:
    """What a text cell is worth: a value with recorded changes, or a quarantine code and what was found."""

    value: Value
    warnings: tuple[str, ...] = ()
    code: str | None = None
    found: str = ""


def shown(text: str) -> str:
    """The text as a message may show it: quoted, what does not print spelt out, at most 40 characters of it."""
    return repr(text) if len(text) <= 40 else f"{text[:40]!r} and {len(text) - 40:,} more characters"
