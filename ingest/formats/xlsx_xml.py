"""XML of a workbook's parts, piece by piece through expat: no tree is built, no DTD is taken."""

from collections.abc import Iterable, Iterator
from xml.parsers import expat

from ingest.verdicts import Refusal

MOST_DEPTH = 64

_NAMESPACES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/content-types",
    "http://schemas.openxmlformats.org/package/2006/relationships",
}


class Part:
    """Walks one part; a subclass says what the start and the end of an element mean.

    Attributes:
        depth: Depth of the element that starts or ends; the root's is 1.
        text: Pieces of text since it was last cleared.
    """

    root = ""

    def __init__(self, name: str) -> None:
        self.name = name
        self.depth = 0
        self.text: list[str] = []
        self._locals: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element starts; its name is without namespace, or blank where the namespace is not the workbook's."""

    def end(self, name: str) -> None:
        """An element ends."""

    def walk(self, chunks: Iterable[bytes]) -> Iterator[None]:
        """Read the part, with a pause after each piece of it.

        Raises:
            Refusal: E120 where this is not the XML expected, E123 where it declares a document type.
        """
        parser = _a_parser(self.name)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text.append
        try:
            for chunk in chunks:
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, UnicodeError) as error:
            raise self.broken(str(error)) from None
        yield

    def read(self, chunks: Iterable[bytes]) -> None:
        """Read the whole part at once."""
        for _ in self.walk(chunks):
            pass

    def taken(self) -> str:
        """The text since it was last cleared, which it then is."""
        text = "".join(self.text)
        self.text.clear()
        return text

    def broken(self, what: str) -> Refusal:
        """The refusal of a part that is not as it must be."""
        return Refusal("E120", f"Part {self.name!r} of the workbook is damaged ({what}): save the workbook anew.")

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        name = self._locals.get(full)
        if name is None:
            namespace, _, local = full.rpartition(" ")
            name = self._locals[full] = local if namespace in _NAMESPACES else ""
        if self.depth == 1 and name != self.root:
            raise self.broken(f"it begins with {full[:100]!r}")
        if self.depth > MOST_DEPTH:
            raise self.broken("it is nested too deep")
        self.start(name, attributes)

    def _end(self, full: str) -> None:
        self.end(self._locals[full])
        self.depth -= 1


def refuse_document_type(name: str, chunks: Iterable[bytes]) -> None:
    """Refuse a part that declares a document type or entities (E123), which stand before its first element."""
    parser = _a_parser(name)
    begun: list[str] = []
    parser.StartElementHandler = lambda element, attributes: begun.append(element)
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            if begun:
                return
    except (expat.ExpatError, LookupError, UnicodeError):
        # A part that is read is refused as damaged when its turn comes; the others do no harm.
        return


def _a_parser(name: str) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise Refusal("E123", f"Part {name!r} of the workbook declares a document type: save the workbook anew.")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser
