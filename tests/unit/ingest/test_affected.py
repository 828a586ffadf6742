"""Deliveries that nothing new concerns keep their fates unread, and all have the fates that deciding anew gives."""

import random
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import affected, deciding, hashes, pending
from ingest.reference_rules import Rule
from ingest.references import RULES
from tests.unit.ingest.conftest import DELIVERY_HEADER, FRAME, Trial, a_delivery, deliveries

Folder = dict[str, str | bytes]

ORDERS_HEADER, ORDER_1, ORDER_2 = FRAME["work_order.csv"].splitlines(keepends=True)
CONTRACT_HEADER, CONTRACT = FRAME["contract.csv"].splitlines(keepends=True)
IN_MAY, IN_JUNE = "2020-05-20T08:00:00+08:00", "2020-06-20T08:00:00+08:00"
AFTER_SERVICE = "2021-01-05T08:00:00+08:00"


@dataclass
class Judged:
    """What ingests judged again: of each, old deliveries by number; nothing of one that judged everything."""

    old: list[list[str]] = field(default_factory=list)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Judged:
    """Take deliveries for many, and note which were judged again although they came before."""
    found = Judged()

    def decide_affected(connection: Any, *rest: Any) -> Any:
        numbers = connection.execute("select delivery_no from ingest_affected_rows order by all").fetchall()
        found.old.append([number for (number,) in numbers])
        return affected.decide_affected(connection, *rest)

    monkeypatch.setattr(pending, "MANY_ROWS", 1)
    monkeypatch.setattr(deciding, "decide_affected", decide_affected)
    return found


def after(trial: Trial, *folders: Folder) -> list[tuple[object, ...]]:
    """Number, reason and whether it is closed of each delivery in quarantine, once the folders were sent in turn.

    Everything that is known then is held against deciding all fates anew, by ``Trial``.
    """
    for folder in folders:
        trial.send(folder)
    return trial.query(
        "select split_part(raw, ',', 1), reason, closed_by is not null from landing.quarantine "
        "where table_name = 'delivery' order by file_sha256, row_number"
    )


def landed(trial: Trial) -> list[object]:
    return [number for (number,) in trial.query("select delivery_no from landing.delivery order by 1")]


def test_a_new_delivery_of_a_new_deliverable_leaves_all_others_alone(trial: Trial, judged: Judged) -> None:
    first: Folder = {**FRAME, "delivery.csv": deliveries(a_delivery("D1"), a_delivery("D2", unit="个"))}

    assert after(trial, first, {"delivery.csv": deliveries(a_delivery("D3"))}) == [("D2", "Q205", False)]

    assert landed(trial) == ["D1", "D3"]
    assert judged.old == [[]]


def test_a_row_that_contradicts_an_old_one_takes_it_along(trial: Trial, judged: Judged) -> None:
    first: Folder = {**FRAME, "delivery.csv": deliveries(a_delivery("D1"), a_delivery("D2"))}

    found = after(trial, first, {"delivery.csv": deliveries(a_delivery("D1", quantity="13"), a_delivery("D3"))})

    assert sorted(found) == [("D1", "Q221", False), ("D1", "Q221", False)]
    assert landed(trial) == ["D2", "D3"]
    assert judged.old == [["D1"]]


def test_what_replaces_an_old_delivery_has_it_judged_again(trial: Trial, judged: Judged) -> None:
    late = a_delivery("D1", deliverable_key="K", delivered_at=AFTER_SERVICE)
    earlier = a_delivery("D2", deliverable_key="K", delivered_at=IN_MAY, version="2")
    first: Folder = {**FRAME, "delivery.csv": deliveries(late, a_delivery("D9"))}

    assert after(trial, first) == [("D1", "Q210", False)]
    assert after(trial, {"delivery.csv": deliveries(earlier)}) == []

    assert landed(trial) == ["D1", "D2", "D9"]
    assert judged.old == [["D1"]]


def test_what_contradicts_a_first_delivery_reaches_the_others_of_its_deliverable(trial: Trial, judged: Judged) -> None:
    """D1 brings D2 into the service; once D1 is contradicted, D2 stands for its deliverable alone."""
    first: Folder = {
        **FRAME,
        "delivery.csv": deliveries(
            a_delivery("D1", deliverable_key="K", delivered_at=IN_MAY),
            a_delivery("D2", deliverable_key="K", delivered_at=AFTER_SERVICE, version="2"),
            a_delivery("D9"),
        ),
    }
    assert after(trial, first) == []

    other = a_delivery("D1", deliverable_key="another", delivered_at=IN_JUNE)
    after(trial, {"delivery.csv": deliveries(other)})

    # Judged last, a contradiction does not change what was judged by its rows before it.
    assert landed(trial) == ["D2", "D9"]
    assert judged.old == [["D1", "D2"]]


def test_what_is_judged_again_reaches_on_by_key_and_by_deliverable(trial: Trial, judged: Judged) -> None:
    """D1 shares its deliverable with D2, and D2 its number with a row of another deliverable."""
    first = deliveries(a_delivery("D1", deliverable_key="K1"), a_delivery("D2", deliverable_key="K1", version="2"))
    after(trial, {**FRAME, "delivery.csv": first})
    after(trial, {"delivery.csv": deliveries(a_delivery("D2", deliverable_key="K2", version="2"), a_delivery("D9"))})

    found = after(trial, {"delivery.csv": deliveries(a_delivery("D1", deliverable_key="K3"))})

    assert sorted(number for number, _, _ in found) == ["D1", "D1", "D2", "D2"]
    assert landed(trial) == ["D9"]
    assert judged.old == [["D1", "D2"], ["D1", "D2", "D2"]]


def test_an_order_that_comes_later_heals_its_deliveries_and_no_others(trial: Trial, judged: Judged) -> None:
    order = ORDER_1.replace("W1", "W3")
    lines = (a_delivery("D1"), a_delivery("D2", work_order_no="W3"), a_delivery("D3", work_order_no="W4"))
    first: Folder = {**FRAME, "delivery.csv": deliveries(*lines)}

    assert after(trial, first) == [("D2", "Q204", False), ("D3", "Q204", False)]
    assert after(trial, {"work_order.csv": ORDERS_HEADER + order}) == [("D3", "Q204", False)]

    assert landed(trial) == ["D1", "D2"]
    assert judged.old == [["D2"]]


def test_an_order_of_other_case_changes_the_reason(trial: Trial, judged: Judged) -> None:
    first: Folder = {**FRAME, "delivery.csv": deliveries(a_delivery("D1"), a_delivery("D2", work_order_no="W3"))}

    found = after(trial, first, {"work_order.csv": ORDERS_HEADER + ORDER_1.replace("W1", "w3")})

    assert found == [("D2", "Q203", False)]
    assert judged.old == [["D2"]]


def test_an_order_that_is_contradicted_takes_its_deliveries_along(trial: Trial, judged: Judged) -> None:
    lines = (a_delivery("D1"), a_delivery("D2", work_order_no="W2", unit="个"))
    first: Folder = {**FRAME, "delivery.csv": deliveries(*lines)}

    found = after(trial, first, {"work_order.csv": ORDERS_HEADER + ORDER_1.replace("05-01", "05-02")})

    assert found == [("D1", "Q204", False)]
    assert landed(trial) == ["D2"]
    assert judged.old == [["D1"]]


def test_a_contract_that_is_contradicted_takes_all_deliveries_of_its_orders_along(trial: Trial, judged: Judged) -> None:
    first: Folder = {**FRAME, "delivery.csv": deliveries(a_delivery("D1"))}

    found = after(trial, first, {"contract.csv": CONTRACT_HEADER + CONTRACT.replace("12-07", "12-08")})

    assert found == [("D1", "Q204", False)]
    assert landed(trial) == []


def test_a_conversion_that_comes_later_has_all_deliveries_judged_again(trial: Trial, judged: Judged) -> None:
    first: Folder = {
        **FRAME,
        "unit_conversion.csv": "from_unit,to_unit,factor\n张,个,2\n",
        "delivery.csv": deliveries(a_delivery("D1"), a_delivery("D2", unit="份")),
    }

    assert after(trial, first) == [("D2", "Q205", False)]
    assert after(trial, {"unit_conversion.csv": "from_unit,to_unit,factor\n份,万条,3\n"}) == []
    assert judged.old == []


def test_a_table_given_for_the_first_time_has_all_deliveries_judged_again(trial: Trial, judged: Judged) -> None:
    first: Folder = {"delivery.csv": deliveries(a_delivery("D1"), a_delivery("D2", work_order_no="W9"))}

    assert after(trial, first) == []
    assert after(trial, dict(FRAME)) == [("D2", "Q204", False)]
    assert judged.old == []


def test_a_row_of_unfit_cells_is_closed_by_a_later_one_and_opened_again_with_it(trial: Trial, judged: Judged) -> None:
    first: Folder = {**FRAME, "delivery.csv": deliveries(a_delivery("D1", quantity="x"), a_delivery("D2"))}

    assert after(trial, first) == [("D1", "Q206", False)]
    assert [row[2] for row in after(trial, {"delivery.csv": deliveries(a_delivery("D1"))})] == [True]
    assert [row[2] for row in after(trial, {"delivery.csv": deliveries(a_delivery("D5"))})] == [True]
    contradicted = after(trial, {"delivery.csv": deliveries(a_delivery("D1", quantity="99"))})

    assert [row[2] for row in contradicted] == [False, False, False]
    assert landed(trial) == ["D2", "D5"]


def test_without_a_new_delivery_nothing_is_judged_again(trial: Trial, judged: Judged) -> None:
    first: Folder = {**FRAME, "delivery.csv": deliveries(a_delivery("D1"), a_delivery("D2", unit="个"))}

    found = after(trial, first, {"party.csv": "party_code,party_name\nP2,乙服务商\n"})

    assert found == [("D2", "Q205", False)]
    assert judged.old == [[]]


def test_hashes_of_another_engine_are_not_compared(
    trial: Trial, judged: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    first: Folder = {**FRAME, "delivery.csv": deliveries(a_delivery("D1"), a_delivery("D2"))}
    after(trial, first)
    monkeypatch.setattr(hashes, "VERSION", "another")

    after(trial, {"delivery.csv": deliveries(a_delivery("D1", quantity="13"))})

    assert landed(trial) == ["D2"]
    assert judged.old == []


def test_one_report_keeps_all_hashes_again_before_they_are_in_too_many(
    trial: Trial, judged: Judged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashes, "_MOST_PARTS", 2)
    after(trial, {**FRAME, "delivery.csv": deliveries(a_delivery("D1"))})
    for number in (2, 3, 4):
        after(trial, {"delivery.csv": deliveries(a_delivery(f"D{number}"))})

    after(trial, {"delivery.csv": deliveries(a_delivery("D1", quantity="13"))})

    assert landed(trial) == ["D2", "D3", "D4"]
    # The second and the fourth continue one report; the third and the fifth keep all again, and judge all.
    assert judged.old == [[], []]


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.table == "delivery"], ids=lambda rule: rule.waivable)
def test_no_rule_judges_deliveries_by_what_may_change_unnoticed(rule: Rule) -> None:
    tables = set(re.findall(r"landing\.(\w+)", rule.query + rule.only_where))

    assert tables <= {"work_order", "contract", *affected.OF_ALL}


EXAMPLES = 4
_NUMBERS, _KEYS = ("D1", "D2", "D3", "D4"), ("K1", "K2", "K3")
_ROWS = st.builds(
    a_delivery,
    st.sampled_from(_NUMBERS),
    work_order_no=st.sampled_from(("W1", "W2", "W3", "w3")),
    deliverable_key=st.sampled_from(_KEYS),
    delivered_at=st.sampled_from((IN_MAY, IN_JUNE, AFTER_SERVICE, "2020-04-29T08:00:00+08:00", "2999-01-01T00:00:00Z")),
    quantity=st.sampled_from(("1", "2", "x")),
    unit=st.sampled_from(("万条", "个", "条")),
    version=st.sampled_from(("1", "2")),
)
_ORDERS = st.sampled_from(("", ORDER_1, ORDER_2, ORDER_1.replace("W1", "W3"), ORDER_1.replace("05-01", "05-25")))
_CONTRACTS = st.sampled_from(("", "", CONTRACT, CONTRACT.replace("12-07", "12-08")))


@given(
    folders=st.lists(st.tuples(st.lists(_ROWS, max_size=4), _ORDERS, _CONTRACTS), min_size=2, max_size=5),
    seed=st.integers(0, 9),
)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_comes_in_turn_has_the_fates_of_deciding_anew(
    tmp_path_factory: pytest.TempPathFactory,
    judged: Judged,
    folders: list[tuple[list[str], str, str]],
    seed: int,
) -> None:
    trial = Trial(tmp_path_factory.mktemp("trial"))
    shuffled = random.Random(seed)
    trial.send({**FRAME, "delivery.csv": DELIVERY_HEADER})
    for rows, order, contract in folders:
        shuffled.shuffle(rows)
        folder: Folder = {"delivery.csv": deliveries(*rows)}
        if order:
            folder["work_order.csv"] = ORDERS_HEADER + order
        if contract:
            folder["contract.csv"] = CONTRACT_HEADER + contract
        trial.send(folder)
        trial.inputs_hash()
