"""A mapping read from YAML and checked whole before any file is touched; every cell of it is text."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from ingest.cells import judge
from ingest.mappings.shape import Calendar, Clock, Filled, Group, Mapping, Order
from ingest.verdicts import shown
from interface.errors import CannotRun
from interface.files import sha256_of_text
from interface.tables import INPUTS, Kind, Table

_SHIPPED = Path(__file__).parent
_MOST_CHARACTERS = 100_000
_DIRECTIVE = re.compile(r"%(.?)")
_OF_A_DAY = "Ymd"
_OF_A_TIME = "YmdHMSfz"
_TAKES = ("first", "last", "min", "max")
_ORDERS = ("time", "count", "text")
_NO_MEASURE = (Kind.ID, Kind.CODE, Kind.TEXT, Kind.NAME, Kind.FLAG, Kind.MONTH, Kind.PERIOD)


class _Wrong(Exception):
    """What is wrong in a mapping: a clause that says where and what to do."""


class _Texts(yaml.BaseLoader):
    """Every scalar stays the text that it is: neither yes nor 012 nor 2020-05-01 is anything else; no key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        """The node as a dictionary."""
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        doubled = next((name for name in names if names.count(name) > 1), None)
        if doubled is not None:
            raise _Wrong(f"key {shown(doubled)} stands twice in line {node.start_mark.line + 1} or below")
        return super().construct_mapping(node, deep=deep)


def shipped_mappings() -> tuple[str, ...]:
    """Names of the mappings that come with the product."""
    return tuple(sorted(path.stem for path in _SHIPPED.glob("*.yml")))


def load_mapping(name_or_file: str) -> Mapping:
    """Read a shipped mapping by its name, or any other by its path, which ends in .yml or .yaml.

    Raises:
        CannotRun: there is none, or it is not written as a mapping is; one sentence says where and what to do.
    """
    path = Path(name_or_file)
    if path.suffix not in (".yml", ".yaml"):
        if name_or_file not in shipped_mappings():
            shipped = ", ".join(shipped_mappings())
            raise CannotRun(f"There is no mapping {shown(name_or_file)}: name {shipped}, or a file ending in .yml.")
        path = _SHIPPED / f"{name_or_file}.yml"
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise CannotRun(f"Mapping {path} cannot be read: name a text file in UTF-8.") from None
    try:
        return parse_mapping(path.stem, text)
    except _Wrong as wrong:
        raise CannotRun(f"Mapping {path}: {wrong}.") from None


def parse_mapping(name: str, text: str) -> Mapping:
    """The mapping that a text describes, under a name."""
    return replace(_mapping(name, _document(text)), text=text, sha256=sha256_of_text(text))


def _document(text: str) -> Any:
    if len(text) > _MOST_CHARACTERS:
        raise _Wrong(f"it has more than {_MOST_CHARACTERS:,} characters, which no mapping needs")
    try:
        return yaml.load(text, Loader=_Texts)
    except yaml.MarkedYAMLError as error:
        line = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise _Wrong(f"it is not YAML{line}, {error.problem}") from None
    except (yaml.YAMLError, RecursionError):
        raise _Wrong("it is not YAML; save it as text with keys and values") from None


def _mapping(name: str, document: Any) -> Mapping:
    given = _keys(
        document,
        "the file",
        needed=("files", "format", "table", "columns"),
        allowed=("description", "unknown", "times", "dates", "group"),
    )
    files = _text(given["files"], "files")
    if _text(given["format"], "format") != "csv" or not files.endswith(".csv") or "/" in files:
        raise _Wrong("format must be csv, and files a file name ending in .csv, where * stands for any characters")
    table = INPUTS.get(_text(given["table"], "table"))
    if table is None:
        raise _Wrong(f"table {shown(given['table'])} is none of {', '.join(INPUTS)}")
    group = _group(given["group"]) if "group" in given else None
    mapping = Mapping(
        name=name,
        files=files,
        table=table,
        columns=_columns(given["columns"], table, group),
        unknown=frozenset(_texts(given.get("unknown", []), "unknown")),
        clock=_clock(given["times"]) if "times" in given else None,
        calendar=Calendar(_format(given["dates"], "dates", _OF_A_DAY)) if "dates" in given else None,
        group=group,
    )
    _refuse_unreadable_times(mapping)
    return mapping


def _clock(document: Any) -> Clock:
    given = _keys(document, "times", needed=("format",), allowed=("zone",))
    format = _format(given["format"], "times: format", _OF_A_TIME)
    if ("%z" in format) == ("zone" in given):
        raise _Wrong("times must give a zone, such as Asia/Shanghai or UTC, or %z in its format, and not both")
    if "zone" not in given:
        return Clock(format, None)
    zone = _text(given["zone"], "times: zone")
    try:
        return Clock(format, ZoneInfo(zone))
    except (OSError, ValueError, KeyError):
        raise _Wrong(f"times: zone {shown(zone)} is no time zone, such as Asia/Shanghai or UTC") from None


def _format(document: Any, at: str, allowed: str) -> str:
    """A format of days or times; years of two digits and names of months are left out, as they have to be guessed."""
    text = _text(document, at)
    directives = _DIRECTIVE.findall(text)
    if not {"Y", "m", "d"} <= set(directives) <= set(allowed) or len(set(directives)) < len(directives):
        known = " ".join(f"%{each}" for each in allowed)
        raise _Wrong(f"{at} {shown(text)} must have %Y %m %d, and only signs among {known}, each once")
    return text


def _group(document: Any) -> Group:
    given = _keys(document, "group", needed=("by", "order"))
    order = []
    if not isinstance(given["order"], list) or not given["order"]:
        raise _Wrong("group: order must be a list of their columns, each with column and as")
    for each in given["order"]:
        entry = _keys(each, "group: order", needed=("column", "as"))
        order.append(
            Order(
                _text(entry["column"], "group: order: column"),
                _one_of(entry["as"], "group: order: as", _ORDERS),
            )
        )
    by = _texts(given["by"], "group: by")
    if not by:
        raise _Wrong("group: by must name at least one of their columns")
    return Group(tuple(by), tuple(order))


def _columns(document: Any, table: Table, group: Group | None) -> tuple[Filled, ...]:
    given = _keys(document, "columns", needed=table.required, allowed=table.names)
    return tuple(_filled(value, table, name, group) for name, value in given.items())


def _filled(document: Any, table: Table, name: str, group: Group | None) -> Filled:
    column, at = table.column(name), f"columns: {name}"
    if isinstance(document, str):
        document = {"from": document}
    if isinstance(document, dict) and "constant" in document:
        constant = _text(_keys(document, at, needed=("constant",))["constant"], f"{at}: constant")
        return Filled(column, constant=_fitting(constant, table, name, f"{at}: constant"))
    given = _keys(document, at, needed=("from",), allowed=("codes", "take", "where") if group else ("codes",))
    source = _text(given["from"], f"{at}: from")
    codes = _keys(given.get("codes", {}), f"{at}: codes", needed=())
    if codes and column.kind in (Kind.DATE, Kind.TIME):
        raise _Wrong(f"{at}: codes cannot stand for days or times")
    take = ""
    if group:
        if "take" not in given and source not in group.by:
            raise _Wrong(f"{at} must say by take which row of a group gives it: {', '.join(_TAKES)}")
        take = _one_of(given.get("take", "first"), f"{at}: take", _TAKES)
    if take in ("min", "max") and column.kind in _NO_MEASURE:
        raise _Wrong(f"{at}: take {take} is for numbers, days and times; say first or last")
    where = _keys(given.get("where", {}), f"{at}: where", needed=())
    return Filled(
        column,
        source=source,
        codes={theirs: _fitting(_text(ours, at), table, name, f"{at}: codes") for theirs, ours in codes.items()},
        take=take,
        where={theirs: frozenset(_texts(texts, f"{at}: where")) for theirs, texts in where.items()},
    )


def _fitting(text: str, table: Table, name: str, at: str) -> str:
    cell = judge(text, table.column(name))
    if cell.code is not None:
        raise _Wrong(f"{at}: {cell.found}")
    return text


def _refuse_unreadable_times(mapping: Mapping) -> None:
    kinds = {filled.column.kind: filled.column.name for filled in mapping.columns if filled.source}
    orders = mapping.group.order if mapping.group else ()
    timed = next((order.source for order in orders if order.kind == "time"), kinds.get(Kind.TIME))
    if timed and mapping.clock is None:
        raise _Wrong(f"{timed} is a time: add times with the format and the zone in which they are written")
    if Kind.DATE in kinds and mapping.calendar is None:
        raise _Wrong(f"{kinds[Kind.DATE]} is a day: add dates with the format in which they are written")


def _keys(document: Any, at: str, *, needed: tuple[str, ...], allowed: tuple[str, ...] | None = None) -> dict[str, Any]:
    """A dictionary with the needed keys and, where ``allowed`` or ``needed`` names any, no others."""
    if not isinstance(document, dict) or not all(isinstance(key, str) for key in document):
        raise _Wrong(f"{at} must have keys and values")
    missing = [key for key in needed if key not in document]
    if missing:
        raise _Wrong(f"{at} lacks {', '.join(missing)}")
    names = (*needed, *(allowed or ()))
    unknown = [key for key in document if names and key not in names]
    if unknown:
        raise _Wrong(f"{at} has the unknown key {shown(unknown[0])}; known are {', '.join(dict.fromkeys(names))}")
    return document


def _text(document: Any, at: str) -> str:
    if not isinstance(document, str) or not document.strip():
        raise _Wrong(f"{at} must be a text")
    return document


def _texts(document: Any, at: str) -> list[str]:
    """One text or a list of texts."""
    if isinstance(document, list):
        return [_text(each, at) for each in document]
    return [_text(document, at)]


def _one_of(document: Any, at: str, words: tuple[str, ...]) -> str:
    text = _text(document, at)
    if text not in words:
        raise _Wrong(f"{at} {shown(text)} is none of {', '.join(words)}")
    return text
