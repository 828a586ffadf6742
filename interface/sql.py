"""Texts and paths as SQL writes them, where a statement takes no parameters."""

from pathlib import Path


def parquet(*paths: Path, by_name: bool = False) -> str:
    """The rows of Parquet files as a relation, whatever their folders are called; ``by_name`` where columns differ."""
    listed = ", ".join(literal(as_pattern(path.absolute())) for path in paths)
    return f"read_parquet([{listed}], {'union_by_name = true, ' if by_name else ''}hive_partitioning = false)"


def literal(text: str) -> str:
    """The text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def as_pattern(path: Path) -> str:
    """The path as the engine reads it literally, although it takes paths for patterns."""
    return "".join(f"[{each}]" if each in "*?[" else each for each in str(path))
