"""Workbooks to text rows: which sheet is which table, what its cells refer to, and what makes a workbook unfit."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from ingest.formats import TextRow, TextTable
from ingest.formats.xlsx_merges import Merge, MergedRanges, Merges, SheetWithMerges, may_merge
from ingest.formats.xlsx_package import Package, resolved
from ingest.formats.xlsx_parts import ContentTypes, Relationships, SharedStrings, SheetEntry, Styles, Workbook
from ingest.formats.xlsx_sheet import Book, Sheet, SheetRow
from ingest.formats.xlsx_values import MonthShown
from ingest.formats.xlsx_xml import refuse_document_type
from ingest.headers import match_header
from ingest.verdicts import Refusal, shown
from interface.tables import INPUTS, Kind, Table

NOTES = "说明"
"""The sheet that explains a template; it is not read."""

_TABLES = {unicodedata.normalize("NFKC", name): each for each in INPUTS.values() for name in (each.name, each.label)}
_XML_ENDINGS = (".xml", ".rels", ".vml")
_MAIN_TYPE = "spreadsheetml.sheet.main+xml"


def open_xlsx(content: bytes, named: Table | None) -> list[tuple[Table, TextTable]]:
    """The tables of a workbook, in the order of its sheets.

    A workbook with one sheet is the table that the file is named as; otherwise each sheet is named as a table.

    Raises:
        Refusal: E104, E120 to E126, E129 at once; E103, E120, E122, E127 to E129 also while the rows are read.
    """
    package = Package(content)
    for name in package.names:
        if name.endswith(_XML_ENDINGS):
            refuse_document_type(name, package.chunks(name))
    _refuse_macros(package)
    main = _main_part(package)
    workbook = Workbook(main)
    workbook.read(package.chunks(main))
    targets = _relationships(package, main)
    tables = _tables_of(workbook.sheets, named)
    book = _book(package, workbook, targets)
    opened: list[tuple[Table, TextTable]] = []
    for table, entry in tables:
        part = targets.parts.get(entry.relationship)
        if part is None:
            raise Refusal("E120", f"Sheet {entry.title!r} has no part of its own: save the workbook anew.")
        if may_merge(table):
            ranges = MergedRanges(part, entry.title)
            ranges.read(package.chunks(part))
            sheet = SheetWithMerges(part, entry.title, book)
            opened.append((table, SheetText(sheet, package.chunks(part), table, merges=ranges.ranges)))
        else:
            opened.append((table, SheetText(Sheet(part, entry.title, book), package.chunks(part), table)))
    return opened


class SheetText:
    """One sheet as a table: the header in row 1 at once, its rows one after the other.

    Blank lines are blank rows above the last row that holds something.
    """

    def __init__(self, sheet: Sheet, chunks: Iterable[bytes], table: Table, *, merges: Sequence[Merge] = ()) -> None:
        self.blank_lines = 0
        self._table = table
        self._title = sheet.title
        self._merges = merges
        self._rows = sheet.rows(chunks)
        first = next(self._rows, None)
        if first is None:
            raise Refusal("E104", "The sheet is empty: fill it in, or remove it.")
        # Below row 1 stands a title or nothing that names columns: such a header matches no table.
        self.header = [str(cell) for cell in first.cells] if first.number == 1 else []

    def rows(self) -> Iterator[TextRow]:
        """The rows below the header; to be read once."""
        wanted = len(self.header)
        months = self._month_positions()
        last = 1
        for row in self._rows_shown():
            self.blank_lines += row.number - last - 1
            last = row.number
            cells = row.cells
            fault = ""
            if len(cells) > wanted:
                fault = f"the row has {len(cells)} cells and the header {wanted}"
            cells.extend([""] * (wanted - len(cells)))
            raw = "\t".join(cells)
            for position in months:
                if isinstance(cells[position], MonthShown):
                    cells[position] = cells[position][: len("2020-05")]
            yield TextRow(row.number, cells, raw, fault, row.broken or None)

    def _rows_shown(self) -> Iterator[SheetRow]:
        if not self._merges:
            return self._rows
        return Merges(self._merges, title=self._title, header=self.header, table=self._table).filled(self._rows)

    def _month_positions(self) -> list[int]:
        """Columns of months: a spreadsheet turns 2020-05, as typed, into 2020-05-01 shown as a month."""
        positions = match_header(self.header, self._table).positions
        kinds = {column.name: column.kind for column in self._table.columns}
        return [position for name, position in positions.items() if kinds[name] in (Kind.MONTH, Kind.PERIOD)]


def _tables_of(entries: list[SheetEntry], named: Table | None) -> list[tuple[Table, SheetEntry]]:
    for entry in entries:
        if entry.state != "visible":
            raise Refusal("E125", f"Sheet {shown(entry.title)} is hidden: show it, or delete it.")
    given = [entry for entry in entries if entry.title != NOTES]
    if not given:
        raise Refusal("E126", "The workbook has no sheet for a table: name a sheet as its table.")
    if named is not None and len(given) == 1:
        return [(named, given[0])]
    found: dict[str, tuple[Table, SheetEntry]] = {}
    for entry in given:
        table = _TABLES.get(unicodedata.normalize("NFKC", entry.title).strip())
        if table is None:
            raise Refusal("E126", f"Sheet {shown(entry.title)} is named as no table: name it as one, or delete it.")
        if table.name in found:
            raise Refusal("E126", f"Two sheets are named as table {table.name}: put their rows into one.")
        found[table.name] = (table, entry)
    if named is not None and named.name not in found:
        raise Refusal("E126", f"The file is named as table {named.name}, and no sheet is: name file or sheet anew.")
    return list(found.values())


def _book(package: Package, workbook: Workbook, targets: Relationships) -> Book:
    strings = SharedStrings(targets.one("sharedStrings"))
    if strings.name:
        strings.read(package.chunks(strings.name))
    styles = Styles(targets.one("styles"))
    if styles.name:
        styles.read(package.chunks(styles.name))
    return Book(strings.strings, styles.dates, workbook.is_1904, workbook.is_uncalculated)


def _main_part(package: Package) -> str:
    part = _relationships(package, "").one("officeDocument")
    kind = _content_types(package).type_of(part)
    if not part or not kind.endswith(_MAIN_TYPE):
        raise Refusal("E120", "The file is named .xlsx and holds no workbook: save it as an Excel workbook (.xlsx).")
    return part


def _refuse_macros(package: Package) -> None:
    kinds = _content_types(package).kinds
    if any(("macro" in kind and "binary" not in kind) or "vbaproject" in kind for kind in kinds):
        raise Refusal("E124", "The workbook holds macros: save it as a workbook without macros (.xlsx).")


def _content_types(package: Package) -> ContentTypes:
    types = ContentTypes("[Content_Types].xml")
    types.read(package.chunks(types.name))
    return types


def _relationships(package: Package, source: str) -> Relationships:
    folder, _, name = source.rpartition("/")
    relationships = Relationships(resolved(f"_rels/{name}.rels", source=f"{folder}/x"), source)
    if package.holds(relationships.name):
        relationships.read(package.chunks(relationships.name))
    return relationships
