"""Amounts as text: exact parsing, printing and Chinese words; no price, rate or share is computed here."""

import re
from decimal import Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_LIMIT = Decimal(10) ** 16

_AMOUNT = re.compile(r"-?\d+(\.\d{1,2})?", re.ASCII)


def parse_amount(text: str) -> Decimal:
    """Read a plain amount in yuan such as ``1234.50``; ValueError for anything else, three decimals included."""
    if not _AMOUNT.fullmatch(text):
        raise ValueError(f"{text!r} is not an amount in yuan with at most two decimals")
    return Decimal(text)


def print_amount(amount: Decimal) -> str:
    """Print yuan with thousands separators and exactly two decimals; ValueError where that would round."""
    _refuse_finer_than_fen(amount)
    return f"{amount:z,.2f}"


def amount_in_words(amount: Decimal) -> str:
    """Write an amount in yuan in the capital characters of Chinese vouchers (大写金额).

    Consecutive zeros become one 零; 整 closes an amount without fen; 零 stands between 元 and 分 where
    there is no 角. Source: the Ministry of Finance's rules for accounting basics, as in domain/settlement.md.

    Args:
        amount: Yuan, at most two decimals, below 10,000,000,000,000,000 in size.

    Raises:
        ValueError: finer than a fen, or too large.
    """
    _refuse_finer_than_fen(amount)
    size = abs(amount)
    if size >= _LIMIT:
        raise ValueError(f"{amount} is beyond what amounts in words are defined for (16 digits)")
    sign = "负" if amount < 0 else ""
    fen_total = int(size * 100)
    yuan, jiao, fen = fen_total // 100, fen_total // 10 % 10, fen_total % 10
    words = f"{_yuan_in_words(yuan)}元" if yuan else ""
    if not jiao and not fen:
        return f"人民币{sign}{words or '零元'}整"
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif yuan:
        words += "零"
    words += f"{_DIGITS[fen]}分" if fen else "整"
    return f"人民币{sign}{words}"


def _yuan_in_words(yuan: int) -> str:
    words = ""
    pending_zero = False
    for power in reversed(range(len(_GROUPS))):
        group = yuan // 10 ** (4 * power) % 10_000
        if group == 0:
            pending_zero = bool(words)
            continue
        if words and (pending_zero or group < 1000):
            words += "零"
        words += _group_in_words(group) + _group_name(power, yuan)
        pending_zero = False
    return words


def _group_name(power: int, yuan: int) -> str:
    """万亿 is spelt 万 while 亿 still follows, so that 亿 is said once."""
    if power == 3 and yuan // 10**8 % 10_000:
        return "万"
    return _GROUPS[power]


def _group_in_words(group: int) -> str:
    words = ""
    zero = False
    for place in reversed(range(4)):
        digit = group // 10**place % 10
        if digit == 0:
            zero = bool(words)
            continue
        if zero:
            words += "零"
            zero = False
        words += _DIGITS[digit] + _PLACES[place]
    return words


def _refuse_finer_than_fen(amount: Decimal) -> None:
    exponent = amount.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{amount} is not an amount")
    if exponent < -2 and amount != amount.quantize(Decimal("0.01")):
        raise ValueError(f"{amount} is finer than a fen; round it once, in SQL, before it is printed")
