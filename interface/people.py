"""Whether two names are one person's, where two people must decide."""

import unicodedata


def is_same_person(one: str, other: str) -> bool:
    """Whether two names are one but for case, width and blanks."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
