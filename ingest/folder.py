"""The files of an input folder: which table each is for, its bytes, and why a name or a kind of file is refused."""

import hashlib
import os
import stat
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.formats.opening import ENDINGS
from ingest.mappings.shape import Mapping
from ingest.verdicts import Refusal
from interface.errors import CannotRun
from interface.tables import INPUTS, Table

MOST_FILE_BYTES = 1 << 30

_TABLES = {name: table for table in INPUTS.values() for name in (table.name, table.label)}


@dataclass(frozen=True)
class InputFile:
    """A file to read: where it lies, its name within the folder as it may be shown, the table that it is named as.

    ``table`` is None for a workbook with a name of its own, whose sheets are named as tables. A foreign export has
    the mapping that reads it, and that mapping's table.
    """

    path: Path
    name: str
    table: Table | None
    mapping: Mapping | None = None


@dataclass(frozen=True)
class Content:
    """A file's bytes and their SHA-256."""

    content: bytes
    sha256: str


def find_files(inputs: Path, *, mapping: Mapping | None = None, report: Callable[[str], None]) -> list[InputFile]:
    """Every file of the folder that is named as a table, lies in a folder so named, or is read by the mapping.

    Tables stand in their order; what is not a table is reported and left alone.

    Raises:
        CannotRun: the folder is missing, cannot be read, or holds no table at all, or not the mapping's export.
    """
    files: list[InputFile] = []
    for path in _listing(inputs):
        table = _TABLES.get(_stem(path.name))
        if _is_cover_sheet(path):
            report(f"{_shown(path.name)} is a cover sheet: the files that it names are checked against it")
        elif mapping and mapping.reads(path.name):
            files.append(InputFile(path, _shown(path.name), mapping.table, mapping))
        elif table is None and _is_workbook(path):
            files.append(InputFile(path, _shown(path.name), None))
        elif table is None:
            report(f"{_shown(path.name)} is not a table: left alone")
        elif _is_folder(path) and "." not in path.name:
            files.extend(_files_of_folder(path, table, report))
        else:
            files.append(InputFile(path, _shown(path.name), table))
    if mapping and not any(file.mapping for file in files):
        raise CannotRun(
            f"Folder {inputs} holds no file {mapping.files}, which mapping {mapping.name} reads: put it there."
        )
    if not files:
        names = ", ".join(f"{name}.csv" for name in list(INPUTS)[:3])
        raise CannotRun(f"Folder {inputs} holds no input table: name each file as its table, for example {names}.")
    order = list(INPUTS)
    return sorted(files, key=lambda file: (order.index(file.table.name) if file.table else -1, file.name))


def table_named(name: str) -> str | None:
    """The table that a file of a folder is named as, or its folder is; None for a workbook with a name of its own."""
    folder, _, file_name = name.rpartition("/")
    table = _TABLES.get(_stem(folder or file_name))
    return table.name if table else None


def read_bytes(file: InputFile) -> Content:
    """The bytes of an ordinary file of bearable size.

    Raises:
        Refusal: E001 to E006: no ordinary file, too large, no format that is read, unfit name, hidden or linked,
            unreadable.
    """
    _refuse_name(file)
    try:
        _refuse_kind(file.path.lstat())
        # Neither follow a link nor wait for a pipe that took the file's place in the meantime.
        handle = os.open(file.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as stream:
            status = os.fstat(handle)
            _refuse_kind(status)
            # Asked for as many as there are: room for the most that there may be takes three times as long.
            content = stream.read(status.st_size)
            if more := stream.read(MOST_FILE_BYTES - len(content)):
                content += more
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "unknown reason"
        raise Refusal("E006", f"The file cannot be read ({reason}): check its rights and send it again.") from None
    return Content(content, hashlib.sha256(content).hexdigest())


def _refuse_kind(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise Refusal("E001", "This is a link, a folder or a device and no ordinary file: put a copy of the file here.")
    if status.st_nlink > 1:
        raise Refusal("E005", "The file has several names (hard links): put a copy of it here.")
    if status.st_size > MOST_FILE_BYTES:
        raise Refusal("E002", f"The file has {status.st_size:,} bytes; at most {MOST_FILE_BYTES:,} are read: split it.")


def _refuse_name(file: InputFile) -> None:
    name = file.path.name
    if not _is_printable(name):
        raise Refusal("E004", "The file's name holds characters that do not show: rename it.")
    if name.startswith("."):
        raise Refusal("E005", "The file is hidden: rename it without the leading point, or remove it.")
    if file.path.suffix.lower() not in ENDINGS:
        endings = ", ".join(ENDINGS)
        raise Refusal("E003", f"The file is named as a table and ends in none of {endings}: save it as one of them.")


def _listing(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir(), key=lambda path: os.fsencode(path.name))
    except OSError as error:
        raise CannotRun(
            f"Folder {folder} cannot be read ({os.strerror(error.errno or 0)}): name a folder that holds input tables."
        ) from None


def _files_of_folder(folder: Path, table: Table, report: Callable[[str], None]) -> list[InputFile]:
    files: list[InputFile] = []
    for path in _listing(folder):
        name = f"{_shown(folder.name)}/{_shown(path.name)}"
        is_stray = _is_folder(path) or path.name.startswith(".")
        if is_stray and path.suffix.lower() not in ENDINGS:
            report(f"{name} is not a file of table {table.name}: left alone")
        else:
            files.append(InputFile(path, name, table))
    return files


def _is_cover_sheet(path: Path) -> bool:
    name = path.name.lower()
    return name.endswith(".control.csv") and name.removesuffix(".control.csv") in _TABLES


def _is_workbook(path: Path) -> bool:
    """Whether sheets of the file may be tables; what a spreadsheet program leaves while a file is open may not."""
    return path.suffix.lower() == ".xlsx" and ".xlsx" in ENDINGS and not path.name.startswith((".", "~$"))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _stem(name: str) -> str:
    """The name without its extension, a leading point or characters that do not show."""
    seen = "".join(each for each in name if _is_printable(each))
    return Path(seen.lstrip(".")).stem.strip()


def _is_printable(name: str) -> bool:
    return all(unicodedata.category(each)[0] not in "CZ" or each == " " for each in name)


def _shown(name: str) -> str:
    """The name itself, or its escapes where it holds characters that do not show or are no Unicode."""
    return name if _is_printable(name) else name.encode("unicode_escape").decode()
