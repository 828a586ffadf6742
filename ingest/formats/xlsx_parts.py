"""The small parts of a workbook: types of parts, relationships, sheets, shared strings and cell styles."""

from dataclasses import dataclass

from ingest.formats.xlsx_package import resolved
from ingest.formats.xlsx_values import is_date_format, shows_month_only, unescaped
from ingest.formats.xlsx_xml import Part

_TRUE = ("1", "true", "on")


@dataclass(frozen=True)
class SheetEntry:
    """A sheet as the workbook lists it; ``relationship`` leads to its part."""

    title: str
    state: str
    relationship: str


class ContentTypes(Part):
    """Types of the parts, in lower case."""

    root = "Types"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._defaults: dict[str, str] = {}
        self._parts: dict[str, str] = {}

    @property
    def kinds(self) -> list[str]:
        """Every type named."""
        return [*self._defaults.values(), *self._parts.values()]

    def type_of(self, part: str) -> str:
        """The type of a part; blank where it has none."""
        name = part.casefold()
        return self._parts.get(name) or self._defaults.get(name.rpartition(".")[2], "")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note a type."""
        kind = attributes.get("ContentType", "").casefold()
        if name == "Default":
            self._defaults[attributes.get("Extension", "").casefold()] = kind
        elif name == "Override":
            self._parts[attributes.get("PartName", "").lstrip("/").casefold()] = kind


class Relationships(Part):
    """Where the relationships of a part lead to, within the workbook."""

    root = "Relationships"

    def __init__(self, name: str, source: str) -> None:
        super().__init__(name)
        self.parts: dict[str, str] = {}
        self._source = source
        self._by_type: dict[str, list[str]] = {}

    def one(self, kind: str) -> str:
        """The one part of a kind such as ``styles``; blank where there is none."""
        parts = self._by_type.get(kind, [""])
        if len(parts) > 1:
            raise self.broken(f"it names {len(parts)} parts for {kind}")
        return parts[0]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note a relationship that does not lead out of the workbook."""
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            part = resolved(attributes.get("Target", ""), source=self._source)
            self.parts[attributes.get("Id", "")] = part
            self._by_type.setdefault(attributes.get("Type", "").rpartition("/")[2], []).append(part)


class Workbook(Part):
    """The list of sheets and the settings of the workbook."""

    root = "workbook"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.sheets: list[SheetEntry] = []
        self.is_1904 = False
        self.is_uncalculated = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note a sheet or a setting."""
        if name == "sheet":
            relationship = next((value for key, value in attributes.items() if key.endswith("/relationships id")), "")
            self.sheets.append(SheetEntry(attributes.get("name", ""), attributes.get("state", "visible"), relationship))
        elif name == "workbookPr":
            self.is_1904 = attributes.get("date1904", "0") in _TRUE
        elif name == "calcPr":
            self.is_uncalculated = attributes.get("fullCalcOnLoad", "0") in _TRUE


class SharedStrings(Part):
    """The texts that cells refer to by number: runs of rich text joined, readings (phonetic runs) left out."""

    root = "sst"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.strings: list[str] = []
        self._pieces: list[str] = []
        self._is_phonetic = False

    def start(self, name: str, _: dict[str, str]) -> None:
        """Take up an element; text before it does not count."""
        if name == "t":
            self.text.clear()
        elif name == "si":
            self._pieces.clear()
        elif name == "rPh":
            self._is_phonetic = True

    def end(self, name: str) -> None:
        """Finish an element."""
        if name == "t":
            if not self._is_phonetic:
                self._pieces.append(self.taken())
        elif name == "si":
            self.strings.append(unescaped("".join(self._pieces)))
        elif name == "rPh":
            self._is_phonetic = False


class Styles(Part):
    """Which cell styles show dates: per style None for a number, else whether it shows a month and no day."""

    root = "styleSheet"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.dates: list[bool | None] = []
        self._codes: dict[int, str] = {}
        self._path: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note a number format or a cell style; both stand at the third level."""
        del self._path[self.depth - 1 :]
        self._path.append(name)
        if self._path[1:] == ["numFmts", "numFmt"]:
            self._codes[self._number(attributes)] = attributes.get("formatCode", "")
        elif self._path[1:] == ["cellXfs", "xf"]:
            number = self._number(attributes)
            code = self._codes.get(number)
            is_date = is_date_format(number, code)
            self.dates.append(shows_month_only(number, code) if is_date else None)

    def _number(self, attributes: dict[str, str]) -> int:
        text = attributes.get("numFmtId", "0")
        if not (text.isascii() and text.isdigit() and len(text) <= 10):
            raise self.broken(f"{text[:20]!r} is no number format")
        return int(text)
