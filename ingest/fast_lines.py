"""Large CSV text of plain form as lines that are not copied; text of any other form is left to the careful reader."""

import codecs
import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ingest.formats import TextRow
from ingest.formats.csv import MOST_ROW_CHARACTERS
from ingest.formats.encodings import was_misread

LEAST_BYTES = 1 << 20
"""Below this the engine takes longer to start than the careful reader to read."""

_PIECE_BYTES = 8 << 20
_HEAD_BYTES = 1 << 20
_FORBIDDEN = (b'"', b"\r", b"\0")


class PlainLines:
    """A CSV file without quotes: its header, its lines as Arrow batches, and the blank lines met so far.

    ``lines`` has ``number`` (the header's is 1) and ``line``, which ends with its line feed.
    """

    def __init__(self, header: list[str], lines: Any) -> None:
        self.header = header
        self.lines = lines
        self.blank_lines = 0

    def rows_of(self, lines: Iterator[tuple[int, str]]) -> Iterator[TextRow]:
        """Lines without their line feeds as the careful reader would cut them."""
        wanted = len(self.header)
        for number, line in lines:
            cells = line.split(",")
            if not line.strip():
                self.blank_lines += 1
            elif len(cells) == wanted:
                yield TextRow(number, cells, line)
            else:
                yield TextRow(number, cells, line, f"the row has {len(cells)} cells and the header {wanted}")


def open_plain_lines(path: Path) -> PlainLines | None:
    """The lines of a file; None where it is small, no UTF-8, holds a quote, CR, NUL or an endless line."""
    if path.stat().st_size < LEAST_BYTES:
        return None
    with path.open("rb") as stream:
        content = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    start = len(codecs.BOM_UTF8) if content[:3] == codecs.BOM_UTF8 else 0
    first = content.find(b"\n", start)
    is_plain = (
        content[-1:] == b"\n"
        and first - start <= MOST_ROW_CHARACTERS
        and all(content.find(each) < 0 for each in _FORBIDDEN)
    )
    try:
        header = content[start:first].decode() if is_plain else ""
        batches = list(_batches(content, first + 1)) if header.strip() else []
        head = content[start : content.rfind(b"\n", start, start + _HEAD_BYTES) + 1].decode()
    except (UnicodeDecodeError, pa.ArrowInvalid, _EndlessLine):
        return None
    if was_misread(head):
        return None
    return PlainLines(header.split(","), pa.Table.from_batches(batches)) if batches else None


class _EndlessLine(Exception):
    """A line is so long that the careful reader may refuse the file."""


def _batches(content: mmap.mmap, start: int) -> Iterator[Any]:
    number = 2
    while start < len(content):
        end = content.find(b"\n", min(start + _PIECE_BYTES, len(content) - 1)) + 1
        feeds = np.flatnonzero(np.frombuffer(content, np.uint8, end - start, start) == ord("\n"))
        offsets = np.zeros(len(feeds) + 1, np.int32)
        offsets[1:] = feeds + 1
        if int(np.diff(offsets).max()) > MOST_ROW_CHARACTERS:
            raise _EndlessLine
        text = pa.py_buffer(memoryview(content)[start:end])
        lines = pa.StringArray.from_buffers(len(feeds), pa.py_buffer(offsets), text)
        lines.validate(full=True)
        numbers = pa.array(np.arange(number, number + len(feeds)))
        yield pa.record_batch([numbers, lines], ["number", "line"])
        number += len(feeds)
        start = end
