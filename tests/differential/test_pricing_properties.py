"""Whatever the numbers, the pricing SQL equals exact fractions, never prices more for less, and loses no fen."""

from fractions import Fraction
from math import ceil

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.differential.conftest import Pricing, in_places
from tests.differential.worths import Cells, exact_worth, share, to_fen

FEN = Fraction(1, 100)

unhurried = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def numbers(places: int, high: int, low: int = 0) -> st.SearchStrategy[Fraction]:
    """Exact numbers with at most so many decimal places, the few-placed ones among them."""
    return st.integers(0, places).flatmap(
        lambda kept: st.integers(low * 10**kept, high * 10**kept).map(lambda units: Fraction(units, 10**kept))
    )


def cells(places: int, high: int, low: int = 0) -> st.SearchStrategy[str]:
    return numbers(places, high, low).map(lambda number: in_places(number, places))


quantities = st.lists(numbers(14, 10**6), min_size=1, max_size=12)


@st.composite
def tiers(draw: st.DrawFn) -> list[Cells]:
    ends = sorted(set(draw(st.lists(cells(6, 10**5, low=1), max_size=4))), key=Fraction)
    return [
        {
            "from_qty": low,
            "to_qty": high,
            "unit_price": draw(cells(6, 1000)),
            "flat_fee": draw(st.none() | cells(2, 100)),
        }
        for low, high in zip(["0", *ends], [*ends, None], strict=True)
    ]


@st.composite
def items(draw: st.DrawFn) -> Cells:
    mode = draw(st.sampled_from(["FLAT", "PACKAGE", "LUMP", "FREE"]))
    return {
        "tier_mode": mode,
        "unit_price": draw(cells(6, 10**5)),
        "package_size": draw(cells(6, 1000, low=1)) if mode == "PACKAGE" else None,
        "free_qty": draw(st.none() | cells(6, 1000)) if mode in ("FLAT", "PACKAGE") else None,
        "min_amount": draw(st.none() | cells(2, 100)),
        "max_amount": draw(st.none() | cells(2, 10**7, low=100)),
    }


def on_bounds(steps: list[Cells], asked: list[Fraction]) -> list[Fraction]:
    """The quantities asked for, and every tier's very bound and a trace beyond it."""
    ends = [Fraction(step["to_qty"]) for step in steps if step["to_qty"]]
    return sorted({*asked, *ends, *(end + Fraction(1, 10**14) for end in ends)})


@given(item=items(), asked=quantities)
@unhurried
def test_items_without_tiers_are_priced_as_fractions_price_them(
    pricing: Pricing, item: Cells, asked: list[Fraction]
) -> None:
    free, size = (Fraction(item[name] or 0) for name in ("free_qty", "package_size"))
    asked = [*asked, Fraction(0), free, free + size]  # where something begins to cost
    exact = [exact_worth(item, [], quantity) for quantity in asked]

    assert pricing.worths(item, [], asked) == [(amount, to_fen(amount)) for amount in exact]


@given(mode=st.sampled_from(["PROGRESSIVE", "VOLUME"]), steps=tiers(), asked=quantities)
@unhurried
def test_tiers_are_priced_as_fractions_price_them(
    pricing: Pricing, mode: str, steps: list[Cells], asked: list[Fraction]
) -> None:
    item, asked = {"tier_mode": mode}, on_bounds(steps, asked)
    exact = [exact_worth(item, steps, quantity) for quantity in asked]

    assert pricing.worths(item, steps, asked) == [(amount, to_fen(amount)) for amount in exact]


@given(steps=tiers(), asked=quantities)
@unhurried
def test_progressive_tiers_never_price_more_work_lower(
    pricing: Pricing, steps: list[Cells], asked: list[Fraction]
) -> None:
    worths = pricing.worths({"tier_mode": "PROGRESSIVE"}, steps, on_bounds(steps, asked))

    assert worths == sorted(worths)


@given(size=numbers(6, 100, low=1), counts=st.lists(st.integers(0, 10**4), min_size=1, max_size=8))
@unhurried
def test_a_trace_beyond_whole_packages_opens_one_more(pricing: Pricing, size: Fraction, counts: list[int]) -> None:
    item = {"tier_mode": "PACKAGE", "unit_price": "3", "package_size": in_places(size, 6)}
    trace = Fraction(1, 10**14)

    filled = pricing.worths(item, [], [count * size for count in counts])
    begun = pricing.worths(item, [], [count * size + trace for count in counts])

    assert [amount for _, amount in filled] == [3 * count for count in counts]
    assert [amount for _, amount in begun] == [3 * ceil((count * size + trace) / size) for count in counts]


@given(amount=numbers(2, 10**9, low=-(10**9)), parts=st.lists(numbers(14, 10**6), min_size=1, max_size=9))
@example(amount=Fraction(10001, 100), parts=[Fraction(5)] * 3)
@unhurried
def test_sharing_keeps_every_fen_and_strays_by_less_than_one(
    pricing: Pricing, amount: Fraction, parts: list[Fraction]
) -> None:
    wanted = {f"W{place}": quantity for place, quantity in enumerate(parts) if quantity}
    shares = pricing.shares(amount, {f"W{place}": quantity for place, quantity in enumerate(parts)})

    assert shares == (share(amount, wanted) if wanted else {})
    if wanted:
        assert sum(shares.values()) == amount
        total = sum(wanted.values())
        assert all(abs(shares[name] - amount * part / total) < FEN for name, part in wanted.items())
