"""Valid files of every format that is read, and bytes of them damaged at random by a seed."""

import io
import json
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from tests.fuzz.dresses import HEADER, LABELS, Row, made_rows, table

_PIECES = (
    *(
        each.encode()
        for each in ('"', ",", "\n", "\r", "\r\n", "\0", "\t", ";", "=1", "1e9", "-", "１", "\u200b", "\ufffd")
    ),
    *(each.encode() for each in ("{", "}", "[", '":', "null", "NaN", "\\u0000", "\\ud800", "<", "&x;", "</row>", "%")),
    *(b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe4\xb8", b"\x81\x30", b"PK\x03\x04", b"PAR1", b"(" * 500),
)
_CELLS = (
    "",
    "NULL",
    "12.5万",
    "-1",
    "=x",
    "合计",
    "1,234.50",
    "2020年5月3日",
    "46237",
    "\u202eW1",
    "9" * 30,
    "a\nb",
    '"',
    "é",
)


def valid_files(seed: int) -> dict[str, bytes]:
    """One sound delivery table in every format, by file name."""
    rows = made_rows(seed, 12)
    text = table(rows)
    return {
        "delivery.csv": text.encode(),
        "交付日志.csv": table(rows, header=LABELS, end="\r\n").encode("gb18030"),
        "delivery/utf-16.csv": text.encode("utf-16"),
        "delivery.jsonl": _jsonl(rows),
        "delivery.parquet": _parquet(rows),
        "delivery.xlsx": _xlsx(rows),
    }


def odd_rows(random: Random) -> bytes:
    """A table of a sound form with odd cells, rows too short and too long."""
    rows = made_rows(random.randrange(1000), 6)
    odd = [tuple(random.choice(_CELLS) if random.random() < 0.2 else cell for cell in row) for row in rows]
    cut = [row[: random.randint(1, 9)] if random.random() < 0.1 else row for row in odd]
    return table(cut + random.choices(cut, k=2), end=random.choice(("\n", "\r\n", "\r"))).encode(errors="replace")


def damaged(content: bytes, random: Random) -> bytes:
    """The bytes after one to four changes: a piece put in, bytes overwritten, cut out, repeated or cut off."""
    for _ in range(random.randint(1, 4)):
        at = random.randint(0, len(content))
        length = random.choice((0, 1, 1, 2, 8, 64))
        act = random.randrange(6)
        if act == 0:
            content = content[:at] + random.choice(_PIECES) + content[at:]
        elif act == 1:
            content = content[:at] + random.choice(_PIECES) + content[at + length :]
        elif act == 2:
            content = content[:at] + random.randbytes(length) + content[at + length :]
        elif act == 3:
            content = content[:at] + content[at + length :]
        elif act == 4:
            content = content[:at] + content[at : at + length] * random.choice((2, 50)) + content[at + length :]
        else:
            content = content[:at] if random.random() < 0.3 else content
    return content


def _jsonl(rows: list[Row]) -> bytes:
    lines = [json.dumps(dict(zip(HEADER, row, strict=True)), ensure_ascii=False) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def _parquet(rows: list[Row]) -> bytes:
    stream = io.BytesIO()
    columns = dict(zip(HEADER, map(list, zip(*rows, strict=True)), strict=True))
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


def _xlsx(rows: list[Row]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("delivery")
        for number, row in enumerate((HEADER, *rows)):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)
    return stream.getvalue()
