"""A worksheet to rows of text cells, piece by piece; what a sheet hides or merges is refused."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.formats.xlsx_values import MonthShown, date_text, plain_number, unescaped
from ingest.formats.xlsx_xml import Part
from ingest.verdicts import Refusal, Unfit

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
MOST_COLUMNS = 1_000
MOST_ROW_CHARACTERS = 1_000_000
MOST_SHEET_CHARACTERS = 1 << 28

_TRUE = ("1", "true", "on")
_ROW_DEPTH, _CELL_DEPTH = 3, 4


@dataclass(frozen=True)
class Book:
    """What the cells of every sheet refer to.

    Attributes:
        strings: Shared strings.
        dates: Per cell style, None for a number, else whether it shows a month and no day.
        is_1904: Whether days are counted from 1904.
        is_uncalculated: Whether the program that wrote the file left its formulas to be calculated on opening.
    """

    strings: list[str]
    dates: list[bool | None]
    is_1904: bool
    is_uncalculated: bool


@dataclass(slots=True)
class SheetRow:
    """One row that holds something: its number, its cells from column A on, and what ails single cells."""

    number: int
    cells: list[str] = field(default_factory=list)
    broken: dict[int, str] = field(default_factory=dict)
    is_hidden: bool = False
    is_blank: bool = True
    characters: int = 0


class Sheet(Part):
    """The worksheet of a part.

    Raises:
        Refusal: while rows are read: E103, E120, E122, E127 far cells, E128 merged cells, E129 hidden rows or columns.
    """

    root = "worksheet"

    def __init__(self, name: str, title: str, book: Book) -> None:
        super().__init__(name)
        self.title = title
        self._book = book
        self._rows: deque[SheetRow] = deque()
        self._hidden: set[int] = set()
        self._columns: dict[str, int] = {}
        self._characters = 0
        self._row = SheetRow(0)
        self._is_row_open = False
        self._column = -1
        self._style = 0
        self._type = "n"
        self._value: str | None = None
        self._formula: str | None = None
        self._pieces: list[str] = []
        self._is_phonetic = False

    def rows(self, chunks: Iterable[bytes]) -> Iterator[SheetRow]:
        """The rows that hold something, from the top."""
        for _ in self.walk(chunks):
            while self._rows:
                yield self._rows.popleft()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take up an element; text before it does not count."""
        if name == "c":
            self._open_cell(attributes)
        elif name in ("v", "f", "t"):
            self.text.clear()
        elif name == "row":
            self._open_row(attributes)
        elif name == "rPh":
            self._is_phonetic = True
        elif name == "col":
            self._note_columns(attributes)
        elif name == "mergeCell":
            self.merged(attributes.get("ref", "")[:30])

    def merged(self, where: str) -> None:
        """Refuse merged cells, which leave the rows below the first without a value."""
        raise Refusal("E128", f"Sheet {self.title!r} merges cells {where}: unmerge them and give each row its value.")

    def end(self, name: str) -> None:
        """Finish an element."""
        if name == "v":
            if self._value is not None:
                raise self.broken(f"a cell in row {self._row.number} has two values")
            self._value = self.taken()
        elif name == "c":
            self._close_cell()
        elif name == "f":
            self._formula = self.taken()
        elif name == "t":
            if not self._is_phonetic:
                self._pieces.append(self.taken())
        elif name == "row":
            self._is_row_open = False
            if not self._row.is_blank:
                self._rows.append(self._row)
        elif name == "rPh":
            self._is_phonetic = False

    def _open_row(self, attributes: dict[str, str]) -> None:
        number = self._whole(attributes.get("r"), self._row.number + 1)
        if self.depth != _ROW_DEPTH or number <= self._row.number:
            raise self.broken(f"row {number} stands at a wrong place")
        if number > LAST_ROW:
            raise self._too_far(f"row {number}")
        is_hidden = attributes.get("hidden", "0") in _TRUE or _is_nothing(attributes.get("ht"))
        self._row = SheetRow(number, is_hidden=is_hidden)
        self._is_row_open = True
        self._column = -1

    def _open_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        column = self._column + 1 if reference is None else self._column_of(reference)
        if self.depth != _CELL_DEPTH or not self._is_row_open or column <= self._column:
            raise self.broken(f"cell {(reference or '')[:20]!r} stands at a wrong place")
        if column >= LAST_COLUMN:
            raise self._too_far(f"cell {reference}")
        self._column = column
        self._style = self._whole(attributes.get("s"), 0)
        self._type = attributes.get("t", "n")
        self._value = self._formula = None
        self._pieces.clear()

    def _close_cell(self) -> None:
        row, column = self._row, self._column
        try:
            text, ailment = self._cell_text(), ""
        except Unfit as unfit:
            text, ailment = self._value or f"={self._formula or ''}", unfit.found
        if not text.strip() and not ailment:
            return
        if column >= MOST_COLUMNS:
            raise self._too_far(f"column {column + 1} in row {row.number}")
        if row.is_hidden or column in self._hidden:
            what = "row" if row.is_hidden else f"column {column + 1} with a cell in row"
            raise Refusal("E129", f"Sheet {self.title!r} hides {what} {row.number}: show it, or delete it.")
        row.is_blank = False
        row.cells.extend([""] * (column - len(row.cells)))
        row.cells.append(text)
        if ailment:
            row.broken[column] = ailment
        self._count(len(text))

    def _cell_text(self) -> str:
        """The cell's text; Unfit where it shows an error or nothing was calculated."""
        value, kind = self._value, self._type
        if (kind == "inlineStr") != bool(self._pieces) and (self._pieces or value):
            raise Unfit("Q212", f"the cell is of type {kind[:20]!r} and holds something else")
        if kind == "inlineStr":
            return unescaped("".join(self._pieces))
        if self._formula is not None:
            if value is None or (not value and kind != "str"):
                raise Unfit("Q212", "the cell holds a formula without its result")
            if self._book.is_uncalculated:
                raise Unfit("Q212", "the cell holds a formula that waits to be calculated")
        if kind == "e":
            raise Unfit("Q212", f"the cell shows the error {value or '(blank)'}")
        if not value:
            return ""
        if kind == "s":
            return self._shared(value)
        if kind == "str":
            return unescaped(value)
        if kind == "b":
            return "TRUE" if value.strip() in _TRUE else "FALSE"
        if kind == "d":
            return value.strip().removesuffix("T00:00:00").removesuffix("T00:00:00.000")
        if kind != "n":
            raise Unfit("Q212", f"the cell is of the unknown type {kind[:20]!r}")
        return self._number(value.strip())

    def _number(self, stored: str) -> str:
        dates = self._book.dates
        shows_month = dates[self._style] if self._style < len(dates) else None
        if shows_month is None:
            return plain_number(stored)
        text = date_text(stored, is_1904=self._book.is_1904)
        return MonthShown(text) if shows_month and text.endswith("-01") else text

    def _shared(self, index: str) -> str:
        position = self._whole(index.strip(), 0)
        if position >= len(self._book.strings):
            raise self.broken(f"it refers to shared string {position}, which is not there")
        return self._book.strings[position]

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            if not (letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) <= 3):
                raise self.broken(f"{reference[:20]!r} names no cell")
            column = -1
            for letter in letters:
                column = 26 * (column + 1) + ord(letter) - ord("A")
            self._columns[letters] = column
        number = reference[len(letters) :]
        if number != str(self._row.number):
            if len(number) > 6 and number.isdigit() and int(number[:8]) > LAST_ROW:
                raise self._too_far(f"cell {reference[:20]}")
            raise self.broken(f"cell {reference[:20]!r} stands in row {self._row.number}")
        return column

    def _note_columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden", "0") in _TRUE or _is_nothing(attributes.get("width")):
            first, last = self._whole(attributes.get("min"), 1), self._whole(attributes.get("max"), 1)
            self._hidden.update(range(first - 1, min(last, LAST_COLUMN)))

    def _count(self, characters: int) -> None:
        self._row.characters += characters
        self._characters += characters
        if self._row.characters > MOST_ROW_CHARACTERS:
            raise Refusal(
                "E103", f"Row {self._row.number} is longer than {MOST_ROW_CHARACTERS:,} characters: this is no table."
            )
        if self._characters > MOST_SHEET_CHARACTERS:
            raise Refusal("E122", f"Sheet {self.title!r} holds too much text: split the table, or send it as CSV.")

    def _whole(self, text: str | None, default: int) -> int:
        if text is None:
            return default
        if not (text.isascii() and text.isdigit() and len(text) <= 10):
            raise self.broken(f"{text[:20]!r} is no whole number")
        return int(text)

    def _too_far(self, what: str) -> Refusal:
        return Refusal("E127", f"Sheet {self.title!r} has {what}, far out of any table: delete what stands there.")


def _is_nothing(size: str | None) -> bool:
    return size is not None and not size.strip("0.")
