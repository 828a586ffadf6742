"""Amounts, quantities, scores and moments as people read them on screens and on paper; exact, nothing is rounded."""

from datetime import datetime
from decimal import Decimal

from interface.money import print_amount
from interface.periods import SHANGHAI

_MINUS = "−"  # the minus sign, as wide as a digit; a hyphen gets lost in a column of figures


def yuan(amount: Decimal) -> str:
    """Yuan with the currency sign, thousands separators and two places: ``¥1,234.50``, ``−¥1,234.50``."""
    return f"{_sign(amount)}¥{print_amount(abs(amount))}"


def signed_amount(amount: Decimal) -> str:
    """Yuan without the currency sign: ``1,234.50``, ``−1,234.50``."""
    return f"{_sign(amount)}{print_amount(abs(amount))}"


def plain_number(number: Decimal) -> str:
    """A quantity, price or score with thousands separators and without the zeros that say nothing: ``12,345.6789``."""
    text = f"{abs(number):,f}"
    whole, _, places = text.partition(".")
    places = places.rstrip("0")
    return f"{_sign(number)}{whole}.{places}" if places else f"{_sign(number)}{whole}"


def bare_number(number: Decimal) -> str:
    """All digits that say something, without separators and without an exponent: 4.000 is ``4``, 1.20 is ``1.2``."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def unit_price(price: Decimal) -> str:
    """A price in yuan with two places, or all that it has where it is finer: ``120.00``, ``0.125``."""
    text = plain_number(price)
    whole, _, places = text.partition(".")
    return f"{whole}.{places:0<2}"


def percent(ratio: Decimal) -> str:
    """A ratio as a percentage with all the places that it has: ``87.6543%``."""
    return f"{plain_number(ratio.scaleb(2))}%"


def percentage_points(difference: Decimal) -> str:
    """A difference of two ratios with its sign, in points: ``+13.09 个百分点``, ``−2 个百分点``."""
    return f"{'+' if difference > 0 else ''}{plain_number(difference.scaleb(2))} 个百分点"


def shanghai_time(moment: datetime) -> str:
    """A moment in Shanghai time to the second, with its offset: ``2020-07-05 09:12:00 +08:00``."""
    local = moment.astimezone(SHANGHAI)
    offset = local.strftime("%z")
    return f"{local:%Y-%m-%d %H:%M:%S} {offset[:3]}:{offset[3:]}"


def short_hash(sha256: str) -> str:
    """The first twelve characters of a SHA-256, enough to compare by eye."""
    return sha256[:12]


def _sign(number: Decimal) -> str:
    return _MINUS if number < 0 else ""
