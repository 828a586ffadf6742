"""A prepayment is secured by an equal guarantee, received before and kept until it is offset; instalments make 1."""

import pytest

from tests.unit.expectations.conftest import SmallRun

OF_A_PREPAYMENT = (
    "guarantee_was_given",
    "every_prepayment_has_its_guarantee",
    "a_guarantee_covers_its_prepayments",
    "a_guarantee_comes_before_the_payment",
    "a_prepayment_is_less_than_the_contract",
)


def prepay(run: SmallRun, amount: str = "100.00", paid_on: str = "2020-03-10", **given: object) -> None:
    row = {"contract_no": "H1", "paid_on": paid_on, "amount": amount, "guarantee_no": "B1"}
    known = {name: cell for name, cell in (row | given).items() if cell is not None}
    run.give("landing.prepayment", {"stored_at": "2020-03-11 00:00:00+00"} | known)


def secure(run: SmallRun, guarantee_no: str = "B1", amount: str = "100.00", **given: object) -> None:
    row = {"guarantee_no": guarantee_no, "contract_no": "H1", "kind": "PREPAYMENT", "amount": amount}
    known = {name: cell for name, cell in (row | {"received_on": "2020-03-10"} | given).items() if cell is not None}
    run.give("landing.guarantee", known)


def sign(run: SmallRun, **given: object) -> None:
    run.give("landing.contract", {"contract_no": "H1"} | given)


def found(run: SmallRun) -> dict[str, list[str]]:
    return {name: offences for name in OF_A_PREPAYMENT if (offences := run.offences(name))}


def test_an_equal_guarantee_received_on_the_day_of_payment_is_in_order(run: SmallRun) -> None:
    sign(run, ceiling_amt="100.01")
    secure(run)
    prepay(run)

    assert found(run) == {}


@pytest.mark.parametrize(
    ("guarantee", "offences"),
    [
        pytest.param({"amount": "99.99"}, {"a_guarantee_covers_its_prepayments": ["H1 B1 99.99 < 100.00"]}, id="a-fen"),
        pytest.param(
            {"received_on": "2020-03-11"},
            {"a_guarantee_comes_before_the_payment": ["H1 B1 2020-03-11 > 2020-03-10"]},
            id="a-day-late",
        ),
        pytest.param(
            {"received_on": None}, {"a_guarantee_comes_before_the_payment": ["H1 B1 ? > 2020-03-10"]}, id="no-day"
        ),
        pytest.param(
            {"kind": "PERFORMANCE"}, {"every_prepayment_has_its_guarantee": ["H1 2020-03-10 100.00"]}, id="other-kind"
        ),
        pytest.param(
            {"contract_no": "H2"}, {"every_prepayment_has_its_guarantee": ["H1 2020-03-10 100.00"]}, id="other-contract"
        ),
        pytest.param(
            {"guarantee_no": "B2"}, {"every_prepayment_has_its_guarantee": ["H1 2020-03-10 100.00"]}, id="other-number"
        ),
    ],
)
def test_a_guarantee_that_does_not_secure_the_prepayment_is_named(
    run: SmallRun, guarantee: dict[str, object], offences: dict[str, list[str]]
) -> None:
    secure(run, **guarantee)
    prepay(run)

    assert found(run) == offences


def test_two_prepayments_on_one_guarantee_add_up(run: SmallRun) -> None:
    secure(run)
    prepay(run, "60.00", "2020-02-10", stored_at="2020-02-11 00:00:00+00")
    run.give("booked.run", {"period": "2020-02", "as_of": "2020-03-01 00:00:00+00"})
    prepay(run, "40.01", "2020-03-10")

    assert found(run) == {"a_guarantee_covers_its_prepayments": ["H1 B1 100.00 < 100.01"]}


def test_without_any_guarantee_one_warning_says_that_none_was_checked(run: SmallRun) -> None:
    assert found(run) == {}

    prepay(run, guarantee_no=None)
    prepay(run, "1.00")

    assert found(run) == {"guarantee_was_given": ["guarantee"]}


@pytest.mark.parametrize(
    ("paid_on", "stored_at", "is_spoken_of"),
    [
        pytest.param("2020-03-31", "2020-03-31 00:00:00+00", True, id="the-run's-month"),
        pytest.param("2020-04-01", "2020-03-31 00:00:00+00", False, id="a-later-month"),
        pytest.param("2020-02-29", "2020-02-29 00:00:00+00", False, id="an-earlier-month-whose-run-knew-it"),
        # What is stored at the moment of a run is not known to it.
        pytest.param("2020-02-29", "2020-03-05 00:00:00+00", True, id="an-earlier-month-learned-since"),
        pytest.param("2020-01-31", "2020-03-04 23:59:59+00", False, id="an-earlier-month-that-a-later-run-knew"),
    ],
)
def test_a_prepayment_is_spoken_of_in_the_run_of_its_month_or_the_first_that_knows_it(
    run: SmallRun, paid_on: str, stored_at: str, is_spoken_of: bool
) -> None:
    run.give("booked.run", {"period": "2020-02", "as_of": "2020-03-05 00:00:00+00"})
    prepay(run, paid_on=paid_on, stored_at=stored_at)

    assert (run.offences("guarantee_was_given") == ["guarantee"]) is is_spoken_of


def test_an_annual_run_repeats_nothing_of_its_prepayments(run: SmallRun) -> None:
    prepay(run)
    run.ask("2020")

    assert found(run) == {}


@pytest.mark.parametrize(
    ("contract", "offences"),
    [
        pytest.param({"ceiling_amt": "100.01"}, [], id="a-fen-below-the-ceiling"),
        pytest.param({"ceiling_amt": "100.00"}, ["H1 100.00 >= 100.00"], id="the-whole-ceiling"),
        pytest.param({"total_amt": "99.00"}, ["H1 100.00 >= 99.00"], id="more-than-the-total"),
        pytest.param({"ceiling_amt": "101.00", "total_amt": "100.00"}, [], id="the-ceiling-goes-before-the-total"),
        pytest.param({}, [], id="neither-is-given"),
    ],
)
def test_a_prepayment_of_the_whole_contract_is_named(
    run: SmallRun, contract: dict[str, object], offences: list[str]
) -> None:
    sign(run, **contract)
    prepay(run)

    assert run.offences("a_prepayment_is_less_than_the_contract") == offences


@pytest.mark.parametrize(
    ("returned_on", "balance", "offences"),
    [
        pytest.param("2020-03-31", "0.01", ["B1 H1 2020-03-31 0.01"], id="returned-with-a-fen-left"),
        pytest.param("2020-03-31", "0.00", [], id="returned-with-nothing-left"),
        pytest.param("2020-04-01", "0.01", [], id="returned-after-the-month"),
        pytest.param(None, "0.01", [], id="not-returned"),
    ],
)
def test_a_guarantee_returned_while_prepayment_is_left_is_named_in_every_run(
    run: SmallRun, returned_on: str | None, balance: str, offences: list[str]
) -> None:
    secure(run, returned_on=returned_on)
    run.give("marts.settlement", {"contract_no": "H1", "prepay_balance_amt": balance})

    assert run.offences("a_guarantee_stays_while_prepayment_is_left") == offences


@pytest.mark.parametrize(
    ("held", "offences"),
    [
        pytest.param("50.00", [], id="what-is-left-is-secured"),
        pytest.param("49.99", ["B1 H1 2020-03-31 50.00"], id="a-fen-is-not"),
    ],
)
def test_a_guarantee_may_be_returned_where_another_secures_what_is_left(
    run: SmallRun, held: str, offences: list[str]
) -> None:
    secure(run, returned_on="2020-03-31")
    secure(run, "B2", held)
    secure(run, "B3", "1000.00", kind="PERFORMANCE")
    run.give("marts.settlement", {"contract_no": "H1", "prepay_balance_amt": "50.00"})

    assert run.offences("a_guarantee_stays_while_prepayment_is_left") == offences


@pytest.mark.parametrize(
    ("ratios", "offences"),
    [
        pytest.param(("0.6", "0.37", "0.03"), [], id="100-percent"),
        pytest.param(("0.3", "0.3", "0.3", "0.3"), ["H1 1.200000"], id="four-times-30-percent"),
        pytest.param(("0.5", "0.499999"), ["H1 0.999999"], id="a-millionth-less"),
        pytest.param((), [], id="no-terms"),
    ],
)
def test_the_instalments_of_a_contract_make_the_whole(
    run: SmallRun, ratios: tuple[str, ...], offences: list[str]
) -> None:
    for seq, ratio in enumerate(ratios):
        run.give("landing.contract_payment_term", {"contract_no": "H1", "seq": seq, "ratio": ratio})
    run.give("landing.contract_payment_term", {"contract_no": "H2", "seq": 1, "ratio": 1})

    assert run.offences("the_instalments_of_a_contract_make_the_whole") == offences
