"""The container of a workbook: a zip whose members are checked before and while they are unpacked."""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from ingest.verdicts import Refusal

MOST_MEMBERS = 10_000
MOST_PART_BYTES = 256 << 20
MOST_BYTES = 1 << 30
MOST_RATIO = 200
RATIO_FREE_BYTES = 10 << 20

_CHUNK_BYTES = 1 << 16
_OLE2 = b"\xd0\xcf\x11\xe0"
_ENTRY = b"PK\x01\x02"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MACRO_MEMBERS = ("vbaproject.bin", "vbadata.xml", "xl/macrosheets/")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class Package:
    """The parts of a workbook by name; names are looked up without regard to case, as the standard has it.

    Raises:
        Refusal: E120 no sound zip, E121 names of members, E122 size, E124 macros; E120 and E122 also while a part
            is read.
    """

    def __init__(self, content: bytes) -> None:
        self._zip = _opened(content)
        self._members: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            _refuse_member(info)
            name = info.filename.replace("\\", "/").casefold()
            if name in self._members:
                raise Refusal("E121", f"The workbook holds two parts named {info.filename!r}: save it anew.")
            self._members[name] = info
        if sum(info.file_size for info in self._members.values()) > MOST_BYTES:
            raise _too_large("The workbook")
        if any(mark in name for name in self._members for mark in _MACRO_MEMBERS):
            raise Refusal("E124", "The workbook holds macros: save it as a workbook without macros (.xlsx).")

    @property
    def names(self) -> list[str]:
        """Names of the parts, in lower case."""
        return list(self._members)

    def holds(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name.casefold() in self._members

    def chunks(self, name: str) -> Iterator[bytes]:
        """The part's bytes, piece by piece; the last piece is followed by a check of the part's checksum."""
        info = self._members.get(name.casefold())
        if info is None:
            raise Refusal("E120", f"The workbook lacks its part {name!r}: save it anew as .xlsx.")
        size = 0
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    size += len(chunk)
                    if _is_too_large(size, info.compress_size):
                        raise _too_large(f"Part {name!r}")
                    yield chunk
        except _BROKEN as error:
            raise Refusal("E120", f"Part {name!r} of the workbook is damaged ({error}): send the file again.") from None


def resolved(target: str, *, source: str) -> str:
    """The part that a relationship of part ``source`` points to."""
    path = target.replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), path)).lstrip("/")


def _opened(content: bytes) -> zipfile.ZipFile:
    if content.startswith(_OLE2):
        raise Refusal("E120", "The file is encrypted or of the old .xls kind: save it as .xlsx without a password.")
    if not content.startswith(b"PK\x03\x04"):
        raise Refusal("E120", "The file is named .xlsx and is no workbook: save it as .xlsx, or name it as what it is.")
    if content.count(_ENTRY) > MOST_MEMBERS:
        raise Refusal("E122", f"The workbook holds more than {MOST_MEMBERS:,} parts: this is no table.")
    try:
        return zipfile.ZipFile(BytesIO(content))
    except _BROKEN as error:
        raise Refusal("E120", f"The workbook is cut off or damaged ({error}): send the whole file again.") from None


def _refuse_member(info: zipfile.ZipInfo) -> None:
    steps = info.orig_filename.replace("\\", "/").split("/")
    if ".." in steps or steps[0] == "" or ":" in steps[0] or "\0" in info.orig_filename:
        raise Refusal("E121", f"The workbook holds a part that leads out of it ({info.orig_filename!r}): save it anew.")
    if info.flag_bits & 1 or info.compress_type not in _METHODS:
        raise Refusal("E120", f"Part {info.filename!r} is encrypted or packed as no workbook is: save it as .xlsx.")
    if _is_too_large(info.file_size, info.compress_size):
        raise _too_large(f"Part {info.filename!r}")


def _is_too_large(size: int, packed: int) -> bool:
    return size > MOST_PART_BYTES or (size > RATIO_FREE_BYTES and size > MOST_RATIO * packed)


def _too_large(what: str) -> Refusal:
    return Refusal("E122", f"{what} unpacks to more than a workbook may hold: split the table, or send it as CSV.")
