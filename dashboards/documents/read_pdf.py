"""Reads the text back out of PDFs that we made, in the order in which it was drawn; other people's PDFs may differ."""

import re
import zlib
from collections.abc import Mapping

from interface.errors import CannotRun

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(<<.*?>>)\s*(stream\r?\n|endobj)", re.DOTALL)
_FONTS = re.compile(rb"/(\S+) (\d+) 0 R")
_PAIRS = re.compile(rb"<([0-9a-f]+)> <([0-9a-f]+)>", re.IGNORECASE)
_DRAWN = re.compile(rb"/(\S+) [\d.]+ Tf|(\bTm\b)|\[(.*?)\] TJ", re.DOTALL)
_GLYPHS = re.compile(rb"<([0-9a-f]*)>", re.IGNORECASE)


def pdf_text(content: bytes) -> str:
    """All text of a PDF, page after page, one line per line of text that was set.

    Raises:
        CannotRun: the bytes are not such a PDF.
    """
    try:
        objects = _read_objects(content)
        fonts = _read_fonts(objects)
        contents = [number for page in _pages(objects) for number in _refs(rb"/Contents (\d+) 0 R", page)]
        return "\n".join(_drawn(objects[number][1], fonts) for number in contents)
    except (KeyError, StopIteration, ValueError, zlib.error):
        raise CannotRun("A document cannot be read back as a PDF that was made here: make it again.") from None


def _read_objects(content: bytes) -> dict[int, tuple[bytes, bytes]]:
    """Every object by its number: its dictionary and its stream, unpacked; packed objects have no stream."""
    found: dict[int, tuple[bytes, bytes]] = {}
    place = 0
    while match := _OBJECT.search(content, place):
        head, place = match[2], match.end()
        stream = b""
        if match[3] != b"endobj":
            length = _number(rb"/Length (\d+)", head)
            stream, place = content[match.end() : match.end() + length], match.end() + length
            if b"/FlateDecode" in head and b"/FontFile" not in head and b"/Subtype /OpenType" not in head:
                stream = zlib.decompress(stream)
        found[int(match[1])] = (head, stream)
        if b"/ObjStm" in head:
            found |= {number: (body, b"") for number, body in _packed(head, stream).items()}
    return found


def _packed(head: bytes, stream: bytes) -> dict[int, bytes]:
    first = _number(rb"/First (\d+)", head)
    numbers = [int(each) for each in stream[:first].split()]
    starts = [first + start for start in numbers[1::2]]
    ends = [*starts[1:], len(stream)]
    return {number: stream[start:end] for number, start, end in zip(numbers[::2], starts, ends, strict=True)}


def _read_fonts(objects: Mapping[int, tuple[bytes, bytes]]) -> dict[bytes, dict[bytes, str]]:
    """For each font's name in the pages, its glyphs (four hexadecimal digits) as text."""
    listed = next(objects[number][0] for head, _ in objects.values() for number in _refs(rb"/Font (\d+) 0 R", head))
    fonts = {}
    for name, number in _FONTS.findall(listed):
        for unicode in _refs(rb"/ToUnicode (\d+) 0 R", objects[int(number)][0]):
            pairs = _PAIRS.findall(objects[unicode][1])
            fonts[name] = {glyph.lower(): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}
    return fonts


def _pages(objects: Mapping[int, tuple[bytes, bytes]]) -> list[bytes]:
    tree = next(head for head, _ in objects.values() if b"/Type /Pages" in head)
    kids = re.search(rb"/Kids \[(.*?)\]", tree)
    return [objects[int(each)][0] for each in re.findall(rb"(\d+) 0 R", kids[1] if kids else b"")]


def _drawn(stream: bytes, fonts: Mapping[bytes, Mapping[bytes, str]]) -> str:
    text: list[str] = []
    font: Mapping[bytes, str] = {}
    for name, moved, array in _DRAWN.findall(stream):
        if name:
            font = fonts[name]
        elif moved:
            text.append("\n")
        else:
            glyphs = b"".join(_GLYPHS.findall(array)).lower()
            text += [font[glyphs[place : place + 4]] for place in range(0, len(glyphs), 4)]
    return "".join(text).strip("\n")


def _refs(pattern: bytes, head: bytes) -> list[int]:
    return [int(each) for each in re.findall(pattern, head)]


def _number(pattern: bytes, head: bytes) -> int:
    found = re.search(pattern, head)
    if not found:
        raise ValueError("no such entry")
    return int(found[1])
