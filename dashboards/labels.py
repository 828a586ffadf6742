"""The bilingual labels of screens and documents, read once from interface/labels.yml."""

from dataclasses import dataclass
from functools import cache

import yaml

from interface.paths import PROJECT


@dataclass(frozen=True)
class Label:
    """One label in both languages; ``str`` gives them side by side, Chinese first."""

    zh: str
    en: str

    def __str__(self) -> str:
        """Chinese, a blank, English."""
        return f"{self.zh} {self.en}"


def label(key: str) -> Label:
    """The label of that key; KeyError where the catalogue has none, so that a page never shows a bare key."""
    return read_labels()[key]


def code_label(code: str, column: str = "") -> Label:
    """The label of a code that a table holds; a code without one stands for itself in both languages.

    A code that means another thing in some column has a label of its own there, such as ``code.waiting_for.PRICE``.
    """
    labels = read_labels()
    return labels.get(f"code.{column}.{code}") or labels.get(f"code.{code}") or Label(code, code)


def basis_label(basis: str) -> str:
    """A deduction's basis for people: ``SCORE:2020-05`` with its kind in both languages, other text as it is."""
    kind, _, which = basis.partition(":")
    words = read_labels().get(f"basis.{kind}")
    return f"{words} {which}" if words and which else basis


@cache
def read_labels() -> dict[str, Label]:
    """Every label by its key; ValueError where a key stands twice or a row is not key, zh and en.

    A comma in an unquoted text would otherwise cut the text off without a word: YAML takes it for the next entry.
    """
    rows = yaml.safe_load((PROJECT / "interface" / "labels.yml").read_text(encoding="utf-8"))
    for row in rows:
        if list(row) != ["key", "zh", "en"] or not all(row.values()):
            raise ValueError(f"interface/labels.yml: {row} is not key, zh and en; quote a text that holds a comma")
    labels = {row["key"]: Label(row["zh"], row["en"]) for row in rows}
    if len(labels) != len(rows):
        raise ValueError("interface/labels.yml gives a key twice")
    return labels
