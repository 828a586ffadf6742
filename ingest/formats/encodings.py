"""Bytes to text, strictly: UTF-8, UTF-16 with its mark, or GB18030; nothing is ever replaced."""

import codecs
import re
from fractions import Fraction
from itertools import islice

from ingest.verdicts import Refusal

_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_GB_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x81-\xfe][0-9][\x81-\xfe][0-9]")
_GB_USUAL = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]|[\x81-\xfe][0-9][\x81-\xfe][0-9]")
# The signs and the more frequent half of the characters of each encoding.
_GB_FREQUENT = re.compile(rb"[\xa1\xa3\xb0-\xd7][\xa1-\xfe]|[\x81-\xfe][0-9][\x81-\xfe][0-9]")
_BIG5_PAIR = re.compile(rb"[\xa1-\xf9][\x40-\x7e\xa1-\xfe]")
_BIG5_FREQUENT = re.compile(rb"[\xa1\xa4-\xc6][\x40-\x7e\xa1-\xfe]")
# Windows-1252 is Latin-1 but for some of these bytes; readers take the rest of them as Latin-1 has them.
_WINDOWS_1252 = {ord(char): byte for byte in range(0x80, 0xA0) if (char := bytes([byte]).decode("cp1252", "ignore"))}
_HEAD_BYTES = 4096
_FEWEST_MISREAD = 6
_MOST_RUNS = 2_000


def decode(content: bytes) -> str:
    """The text of a file, without its byte order mark.

    Raises:
        Refusal: E101 where no encoding fits, E102 where the text holds a NUL, E111 where it was decoded wrongly before,
            or would be now.
    """
    text = _decoded(content)
    nul = text.find("\0")
    if nul >= 0:
        line = 1 + sum(1 for _ in re.finditer(r"\r\n|\r|\n", text[:nul]))
        raise Refusal("E102", f"Line {line} holds a NUL byte: the file was damaged on its way; send it again.")
    if not text.isascii() and was_misread(text):
        raise Refusal(
            "E111",
            "The file's text is UTF-8 that was read as another encoding and saved again: "
            "export it anew from where it comes, as CSV in UTF-8.",
        )
    return text


def _decoded(content: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding)
    if _is_unmarked_utf16(content):
        raise Refusal("E101", "The file is not text in UTF-8 or GB18030: save it as CSV in UTF-8.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        is_damaged = _is_damaged_utf8(content)
        if not is_damaged and _is_rather_big5(content):
            raise Refusal(
                "E111", "The file's text is in Big5, which is not read: save the file as CSV in UTF-8."
            ) from None
        if is_damaged or not _looks_like_chinese(content):
            raise _no_encoding_fits(content, error) from None
    return _strictly(content, "gb18030")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _no_encoding_fits(content, error) from None


def _no_encoding_fits(content: bytes, error: UnicodeDecodeError) -> Refusal:
    line = content.count(b"\n", 0, error.start) + 1
    return Refusal(
        "E101", f"The bytes near line {line} are valid neither in UTF-8 nor in GB18030: save the file as CSV in UTF-8."
    )


def _is_damaged_utf8(content: bytes) -> bool:
    """Whether more bytes form UTF-8 than frequent characters of GB18030, which would read the damage as other text.

    Both are counted, as half of the bytes of genuine GB18030 may happen to form UTF-8.
    """
    formed = sum(len(match) for match in _UTF8_SEQUENCE.findall(content))
    frequent = sum(len(pair) for pair in _GB_PAIR.findall(content) if _GB_FREQUENT.fullmatch(pair))
    return formed > 0 and formed >= frequent


def _looks_like_chinese(content: bytes) -> bool:
    """Whether most pairs are everyday characters: a stray byte of another encoding pairs up with ASCII letters."""
    pairs = _GB_PAIR.findall(content)
    return 2 * sum(1 for pair in pairs if _GB_USUAL.fullmatch(pair)) > len(pairs)


def _is_rather_big5(content: bytes) -> bool:
    """Whether more pairs are frequent in Big5 than in GB18030, which decodes most of Big5 to other characters."""
    return _share(content, _BIG5_PAIR, _BIG5_FREQUENT) > _share(content, _GB_PAIR, _GB_FREQUENT)


def _share(content: bytes, pair: re.Pattern[bytes], frequent: re.Pattern[bytes]) -> Fraction:
    pairs = pair.findall(content)
    return Fraction(sum(1 for each in pairs if frequent.fullmatch(each)), max(1, len(pairs)))


def _is_unmarked_utf16(content: bytes) -> bool:
    """Whether most commas of the head stand beside a NUL on one side: UTF-16 without its mark decodes as UTF-8."""
    head = content[:_HEAD_BYTES]
    beside = max(head.count(b",\0"), head.count(b"\0,"))
    return 2 * beside > head.count(b",")


def was_misread(text: str) -> bool:
    """Whether what the text holds above ASCII is UTF-8 read as Windows-1252 or GB18030 and then saved.

    A few Chinese characters have GB18030 bytes that happen to be UTF-8: one in eight alone, six together never.
    """
    runs = islice(re.finditer(r"[^\x00-\x7f]+", text), _MOST_RUNS)
    sample = "\n".join(run.group() for run in runs)
    western = sample.translate(_WINDOWS_1252)
    for misread, encoding, fewest in ((western, "latin-1", 1), (sample, "gb18030", _FEWEST_MISREAD)):
        try:
            once_less = misread.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if len({each for each in once_less if not each.isascii()}) >= fewest:
            return True
    return False
