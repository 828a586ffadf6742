"""Judge a text cell by its column: a value with any recorded change, or a quarantine code; nothing is guessed."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from ingest.moments import read_date, read_month, read_period, read_time
from ingest.numerals import read_count, read_decimal
from ingest.verdicts import Cell, Unfit, Value, shown
from interface.tables import Column, Kind

MOST_ID_CHARACTERS = 200
MOST_TEXT_CHARACTERS = 2000

_BLANKS = " \u00a0\u3000"
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FULL_WIDTH_LETTER = re.compile(r"[０-９Ａ-Ｚａ-ｚ]")
_HIDDEN = {"Cc", "Cf", "Cn", "Cs", "Zl", "Zp"}
_MARKUP = re.compile(r"[<>'\";]")
_SCIENTIFIC = re.compile(r"[0-9]+\.[0-9]+[eE][+-]?[0-9]+|[0-9]+[eE][+-][0-9]+")
_NOT_GIVEN = {"null", "na", "n/a", "#n/a", "nan", "nil", "none"}
_FORMULA = ("=", "+", "-", "@")
_TOTAL = re.compile(r"(?:本[页日月季年期]|当[日月季年期]|[日月季年]度)?[合小总共累]计.*")
_DASHES = set("—–-－―─")
_TOTAL_SCORES = {"总分", "总得分", "综合得分", "平均分"}
_MOST_PLAIN_DIGITS = 18
_FLAGS = {"yes": True, "true": True, "1": True, "是": True, "有责": True}
_FLAGS |= {"no": False, "false": False, "0": False, "否": False, "无责": False}
_BLANK_CODES = {Kind.DATE: "Q209", Kind.TIME: "Q209", Kind.MONTH: "Q209", Kind.PERIOD: "Q209", Kind.COUNT: "Q206"}


def judge(text: str, column: Column) -> Cell:
    """Judge one cell.

    A blank cell is None, or the column's default where it has one. The codes are those of the list of bad input:
    W301 full-width characters or surrounding blanks, W302 thousands separators, W303 and W304 times in a date
    column, W305 dates in another spelling; Q201 hidden characters, Q202 too long, Q203 no id, code or flag,
    Q206 no number, Q207 negative, Q209 no date.
    """
    trimmed = text.strip(_BLANKS)
    if not trimmed:
        return _blank(column)
    try:
        value, warnings = _read(trimmed, column)
    except Unfit as unfit:
        return Cell(None, code=unfit.code, found=unfit.found)
    if "W301" not in warnings and _trimming_is_a_change(text, trimmed, column):
        warnings = ("W301", *warnings)
    return Cell(value, warnings)


def canonical(value: Value) -> str:
    """One text for one value: 12.50 and 12.5, or a moment in any zone, give the same; blank text for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _read(text: str, column: Column) -> tuple[Value, tuple[str, ...]]:
    kind = column.kind
    if kind is Kind.TEXT:
        return _text(text), ()
    if kind is Kind.NAME:
        return _name(text, column), ()
    if kind is Kind.ID or (kind is Kind.CODE and not column.codes):
        return _identifier(text)
    if kind is Kind.CODE:
        return _code(text, column), ()
    half = text.translate(HALF_WIDTH)
    reader = _READERS.get(kind)
    value, warnings = reader(half) if reader else read_decimal(half, column)
    return value, ("W301", *warnings) if half != text else warnings


def _blank(column: Column) -> Cell:
    if column.default is not None:
        return Cell(column.default)
    if not column.required:
        return Cell(None)
    code = "Q206" if column.kind.places is not None else _BLANK_CODES.get(column.kind, "Q203")
    return Cell(None, code=code, found="the cell is blank, and every row must give it")


def _trimming_is_a_change(text: str, trimmed: str, column: Column) -> bool:
    """Plain spaces around a number or a date are no part of it; around text they are."""
    if column.kind in (Kind.ID, Kind.CODE, Kind.TEXT, Kind.NAME):
        return text != trimmed
    return text.strip(" ") != trimmed


def _text(text: str) -> str:
    if len(text) > MOST_TEXT_CHARACTERS:
        raise Unfit("Q202", f"{shown(text)} is longer than {MOST_TEXT_CHARACTERS:,} characters")
    _refuse_hidden(text)
    return text


def _name(text: str, column: Column) -> str | None:
    if not column.required and set(text) <= _DASHES:
        return None  # how printed tables say that there is no such level
    if _TOTAL.fullmatch("".join(text.split())) or "".join(text.split()) in _TOTAL_SCORES:
        raise Unfit("Q203", f"{shown(text)} marks a row of totals")
    return _text(text)


def _identifier(text: str) -> tuple[str, tuple[str, ...]]:
    if len(text) > MOST_ID_CHARACTERS:
        raise Unfit("Q202", f"{shown(text)} is longer than {MOST_ID_CHARACTERS} characters")
    if _TOTAL.fullmatch("".join(text.split())):
        raise Unfit("Q203", f"{shown(text)} marks a row of totals")
    _refuse_hidden(text)
    warnings: tuple[str, ...] = ()
    if _FULL_WIDTH_LETTER.search(text):
        text = text.translate(HALF_WIDTH)
        warnings = ("W301",)
    if any(unicodedata.category(each) == "Zs" and each != " " for each in text):
        raise Unfit("Q201", f"{shown(text)} holds a blank that does not show")
    _refuse_no_identifier(text)
    return text, warnings


def _refuse_no_identifier(text: str) -> None:
    if not unicodedata.is_normalized("NFC", text):
        raise Unfit("Q203", f"{shown(text)} is written with loose accents (Unicode NFD)")
    if unicodedata.normalize("NFKC", text[0]).startswith(_FORMULA):
        raise Unfit("Q203", f"{shown(text)} begins like a formula")
    if _MARKUP.search(text):
        raise Unfit("Q203", f"{shown(text)} holds a quote, a semicolon or an angle bracket")
    if _SCIENTIFIC.fullmatch(text):
        raise Unfit("Q203", f"{shown(text)} is a number in scientific notation")
    if text.isdigit() and len(text) > _MOST_PLAIN_DIGITS:
        raise Unfit("Q203", f"{shown(text)} has more digits than a spreadsheet keeps")
    if text.lower() in _NOT_GIVEN:
        raise Unfit("Q203", f"{shown(text)} stands for a missing value: leave the cell blank")


def _refuse_hidden(text: str) -> None:
    if text.isprintable() and "\ufffd" not in text:
        return
    for each in text:
        if each == "\ufffd" or unicodedata.category(each) in _HIDDEN:
            raise Unfit("Q201", f"{shown(text)} holds the character U+{ord(each):04X}, which does not show")


def _code(text: str, column: Column) -> str:
    if text not in column.codes:
        _refuse_hidden(text)
        raise Unfit("Q203", f"{shown(text)} is none of {', '.join(column.codes)}")
    return text


def _flag(text: str) -> tuple[bool, tuple[str, ...]]:
    value = _FLAGS.get(text.lower())
    if value is None:
        raise Unfit("Q203", f"{shown(text)} is neither yes nor no (是, 否)")
    return value, ()


_READERS: dict[Kind, Callable[[str], tuple[Value, tuple[str, ...]]]] = {
    Kind.FLAG: _flag,
    Kind.DATE: read_date,
    Kind.TIME: read_time,
    Kind.MONTH: read_month,
    Kind.PERIOD: read_period,
    Kind.COUNT: read_count,
}
