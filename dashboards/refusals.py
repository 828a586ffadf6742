"""Sentences that were given in English, in both languages: refusals, and why a row was set aside."""

import re
from functools import cache

from dashboards.labels import Label, label, read_labels
from interface.errors import CannotRun

_REFUSAL, _FOUND = "refusal.", "found."
_MOST_SIGNS = 1_000  # a longer sentence quotes something that nobody typed by mistake
_BLANK = re.compile(r"\{(\w+)\}")


def told(reason: CannotRun) -> Label:
    """The reason in both languages; where the labels have no Chinese for it, that the English says why."""
    text = str(reason)
    return Label(_in_chinese(text, _REFUSAL) or label(f"{_REFUSAL}other").zh, text)


def told_of_row(message: str) -> Label:
    """Why a row was set aside in both languages; without Chinese in the labels, the English stands for both."""
    return Label(_in_chinese(message, _FOUND) or message, message)


def both_languages(reason: CannotRun) -> str:
    """The reason as plain text, Chinese above English."""
    words = told(reason)
    return f"{words.zh}\n{words.en}"


def _in_chinese(text: str, prefix: str) -> str | None:
    """The Chinese of the first sentence that the text is; what it was found to be in turn is told in Chinese too."""
    for pattern, chinese in _patterns(prefix) if len(text) <= _MOST_SIGNS else ():
        if match := pattern.fullmatch(text):
            blanks = match.groupdict()
            if "found" in blanks:
                blanks["found"] = _in_chinese(blanks["found"], prefix) or blanks["found"]
            return chinese.format(**blanks)
    return None


@cache
def _patterns(prefix: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Of the sentences in the labels their English, with blanks to be found, and their Chinese with the same blanks."""
    return tuple(
        (re.compile(_pattern(words.en), re.DOTALL), words.zh)
        for key, words in read_labels().items()
        if key.startswith(prefix) and key != f"{_REFUSAL}other"
    )


def _pattern(sentence: str) -> str:
    parts = _BLANK.split(sentence)
    return "".join(f"(?P<{part}>.*?)" if place % 2 else re.escape(part) for place, part in enumerate(parts))
