"""Refusals in both languages: a sentence that was given in English, with the Chinese that the labels have for it."""

import re
from functools import cache

from dashboards.labels import Label, label, read_labels
from interface.errors import CannotRun

_PREFIX = "refusal."
_MOST_SIGNS = 1_000  # a longer sentence quotes something that nobody typed by mistake
_BLANK = re.compile(r"\{(\w+)\}")


def told(reason: CannotRun) -> Label:
    """The reason in both languages; where the labels have no Chinese for it, that the English says why."""
    text = str(reason)
    if len(text) <= _MOST_SIGNS:
        for pattern, chinese in _patterns():
            if match := pattern.fullmatch(text):
                return Label(chinese.format(**match.groupdict()), text)
    return Label(label(f"{_PREFIX}other").zh, text)


def both_languages(reason: CannotRun) -> str:
    """The reason as plain text, Chinese above English."""
    words = told(reason)
    return f"{words.zh}\n{words.en}"


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Of every refusal in the labels its English, with blanks to be found, and its Chinese with the same blanks."""
    return tuple(
        (re.compile(_pattern(words.en), re.DOTALL), words.zh)
        for key, words in read_labels().items()
        if key.startswith(_PREFIX) and key != f"{_PREFIX}other"
    )


def _pattern(sentence: str) -> str:
    parts = _BLANK.split(sentence)
    return "".join(f"(?P<{part}>.*?)" if place % 2 else re.escape(part) for place, part in enumerate(parts))
