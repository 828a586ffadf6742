"""Texts and paths reach the engine as they are, whatever signs they hold."""

from pathlib import Path

import duckdb
import pytest

from interface.sql import as_pattern, literal


@pytest.mark.parametrize("text", ["HT-1", "", "it's", "''", '"', "\\'", "合同\n二"])
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    assert duckdb.sql(f"select {literal(text)}").fetchall() == [(text,)]


@pytest.mark.parametrize("name", ["plain", "it's", "[ab]", "a*", "wh?t", "a b"])
def test_a_file_is_found_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / "rows.parquet"
    beside = tmp_path / "a" / "rows.parquet"
    for number, each in enumerate((path, beside)):
        each.parent.mkdir()
        duckdb.sql(f"copy (select {number} as a) to {literal(str(each))} (format parquet)")

    assert duckdb.sql(f"select a from read_parquet({literal(as_pattern(path))})").fetchall() == [(0,)]
