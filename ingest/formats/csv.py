"""CSV bytes to text rows, strictly after RFC 4180, with raw text and line numbers; nothing is detected or repaired."""

import re
from collections.abc import Iterator

from ingest.formats import TextRow
from ingest.formats.encodings import decode
from ingest.verdicts import Refusal

MOST_ROW_CHARACTERS = 1_000_000

_NEWLINE = re.compile(r"\r\n|\r|\n")
_CELL_END = re.compile(r",|\r|\n|\Z")
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_STYLES = {"\r\n": "CRLF", "\r": "CR", "\n": "LF"}


class CsvText:
    """One CSV file: its header at once, its rows one after the other, and the blank lines met so far.

    Raises:
        Refusal: E101, E102, E104 at once; E103, E105, E106, E107 also while the rows are read.
    """

    def __init__(self, content: bytes) -> None:
        text = decode(content)
        if not text.strip():
            raise Refusal("E104", "The file is empty: send it again, or remove it.")
        self.blank_lines = 0
        self._lines = _lines(text)
        header, _ = next(self._lines)
        self.header = header.cells

    def rows(self) -> Iterator[TextRow]:
        """The rows below the header; to be read once."""
        wanted = len(self.header)
        for row, is_ended in self._lines:
            if not row.raw.strip():
                self.blank_lines += 1
            elif len(row.cells) < wanted and not is_ended:
                raise Refusal(
                    "E107",
                    f"The file breaks off in line {row.number}, after {len(row.cells)} of {wanted} cells: "
                    "send the whole file again.",
                )
            elif len(row.cells) == wanted:
                yield row
            else:
                _refuse_swallowed(row.raw, row.number)
                fault = f"the row has {len(row.cells)} cells and the header {wanted}"
                yield TextRow(row.number, row.cells, row.raw, row.fault or fault)


def _lines(text: str) -> Iterator[tuple[TextRow, bool]]:
    """Every row of the text, the header and blank lines too, and whether a line end closes it."""
    position, number, style = 0, 1, ""
    while position < len(text):
        newline = _NEWLINE.search(text, position)
        end = newline.start() if newline else len(text)
        _refuse_endless(end - position, number)
        if text.find('"', position, end) < 0:
            row = TextRow(number, text[position:end].split(","), text[position:end])
        else:
            cells, end, fault = _cells_of(text, position, number)
            _refuse_endless(end - position, number)
            newline = _NEWLINE.match(text, end)
            if fault:
                _refuse_swallowed(text[position:end], number)
            row = TextRow(number, cells, text[position:end], fault)
        yield row, newline is not None
        if newline is None:
            return
        if style and newline.group() != style:
            raise Refusal(
                "E105",
                f"Line {number} ends with {_STYLES[newline.group()]} and the lines above with {_STYLES[style]}: "
                "save the file with one kind of line end.",
            )
        style = newline.group()
        number += 1 + len(_NEWLINE.findall(row.raw))
        position = newline.end()


def _refuse_endless(length: int, number: int) -> None:
    if length > MOST_ROW_CHARACTERS:
        raise Refusal("E103", f"Line {number} is longer than {MOST_ROW_CHARACTERS:,} characters: this is no table.")


def _refuse_swallowed(raw: str, number: int) -> None:
    """A broken row over several lines is an open quote that met the next one: rows between them would be lost."""
    if _NEWLINE.search(raw):
        raise Refusal(
            "E106", f"A quote opened in the row of line {number} closes in the wrong place: send the file again."
        )


def _cells_of(text: str, position: int, number: int) -> tuple[list[str], int, str]:
    """Cells of a row with quotes, where it ends, and a clause where a quote stands at a wrong place."""
    cells: list[str] = []
    fault = ""
    while True:
        cell = ""
        if text.startswith('"', position):
            quoted = _QUOTED.match(text, position)
            if quoted is None:
                raise Refusal("E106", f"A quote opened in the row of line {number} never closes: send the file again.")
            cell = quoted.group()[1:-1].replace('""', '"')
            position = quoted.end()
            fault = fault or ("" if _CELL_END.match(text, position) else "text follows a closing quote")
        end = _CELL_END.search(text, position)
        rest = text[position : end.start() if end else len(text)]
        if '"' in rest:
            fault = fault or "a quote stands inside an unquoted cell"
        cells.append(cell + rest)
        position += len(rest)
        if not text.startswith(",", position):
            return cells, position, fault
        position += 1
