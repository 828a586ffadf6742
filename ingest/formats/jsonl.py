"""JSON Lines bytes to text rows, one object per line; numbers keep their digits, and nothing is repaired."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.formats import TextRow
from ingest.headers import match_header
from ingest.verdicts import Refusal, shown
from interface.tables import Kind, Table

MOST_LINE_CHARACTERS = 1_000_000

_MARK = b"\xef\xbb\xbf"
_NEWLINE = re.compile(r"\r\n|\r|\n")
_MOST_FORMS = 10_000


class _Broken(Exception):
    """A line that is no object of plain values; its text is a short clause."""


class _Constant(str):
    """NaN or an infinity, which JSON does not have: a number cell judges it, in a text cell it means nothing."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _Form:
    """What the keys of an object mean: the column of each key that names one, and the keys that name none."""

    columns: dict[str, str]
    unknown: frozenset[str]


class JsonLinesText:
    """One JSON Lines file; its header is the columns that any line gives and the unknown keys of the first object.

    A key that a line leaves out, and null, are "not given". A key that is no column of the table is passed over
    where the first object has it too, as a column not known; elsewhere it is a slip, and its row's form is broken.

    Raises:
        Refusal: E101, E102, E104 at once; E103 also while the rows are read.
    """

    def __init__(self, content: bytes, table: Table) -> None:
        self._text = _decode(content)
        if not self._text.strip():
            raise Refusal("E104", "The file is empty: send it again, or remove it.")
        columns = tuple(replace(column, required=False) for column in table.columns)
        self._names = replace(table, columns=columns)
        self._numeric = {each.name for each in columns if each.kind.places is not None or each.kind is Kind.COUNT}
        self._forms: dict[tuple[str, ...], _Form] = {}
        self.blank_lines = 0
        columns_given, self._unknown = self._given(table)
        self.header = [*columns_given, *sorted(self._unknown)]

    def rows(self) -> Iterator[TextRow]:
        """One row per line that is not blank; to be read once."""
        for number, line in _lines(self._text):
            if not line.strip():
                self.blank_lines += 1
                continue
            try:
                yield TextRow(number, self._cells(line), line)
            except _Broken as broken:
                yield TextRow(number, [], line, str(broken))

    def _given(self, table: Table) -> tuple[list[str], frozenset[str]]:
        """Columns that some line gives and unknown keys of the first; without a sound line, the required columns."""
        given: set[str] = set()
        unknown: frozenset[str] | None = None
        for _, line in _lines(self._text):
            try:
                form = self._form(_parse(line)) if line.strip() else None
            except _Broken:
                form = None
            if form:
                given.update(form.columns.values())
                unknown = form.unknown if unknown is None else unknown
                if len(given) == len(table.columns):
                    break
        if unknown is None:
            return list(table.required), frozenset()
        return [name for name in table.names if name in given], unknown

    def _cells(self, line: str) -> list[str]:
        values = _parse(line)
        form = self._form(values)
        for key in form.unknown - self._unknown:
            raise _Broken(f"key {shown(key)} is no column of the table")
        texts = {name: self._cell(values[key], name) for key, name in form.columns.items()}
        return [texts.get(name, "") for name in self.header]

    def _cell(self, value: object, name: str) -> str:
        if isinstance(value, dict | list):
            raise _Broken(f"{name} holds a list or an object")
        if isinstance(value, _Constant) and name not in self._numeric:
            raise _Broken(f"{name} holds {value}, which JSON does not have")
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        return "" if value is None else str(value)

    def _form(self, values: dict[str, object]) -> _Form:
        keys = tuple(values)
        form = self._forms.get(keys)
        if form is None:
            for key in keys:
                if not key.isprintable():
                    raise _Broken(f"key {shown(key)} holds characters that do not show")
            try:
                header = match_header(list(keys), self._names)
            except Refusal as refusal:
                # The sentence about header cells holds for keys: two of one column, or nearly a column's name.
                raise _Broken(str(refusal).partition(" ")[2].rstrip(".")) from None
            columns = {keys[position]: name for name, position in header.positions.items()}
            form = _Form(columns, frozenset(keys) - columns.keys())
            if len(self._forms) >= _MOST_FORMS:
                self._forms.clear()
            self._forms[keys] = form
        return form


def _decode(content: bytes) -> str:
    try:
        text = content.removeprefix(_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        sentence = f"The bytes near line {line} are not valid UTF-8: save the file as JSON Lines in UTF-8."
        raise Refusal("E101", sentence) from None
    nul = text.find("\0")
    if nul >= 0:
        line = text.count("\n", 0, nul) + 1
        raise Refusal("E102", f"Line {line} holds a NUL byte: the file was damaged on its way; send it again.")
    return text


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Every line without its end, and its number from 1 on; JSON has no line end within a value."""
    position, number = 0, 1
    while position < len(text):
        newline = _NEWLINE.search(text, position)
        end = newline.start() if newline else len(text)
        if end - position > MOST_LINE_CHARACTERS:
            sentence = f"Line {number} is longer than {MOST_LINE_CHARACTERS:,} characters: write one object per line."
            raise Refusal("E103", sentence)
        yield number, text[position:end]
        position = newline.end() if newline else len(text)
        number += 1


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise _Broken("the object gives a key twice")
    return values


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=_Constant)


def _parse(line: str) -> dict[str, object]:
    try:
        values = _DECODER.decode(line)
    except json.JSONDecodeError as error:
        raise _Broken(f"the line is no JSON at character {error.pos + 1:,} ({error.msg})") from None
    except RecursionError:
        raise _Broken("values are nested too deep") from None
    if not isinstance(values, dict):
        raise _Broken("the line is no JSON object")
    return values
