"""A row becomes one candidate or one bad row that says why; equal facts have equal digests, now and in later shapes."""

from dataclasses import replace

from ingest.formats import TextRow
from ingest.headers import Header
from ingest.rows import BadRow, Candidate, RowJudge
from interface.tables import INPUTS, Column, Kind, Table

PARTY = INPUTS["party"]
EVENT = ["H1", "K1", "E1", "2020-05-20"]


def judged(table: Table, cells: list[str]) -> Candidate | BadRow:
    header = Header({name: position for position, name in enumerate(table.names[: len(cells)])}, ())
    rows = [TextRow(2, cells, ",".join(cells))]
    (row,) = RowJudge(table, header).judge_rows(rows)
    return row


def test_a_bad_cell_is_named_in_two_languages_with_what_was_found() -> None:
    row = judged(PARTY, ["=1+1", "甲"])

    assert row == BadRow(2, "=1+1,甲", "Q203", "Column party_code (参与方编号): '=1+1' begins like a formula.")


def test_the_first_bad_cell_in_the_order_of_the_table_gives_the_code() -> None:
    row = judged(PARTY, ["P1\u200b", ""])

    assert isinstance(row, BadRow)
    assert row.code == "Q201"


def test_a_key_joins_canonical_texts_and_keeps_the_place_of_blanks() -> None:
    table = replace(PARTY, key=("party_code", "role_code", "sme_size"))

    row = judged(table, ["Ｐ1", "甲", "", "小型"])

    assert isinstance(row, Candidate)
    assert row.key == "P1\x1f\x1f小型"


def test_a_column_that_the_table_gains_later_changes_no_digest() -> None:
    later = replace(PARTY, columns=(Column("note", "备注", Kind.TEXT), *PARTY.columns))

    now, then = judged(PARTY, ["P1", "甲"]), judged(later, ["", "P1", "甲"])

    assert isinstance(now, Candidate)
    assert isinstance(then, Candidate)
    assert now.digest == then.digest


def test_a_default_that_is_spelt_out_is_the_same_fact_as_a_blank_cell() -> None:
    mode = Column("mode", "方式", Kind.CODE, codes=("FLAT", "LUMP"), default="FLAT")
    table = replace(PARTY, columns=(*PARTY.columns[:2], mode))

    before = judged(replace(PARTY, columns=PARTY.columns[:2]), ["P1", "甲"])
    blank, spelt, other = (judged(table, ["P1", "甲", text]) for text in ("", "FLAT", "LUMP"))

    assert isinstance(before, Candidate)
    assert isinstance(blank, Candidate)
    assert isinstance(spelt, Candidate)
    assert isinstance(other, Candidate)
    assert blank.values == spelt.values == ("P1", "甲", "FLAT")
    assert before.digest == blank.digest == spelt.digest
    assert other.digest != blank.digest


def test_a_missing_column_is_worth_what_it_says_and_a_blank_cell_is_not_given() -> None:
    absent, blank, liable, free = (
        judged(INPUTS["breach_event"], [*EVENT, *cell]) for cell in ([], [""], ["有责"], ["no"])
    )

    assert isinstance(absent, Candidate)
    assert isinstance(blank, Candidate)
    assert isinstance(liable, Candidate)
    assert isinstance(free, Candidate)
    assert [row.values[-1] for row in (absent, blank, liable, free)] == [True, None, True, False]
    assert absent.digest == liable.digest
    assert len({absent.digest, blank.digest, free.digest}) == 3


def test_a_text_in_another_column_is_another_fact() -> None:
    first, second = judged(PARTY, ["P1", "甲", "X", ""]), judged(PARTY, ["P1", "甲", "", "X"])

    assert isinstance(first, Candidate)
    assert isinstance(second, Candidate)
    assert first.digest != second.digest
