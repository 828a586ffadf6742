"""Which cells are plain, so that nothing needs judging, and what they are worth in SQL; every other cell is judged."""

import re
from dataclasses import dataclass

from ingest.candidates import canonical_moment
from ingest.cells import canonical, judge
from interface.sql import literal
from interface.tables import Column, Kind

MOST_SHORT_BYTES = 200
MOST_PLAIN_BYTES = 2000
"""No cell of a line of that many bytes is too long for an id, or for a text."""

# Ideographs that Unicode has known since 1.1: they show, and no normal form changes them.
_HAN = "一-龥"
# Without 计, as in 合计 and 本月小计, which mark a row of totals.
_HAN_IN_IDS = "一-讠订-龥"
_ID_MARKS = r"0-9A-Za-z_./:#()+@=\-"
_ID_REST = rf"[{_ID_MARKS}{_HAN_IN_IDS}]*"
_ID = "|".join(
    (
        rf"[A-MO-Za-mo-z]{_ID_REST}",
        # Not na, n/a, nan, nil, none and null.
        rf"[Nn](?:[0-9B-HJ-NP-TV-Zb-hj-np-tv-z_.\-{_HAN_IN_IDS}]{_ID_REST})?",
        # Not 1E+5, 2.5E6, nor more digits than a spreadsheet keeps.
        r"[0-9]{1,18}",
        rf"[0-9]+(?:[A-DF-Za-df-z_\-{_HAN_IN_IDS}]{_ID_REST}|[Ee](?:[0-9A-Za-z_{_HAN_IN_IDS}]{_ID_REST})?)",
        rf"[{_HAN_IN_IDS}]{_ID_REST}",
    )
)
_TEXT_EDGE = rf"!#-+\--~{_HAN}、。《》【】（），：；？！"
_TEXT = rf"[{_TEXT_EDGE}](?:[ {_TEXT_EDGE}]*[{_TEXT_EDGE}])?"
_DAY = (
    r"20(?:[0-9]{2}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    r"|(?:[02468][048]|[13579][26])-02-29)"
)
_OFFSET = r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_MONTH = r"20[0-9]{2}-(?:0[1-9]|1[0-2])"
_YES = ("yes", "true", "1", "是", "有责")
_NO = ("no", "false", "0", "否", "无责")
_PATTERNS = {
    Kind.ID: _ID,
    Kind.TEXT: _TEXT,
    Kind.NAME: _ID,
    Kind.DATE: _DAY,
    Kind.TIME: rf"{_DAY}[T ]{_CLOCK}(?:(?:\.[0-9]{{1,6}})?{_OFFSET})?",
    Kind.MONTH: _MONTH,
    Kind.PERIOD: rf"{_MONTH}|20[0-9]{{2}}(?:-Q[1-4])?",
    Kind.COUNT: r"0|[1-9][0-9]{0,17}",
    Kind.FLAG: "|".join((*_YES, *_NO)),
    Kind.RATIO: r"0(?:\.[0-9]{1,6})?|1(?:\.0{1,6})?",
}
# Shanghai's clock has stood eight hours ahead since 1992; a moment without fraction or offset has 19 bytes.
_MOMENT = "(case when strlen({cell}) = 19 then {cell} || '+08:00' else {cell} end)::timestamptz"


@dataclass(frozen=True)
class PlainColumn:
    """A column in SQL: its value over a row's cells; over both its canonical text, null for the default."""

    value: str
    given: str


def plain_pattern(column: Column) -> str:
    """The regular expression of RE2 that a plain cell of the column matches whole."""
    if column.codes:
        pattern = "|".join(re.escape(code) for code in column.codes)
    elif column.kind is Kind.CODE:
        pattern = _ID
    else:
        pattern = _PATTERNS.get(column.kind) or _decimal_pattern(column.kind)
    may_be_blank = not column.required or column.default is not None
    return f"(?:{pattern}){'?' if may_be_blank else ''}"


def cell_name(position: int) -> str:
    """What a row's cell is called in SQL, counted from 0; a blank one is null."""
    return f"cell_{position}"


def plain_column(column: Column, position: int) -> PlainColumn:
    """The worth of a plain cell at that position, counted from 0."""
    value, given = _sql(column, cell_name(position))
    if column.default is not None:
        default = literal(column.default)
        return PlainColumn(f"coalesce({value}, {default})", f"nullif({given}, {default})")
    return PlainColumn(value, given)


def absent_column(column: Column) -> PlainColumn | None:
    """The worth of a column that the file does not have; None where that is nothing plain."""
    cell = judge(column.when_absent or "", column)
    if cell.code or cell.warnings or not (cell.value is None or isinstance(cell.value, str | bool)):
        return None
    text = "" if cell.value == column.default else canonical(cell.value)
    given = literal(text) if text else "null"
    value = literal(cell.value) if isinstance(cell.value, str) else canonical(cell.value) or "null"
    return PlainColumn(f"{value}::{column.kind.sql_type}", f"{given}::varchar")


def _decimal_pattern(kind: Kind) -> str:
    digits = int(kind.sql_type[len("DECIMAL(") :].split(",")[0])
    places = kind.places or 0
    return rf"(?:0|[1-9][0-9]{{0,{digits - places - 1}}})(?:\.[0-9]{{1,{places}}})?"


def _sql(column: Column, cell: str) -> tuple[str, str]:
    kind = column.kind
    if kind.places is not None:
        # Most decimals end in no zero; trimming text takes ten times as long as looking at its end.
        ends_in_zero = f"suffix({cell}, '0') and contains({cell}, '.')"
        shortened = f"case when {ends_in_zero} then rtrim(rtrim({cell}, '0'), '.') else {cell} end"
        return f"{cell}::{kind.sql_type}", shortened
    if kind is Kind.TIME:
        return _MOMENT.format(cell=cell), canonical_moment(column.name)
    if kind is Kind.FLAG:
        return f"{cell} in ({', '.join(literal(each) for each in _YES)})", f"{column.name}::varchar"
    if kind in (Kind.DATE, Kind.COUNT):
        return f"{cell}::{kind.sql_type}", cell
    return cell, cell
