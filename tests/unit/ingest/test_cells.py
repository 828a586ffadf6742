"""A cell becomes exactly the value it shows, with a code for every change, or is set aside; nothing is ever guessed."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ingest.cells import canonical, judge
from ingest.verdicts import Cell
from interface.tables import Column, Kind


def a_column(kind: Kind, *, required: bool = False, codes: tuple[str, ...] = (), default: str | None = None) -> Column:
    return Column("measure", "指标", kind, required=required, codes=codes, default=default)


NUMBERS = [
    ("plain", "12.5", Decimal("12.5"), ()),
    ("whole", "237600", Decimal("237600"), ()),
    ("plus-sign", "+5", Decimal(5), ()),
    ("leading-zeros", "0012.50", Decimal("12.5"), ()),
    ("six-places", "0.000001", Decimal("0.000001"), ()),
    ("zeros-beyond-six-places", "1.50000000", Decimal("1.5"), ()),
    ("twelve-digits", "999999999999", Decimal("999999999999"), ()),
    ("zero", "0", Decimal(0), ()),
    ("minus-zero", "-0", Decimal(0), ()),
    ("plain-spaces-around", " 12.5 ", Decimal("12.5"), ()),
    ("full-width", "１２．５０", Decimal("12.5"), ("W301",)),
    ("ideographic-space", "12.5\u3000", Decimal("12.5"), ("W301",)),
    ("no-break-space", "\u00a012.5", Decimal("12.5"), ("W301",)),
    ("thousands", "1,234.50", Decimal("1234.5"), ("W302",)),
    ("millions", "1,234,567", Decimal("1234567"), ("W302",)),
    ("full-width-thousands", "１，２３４", Decimal("1234"), ("W301", "W302")),
]


@pytest.mark.parametrize(
    ("text", "value", "warnings"), [case[1:] for case in NUMBERS], ids=[case[0] for case in NUMBERS]
)
def test_a_number_keeps_its_value_and_names_each_change(text: str, value: Decimal, warnings: tuple[str, ...]) -> None:
    cell = judge(text, a_column(Kind.QUANTITY))

    assert (cell.value, cell.warnings, cell.code) == (value, warnings, None)
    assert not (isinstance(cell.value, Decimal) and cell.value.is_signed())


NO_NUMBERS = [
    ("ten-thousands", "12.5万", "Q206"),
    ("not-a-number", "NaN", "Q206"),
    ("infinite", "inf", "Q206"),
    ("beyond-floats", "1e400", "Q206"),
    ("below-floats", "1e-400", "Q206"),
    ("in-brackets", "(12.5)", "Q206"),
    ("percent", "98%", "Q206"),
    ("yuan-sign", "￥12.50", "Q206"),
    ("comma-as-point", "12,50", "Q206"),
    ("groups-of-four", "1,2345", "Q206"),
    ("group-of-two", "12,34,567", "Q206"),
    ("chinese-numerals", "十二点五", "Q206"),
    ("about", "约12", "Q206"),
    ("float-noise", "12.300000000000000710542735760100", "Q206"),
    ("seven-places", "1.0000001", "Q206"),
    ("thirteen-digits", "1000000000000", "Q206"),
    ("twenty-digits", "12345678901234567890", "Q206"),
    ("hexadecimal", "0x1F", "Q206"),
    ("truth", "TRUE", "Q206"),
    ("scientific", "1.25E+01", "Q206"),
    ("minus-of-typography", "\u22125", "Q206"),
    ("dash", "-", "Q206"),
    ("no-leading-digit", ".5", "Q206"),
    ("space-within", "1 234", "Q206"),
    ("arabic-digits", "١٢", "Q206"),
    ("zero-width-within", "1\u200b2", "Q206"),
    ("line-end-after", "12\n", "Q206"),
    ("blank", "", "Q206"),
    ("blank-of-spaces", " \u3000 ", "Q206"),
    ("negative", "-12.5", "Q207"),
    ("negative-full-width", "－５", "Q207"),
]


@pytest.mark.parametrize(("text", "code"), [case[1:] for case in NO_NUMBERS], ids=[case[0] for case in NO_NUMBERS])
def test_what_is_no_plain_number_is_set_aside(text: str, code: str) -> None:
    cell = judge(text, a_column(Kind.QUANTITY, required=True))

    assert (cell.value, cell.code) == (None, code)
    assert cell.found


OTHER_NUMBERS = [
    ("price-negative", Kind.PRICE, "-1", None, "Q207"),
    ("amount-fen", Kind.AMOUNT, "0.01", Decimal("0.01"), None),
    ("amount-finer-than-fen", Kind.AMOUNT, "0.001", None, "Q206"),
    ("amount-negative", Kind.AMOUNT, "-0.01", None, "Q207"),
    ("score-of-three-places", Kind.SCORE, "65.467", Decimal("65.467"), None),
    ("ratio-one", Kind.RATIO, "1", Decimal(1), None),
    ("ratio-above-one", Kind.RATIO, "6", None, "Q206"),
    ("factor-of-eight-places", Kind.FACTOR, "0.00000001", Decimal("0.00000001"), None),
    ("count", Kind.COUNT, "3", 3, None),
    ("count-with-zero-decimals", Kind.COUNT, "3.0", 3, None),
    ("count-of-halves", Kind.COUNT, "2.5", None, "Q206"),
    ("count-negative", Kind.COUNT, "-1", None, "Q206"),
    ("count-of-nineteen-digits", Kind.COUNT, "1234567890123456789", None, "Q206"),
]


@pytest.mark.parametrize(
    ("kind", "text", "value", "code"), [case[1:] for case in OTHER_NUMBERS], ids=[case[0] for case in OTHER_NUMBERS]
)
def test_each_kind_of_number_has_its_bounds(kind: Kind, text: str, value: object, code: str | None) -> None:
    cell = judge(text, a_column(kind))

    assert (cell.value, cell.code) == (value, code)


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("-0.01", Decimal("-0.01"), None),
        ("-1,234.50", Decimal("-1234.5"), None),
        ("0.01", Decimal("0.01"), None),
        ("-0", Decimal(0), None),
        ("-0.001", None, "Q206"),
    ],
)
def test_a_signed_amount_may_be_negative_and_has_the_same_places(text: str, value: object, code: str | None) -> None:
    cell = judge(text, Column("adj_amt", "调整数", Kind.AMOUNT, signed=True))

    assert (cell.value, cell.code) == (value, code)


IDS = [
    ("plain", "GD-N-2020", "GD-N-2020", ()),
    ("chinese", "合同〔2020〕1号", "合同〔2020〕1号", ()),
    ("chinese-brackets-stay", "HT（2020）1", "HT（2020）1", ()),
    ("lower-case", "gd-1", "gd-1", ()),
    ("eighteen-digits", "913100001322079270", "913100001322079270", ()),
    ("digits-and-an-e", "12E5", "12E5", ()),
    ("full-width", "ＧＤ－１", "GD-1", ("W301",)),
    ("spaces-around", " GD-1 ", "GD-1", ("W301",)),
    ("ideographic-space-before", "\u3000GD-1", "GD-1", ("W301",)),
    ("two-hundred-characters", "X" * 200, "X" * 200, ()),
]


@pytest.mark.parametrize(("text", "value", "warnings"), [case[1:] for case in IDS], ids=[case[0] for case in IDS])
def test_an_id_is_taken_as_it_stands(text: str, value: str, warnings: tuple[str, ...]) -> None:
    cell = judge(text, a_column(Kind.ID))

    assert (cell.value, cell.warnings, cell.code) == (value, warnings, None)


NO_IDS = [
    ("replacement-character", "GD\ufffd1", "Q201"),
    ("line-end-within", "GD\n1", "Q201"),
    ("line-end-after", "GD1\n", "Q201"),
    ("tab", "\tGD1", "Q201"),
    ("zero-width", "GD\u200b1", "Q201"),
    ("right-to-left", "GD\u202e1", "Q201"),
    ("no-break-space-within", "GD\u00a01", "Q201"),
    ("two-hundred-and-one-characters", "X" * 201, "Q202"),
    ("hundred-thousand-characters", "X" * 100_000, "Q202"),
    ("formula", "=cmd|' /C calc'!A0", "Q203"),
    ("formula-plus", "+1+1", "Q203"),
    ("formula-minus", "-1", "Q203"),
    ("formula-at", "@SUM(A1)", "Q203"),
    ("formula-full-width", "＝1", "Q203"),
    ("markup", "<script>alert(1)</script>", "Q203"),
    ("sql-quote", "W1'; drop table x", "Q203"),
    ("loose-accent", "Cafe\u0301", "Q203"),
    ("scientific", "2.02608E+15", "Q203"),
    ("twenty-digits", "20260800000000000001", "Q203"),
    ("null", "NULL", "Q203"),
    ("na", "NA", "Q203"),
    ("nan", "nan", "Q203"),
    ("total", "合计", "Q203"),
    ("subtotal-with-space", "小 计", "Q203"),
    ("grand-total", "总计：", "Q203"),
    ("blank", "", "Q203"),
]


@pytest.mark.parametrize(("text", "code"), [case[1:] for case in NO_IDS], ids=[case[0] for case in NO_IDS])
def test_what_is_no_id_is_set_aside(text: str, code: str) -> None:
    assert judge(text, a_column(Kind.ID, required=True)).code == code


def test_text_may_hold_what_an_id_may_not() -> None:
    text = 'dati/andamento\'s "v1"; <表>\u3000-1=2'

    assert judge(text, a_column(Kind.TEXT)).value == text


@pytest.mark.parametrize(
    ("text", "code"), [("a\u200bb", "Q201"), ("a\nb", "Q201"), ("a\ufffdb", "Q201"), ("字" * 2001, "Q202")]
)
def test_text_may_not_hide_anything(text: str, code: str) -> None:
    assert judge(text, a_column(Kind.TEXT)).code == code


def test_codes_are_exact_and_their_default_is_no_change() -> None:
    column = a_column(Kind.CODE, codes=("FLAT", "LUMP"), default="FLAT")

    assert judge("LUMP", column).value == "LUMP"
    assert judge("flat", column).code == "Q203"
    assert (judge("", column).value, judge("", column).warnings) == ("FLAT", ())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", True),
        ("TRUE", True),
        ("1", True),
        ("是", True),
        ("有责", True),
        ("No", False),
        ("0", False),
        ("否", False),
    ],
)
def test_a_flag_has_a_few_spellings(text: str, value: bool) -> None:
    assert judge(text, a_column(Kind.FLAG)).value is value


def test_a_flag_is_not_guessed() -> None:
    assert judge("maybe", a_column(Kind.FLAG)).code == "Q203"


@pytest.mark.parametrize("kind", list(Kind))
def test_a_blank_cell_is_not_given(kind: Kind) -> None:
    cell = judge("  ", a_column(kind))

    assert (cell.value, cell.code, cell.warnings) == (None, None, ())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("0.00000001"), "0.00000001"),
        (Decimal("12.5"), "12.5"),
        (True, "true"),
        (date(2020, 5, 8), "2020-05-08"),
        (datetime(2020, 5, 8, 1, 2, tzinfo=UTC), "2020-05-08T01:02:00+00:00"),
        (None, ""),
    ],
)
def test_one_value_has_one_text(value: object, text: str) -> None:
    assert canonical(value) == text


@pytest.mark.parametrize("text", ["合计", "总 计", "总分", "小计", "合计（100分）"])
def test_a_name_that_marks_a_row_of_totals_is_set_aside(text: str) -> None:
    assert judge(text, a_column(Kind.NAME)).code == "Q203"


@pytest.mark.parametrize(
    "text", ["A11 立项依据充分性", "项目决策(50%)", "统计工作完成率", "总体目标", "D13 “场景”授权"]
)
def test_other_names_stay_as_they_are(text: str) -> None:
    assert judge(text, a_column(Kind.NAME)) == Cell(text)


def test_dashes_say_that_there_is_no_such_name_unless_every_row_must_give_one() -> None:
    assert judge("——", a_column(Kind.NAME)) == Cell(None)
    assert judge("—", a_column(Kind.NAME, required=True)) == Cell("—")
