"""Texts and paths as SQL writes them, where a statement takes no parameters."""

from pathlib import Path


def literal(text: str) -> str:
    """The text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def as_pattern(path: Path) -> str:
    """The path as the engine reads it literally, although it takes paths for patterns."""
    return "".join(f"[{each}]" if each in "*?[" else each for each in str(path))
