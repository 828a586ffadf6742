"""Numeric cells: text to an exact Decimal or whole number; nothing is rounded and no unit is guessed."""

import re
from decimal import Decimal

from ingest.verdicts import Unfit, shown
from interface.tables import Column, Kind

_PLAIN = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_MOST_CHARACTERS = 60
_WHOLE_DIGITS = {
    kind: int(kind.sql_type[len("DECIMAL(") :].split(",")[0]) - kind.places for kind in Kind if kind.places is not None
}
_COUNT_DIGITS = 18


def read_decimal(text: str, column: Column) -> tuple[Decimal, tuple[str, ...]]:
    """Read a decimal of that column, and W302 where thousands separators were taken out.

    Raises:
        Unfit: Q206 for what is no plain number or does not fit the column, Q207 for a negative number in a column
            that is not signed and holds no score.
    """
    kind = column.kind
    sign, whole, fraction, warnings = _parts(text)
    places = kind.places or 0
    if len(fraction) > places:
        raise Unfit("Q206", f"{shown(text)} has more than {places} decimal places")
    if len(whole) > _WHOLE_DIGITS[kind]:
        raise Unfit("Q206", f"{shown(text)} has more than {_WHOLE_DIGITS[kind]} digits before the point")
    value = Decimal(f"{whole or '0'}.{fraction}" if fraction else whole or "0")
    if sign == "-" and value:
        if not column.signed and kind is not Kind.SCORE:
            raise Unfit("Q207", f"{shown(text)} is negative")
        value = -value
    if kind is Kind.RATIO and value > 1:
        raise Unfit("Q206", f"{shown(text)} is not a ratio from 0 to 1")
    return value, warnings


def read_count(text: str) -> tuple[int, tuple[str, ...]]:
    """Read a whole number from 0 on, and W302 where thousands separators were taken out; Unfit Q206 otherwise."""
    sign, whole, fraction, warnings = _parts(text)
    if fraction or len(whole) > _COUNT_DIGITS or (sign == "-" and whole):
        raise Unfit("Q206", f"{shown(text)} is not a whole number from 0 on")
    return int(whole or "0"), warnings


def _parts(text: str) -> tuple[str, str, str, tuple[str, ...]]:
    """Sign, whole digits without leading zeros, decimals without trailing zeros, warnings."""
    warnings: tuple[str, ...] = ()
    plain = text
    if len(text) <= _MOST_CHARACTERS and _GROUPED.fullmatch(text):
        plain = text.replace(",", "")
        warnings = ("W302",)
    match = _PLAIN.fullmatch(plain) if len(text) <= _MOST_CHARACTERS else None
    if match is None:
        raise Unfit("Q206", f"{shown(text)} is not a plain number")
    sign, whole, fraction = match.groups()
    return sign, whole.lstrip("0"), (fraction or "").rstrip("0"), warnings
