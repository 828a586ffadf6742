"""Bytes to text, strictly: UTF-8, UTF-16 with its mark, or GB18030; nothing is ever replaced."""

import codecs
import re

from ingest.verdicts import Refusal

_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_GB_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x81-\xfe][0-9][\x81-\xfe][0-9]")
_GB_USUAL = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]|[\x81-\xfe][0-9][\x81-\xfe][0-9]")


def decode(content: bytes) -> str:
    """The text of a file, without its byte order mark.

    Raises:
        Refusal: E101 where no encoding fits, E102 where the text holds a NUL.
    """
    text = _decoded(content)
    nul = text.find("\0")
    if nul < 0:
        return text
    line = text.count("\n", 0, nul) + 1
    if line == 1:
        # UTF-16 without its mark reads as text with a NUL beside every comma of the header.
        raise Refusal("E101", "The file is not text in UTF-8 or GB18030: save it as CSV in UTF-8.")
    raise Refusal("E102", f"Line {line} holds a NUL byte: the file was damaged on its way; send it again.")


def _decoded(content: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(content) or not _looks_like_chinese(content):
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
    """Whether most bytes above ASCII form UTF-8: GB18030 would then read the damaged text as other characters."""
    formed = sum(len(match) for match in _UTF8_SEQUENCE.findall(content))
    return 2 * formed > len(_HIGH_BYTE.findall(content))


def _looks_like_chinese(content: bytes) -> bool:
    """Whether most pairs are everyday characters: a stray byte of another encoding pairs up with ASCII letters."""
    pairs = _GB_PAIR.findall(content)
    return 2 * sum(1 for pair in pairs if _GB_USUAL.fullmatch(pair)) > len(pairs)
