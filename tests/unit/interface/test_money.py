"""Amounts are read and printed exactly, and the words on a voucher say the same amount as the digits."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interface.money import amount_in_words, parse_amount, print_amount

AMOUNTS = st.integers(min_value=0, max_value=10**18 - 1).map(lambda fen: Decimal(fen).scaleb(-2))
"""Every amount of up to 16 digits before the point."""

DIGITS = {sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def whole_number_read(words: str) -> int:
    """The number that words without 元 say: split at the largest group name, then digit by place."""
    for name, size in (("亿", 10**8), ("万", 10**4)):
        if name in words:
            before, _, after = words.rpartition(name)
            return whole_number_read(before) * size + whole_number_read(after)
    total, digit = 0, 0
    for sign in words:
        if sign in PLACES:
            total += digit * PLACES[sign]
            digit = 0
        else:
            digit = DIGITS[sign]
    return total + digit


def amount_read(words: str) -> Decimal:
    """The amount that the words say, read without the code under test."""
    rest = words.removeprefix("人民币").removesuffix("整")
    sign = -1 if rest.startswith("负") else 1
    rest = rest.removeprefix("负")
    fen = 0
    if "元" in rest:
        yuan, _, rest = rest.partition("元")
        fen = whole_number_read(yuan) * 100
    if "角" in rest:
        jiao, _, rest = rest.partition("角")
        fen += DIGITS[jiao] * 10
    if "分" in rest:
        fen += DIGITS[rest.removesuffix("分").removeprefix("零")]
    return Decimal(sign * fen).scaleb(-2)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("1921021", "人民币壹佰玖拾贰万壹仟零贰拾壹元整"),
        ("1927021.95", "人民币壹佰玖拾贰万柒仟零贰拾壹元玖角伍分"),
        ("768500", "人民币柒拾陆万捌仟伍佰元整"),
        ("880000.00", "人民币捌拾捌万元整"),
        ("796000.00", "人民币柒拾玖万陆仟元整"),
    ],
)
def test_amounts_of_real_papers_are_worded_as_they_were_printed(amount, words):
    assert amount_in_words(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        pytest.param("0", "人民币零元整", id="nothing"),
        pytest.param("0.05", "人民币伍分", id="fen-alone"),
        pytest.param("0.50", "人民币伍角整", id="jiao-alone"),
        pytest.param("0.55", "人民币伍角伍分", id="no-yuan"),
        pytest.param("10", "人民币壹拾元整", id="ten-begins-with-one"),
        pytest.param("1001", "人民币壹仟零壹元整", id="two-zeros-one-word"),
        pytest.param("10000", "人民币壹万元整", id="empty-last-group"),
        pytest.param("10001", "人民币壹万零壹元整", id="zeros-across-groups"),
        pytest.param("100010000", "人民币壹亿零壹万元整", id="short-group-in-the-middle"),
        pytest.param("100000001", "人民币壹亿零壹元整", id="empty-group-in-the-middle"),
        pytest.param("1000000000000", "人民币壹万亿元整", id="ten-to-the-twelfth"),
        pytest.param("1000100000000", "人民币壹万零壹亿元整", id="yi-is-said-once"),
        pytest.param("1000050000000", "人民币壹万亿零伍仟万元整", id="empty-yi-group"),
        pytest.param("-1.20", "人民币负壹元贰角整", id="below-zero"),
        pytest.param("-0.00", "人民币零元整", id="minus-zero"),
        pytest.param("1E+3", "人民币壹仟元整", id="written-with-exponent"),
        pytest.param("1.2300", "人民币壹元贰角叁分", id="trailing-zeros"),
        pytest.param(
            "9999999999999999.99",
            "人民币玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
            id="largest",
        ),
    ],
)
def test_zeros_groups_and_ends_follow_the_rules_of_vouchers(amount, words):
    assert amount_in_words(Decimal(amount)) == words


@settings(deadline=None)
@given(AMOUNTS)
def test_words_read_back_as_the_amount(amount):
    assert amount_read(amount_in_words(amount)) == amount


@settings(deadline=None)
@given(AMOUNTS.filter(bool))
def test_an_amount_below_zero_is_worded_like_its_size(amount):
    assert amount_in_words(-amount) == amount_in_words(amount).replace("人民币", "人民币负")


@settings(deadline=None)
@given(AMOUNTS)
def test_words_never_repeat_a_zero_and_close_exactly_where_no_fen_follows(amount):
    words = amount_in_words(amount)

    assert words.startswith("人民币")
    assert "零零" not in words
    assert "零万" not in words
    assert "零亿" not in words
    assert words.endswith("整") != words.endswith("分")


@pytest.mark.parametrize("amount", ["0.001", "1.005", "NaN", "Infinity", "10000000000000000", "-10000000000000000"])
def test_an_amount_that_has_no_words_is_refused(amount):
    with pytest.raises(ValueError, match=r"finer than a fen|not an amount|beyond what amounts"):
        amount_in_words(Decimal(amount))


@pytest.mark.parametrize(
    ("text", "amount"),
    [("0", "0"), ("1234.5", "1234.5"), ("-0.01", "-0.01"), ("0012.50", "12.50"), ("9999999999999999.99",) * 2],
)
def test_plain_amounts_are_read_exactly(text, amount):
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text", ["", "1.234", "1,234", "1e3", "+1", ".5", "5.", " 1", "1\n", "NaN", "１２", "٣", "12元", "--1"]
)
def test_anything_but_a_plain_amount_is_refused(text):
    with pytest.raises(ValueError, match="is not an amount"):
        parse_amount(text)


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        ("0", "0.00"),
        ("-0.00", "0.00"),
        ("1234567.5", "1,234,567.50"),
        ("-1000", "-1,000.00"),
        ("9999999999999999.99", "9,999,999,999,999,999.99"),
        ("1.2300", "1.23"),
    ],
)
def test_amounts_are_printed_with_separators_and_two_decimals(amount, printed):
    assert print_amount(Decimal(amount)) == printed


def test_printing_never_rounds():
    with pytest.raises(ValueError, match="finer than a fen"):
        print_amount(Decimal("0.125"))


@settings(deadline=None)
@given(AMOUNTS)
def test_a_printed_amount_reads_back_as_itself(amount):
    assert parse_amount(print_amount(amount).replace(",", "")) == amount
