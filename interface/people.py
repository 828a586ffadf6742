"""Who decides and why, as people write it: names that are one person's, texts that can be kept and printed."""

import unicodedata

from interface.errors import CannotRun

_MOST_CHARACTERS = 500


def is_same_person(one: str, other: str) -> bool:
    """Whether two names are one but for case, width and blanks."""
    return _plain(one) == _plain(other)


def given_text(text: str, option: str) -> str:
    """A name or a reason with its blanks evened out; ``option`` says where it was to be given.

    Raises:
        CannotRun: it is blank, too long, or holds characters that cannot be printed.
    """
    text = " ".join(text.split())
    if not text or len(text) > _MOST_CHARACTERS or not text.isprintable():
        raise CannotRun(f"Give {option} as a text of 1 to {_MOST_CHARACTERS} printable characters.")
    return text


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
