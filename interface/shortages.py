"""Work that found no room on a disk or in memory: told apart, and in words for people."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from interface.errors import CannotRun, ShortForNow
from interface.settings import read_settings

_DISK = (errno.ENOSPC, errno.EDQUOT)
_AGAIN = "then run the same command again; what was received and published before stays as it is."
_ENGINE_IS_OUT = "Out of Memory Error"
# The engine calls it memory too where what it sets aside on the disk finds no room.
_ENGINE_CANNOT_SET_ASIDE = "max_temp_directory_size"


def of_shortage(error: BaseException, root: Path) -> CannotRun | None:
    """The error in a sentence if it, or one that led to it, says in whatever library's words that room ran out.

    Args:
        error: What ended the work.
        root: The home's folder, for the sentence.

    Returns:
        None where the error is another one.
    """
    led = list(_led_to(error))
    if any(_is_of_disk(each) for each in led):
        return CannotRun(f"No space is left on the disk of {root}, or on that of temporary files: free some, {_AGAIN}")
    if any(_ENGINE_IS_OUT in str(each) for each in led):
        return CannotRun(
            f"The work needs more memory than HENGLIANG_MEMORY lets the engine have, {read_settings().memory}: set it "
            f"to more, or HENGLIANG_THREADS to fewer, {_AGAIN}"
        )
    if any(isinstance(each, MemoryError) for each in led):
        return ShortForNow(
            f"This machine has no memory left: end other work, or set HENGLIANG_MEMORY to less, {_AGAIN}"
        )
    return None


def _led_to(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_of_disk(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in _DISK:
        return True
    return any(text in str(error) for text in (*map(os.strerror, _DISK), _ENGINE_CANNOT_SET_ASIDE))
