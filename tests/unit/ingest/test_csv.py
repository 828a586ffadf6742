"""Bytes become rows with raw text and line numbers, or the whole file is refused with a code; nothing is repaired."""

import pytest

from ingest.formats.csv import CsvText
from ingest.verdicts import Refusal


def read(content: bytes) -> tuple[list[str], list[tuple[int, list[str], str]]]:
    text = CsvText(content)
    return text.header, [(row.number, row.cells, row.fault) for row in text.rows()]


def refusal_of(content: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        read(content)
    return str(caught.value)[:4]


ROWS = (["a", "名"], [(2, ["1", "万条"], ""), (3, ["2", "亿条"], "")])
PLAIN = "a,名\n1,万条\n2,亿条\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.encode("gbk"),
        PLAIN.replace("\n", "\r\n").encode("gb18030"),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.rstrip("\n").encode(),
        'a,"名"\n"1","万条"\n"2",亿条\n'.encode(),
    ],
    ids=[
        "utf-8",
        "utf-8-mark",
        "utf-16-le-mark",
        "utf-16-be-mark",
        "gbk",
        "gb18030-crlf",
        "cr",
        "no-last-end",
        "quoted",
    ],
)
def test_the_same_text_reads_the_same_in_every_dress(content: bytes) -> None:
    assert read(content) == ROWS


def test_four_byte_characters_of_gb18030_are_read() -> None:
    content = "编号,名\nD1,\U00020000\n".encode("gb18030")

    assert read(content) == (["编号", "名"], [(2, ["D1", "\U00020000"], "")])


def test_line_numbers_count_lines_of_the_file() -> None:
    text = CsvText(b'a,b\n\n1,"x\ny"\n  \n2,z\n')

    rows = list(text.rows())

    assert [(row.number, row.raw) for row in rows] == [(3, '1,"x\ny"'), (5 + 1, "2,z")]
    assert text.blank_lines == 2


def test_quotes_within_quotes_are_one_quote() -> None:
    assert read(b'a,b\n"1,""2""",3\n')[1] == [(2, ['1,"2"', "3"], "")]


@pytest.mark.parametrize(
    "line",
    ["1", "1,2,3", "1，2", 'x"y,2', '"x"y,2', "1;2"],
    ids=["short", "long", "full-width-comma", "quote-within", "text-after-quote", "semicolon"],
)
def test_a_row_of_another_form_has_a_fault_and_stops_no_other(line: str) -> None:
    _, rows = read(f"a,b\n{line}\n3,4\n".encode())

    assert rows[0][2] != ""
    assert rows[1] == (3, ["3", "4"], "")


REFUSED = [
    ("bad-byte", PLAIN.encode() + b"\xff,1\n", "E101"),
    ("bad-byte-that-gb18030-would-read", PLAIN.encode() + b"caf\xe9s,1\n", "E101"),
    ("latin-1", b"a,b\ncaf\xe9s,1\n", "E101"),
    ("utf-16-without-mark", PLAIN.encode("utf-16-be"), "E101"),
    ("utf-16-cut", PLAIN.encode("utf-16")[:-1], "E101"),
    ("nul", b"a,b\n1,x\x00y\n", "E102"),
    ("endless-line", b"a,b\n1," + b"x" * 1_000_001 + b"\n", "E103"),
    ("empty", b"", "E104"),
    ("mark-alone", b"\xef\xbb\xbf", "E104"),
    ("blank-lines-alone", b"\n \n", "E104"),
    ("mixed-line-ends", b"a,b\r\n1,2\n3,4\r\n", "E105"),
    ("open-quote", b'a,b\n1,"x\n2,y\n', "E106"),
    ("cut-in-a-row", b"a,b,c\n1,2,3\n4,5", "E107"),
]


@pytest.mark.parametrize(("content", "code"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_damaged_file_is_refused(content: bytes, code: str) -> None:
    assert refusal_of(content) == code


def test_a_line_end_within_quotes_is_no_mixture() -> None:
    assert read(b'a,b\r\n1,"x\ny"\r\n')[1] == [(2, ["1", "x\ny"], "")]
