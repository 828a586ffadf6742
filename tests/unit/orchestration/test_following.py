"""A trace ends where its reader's view does: what is another's is answered as what nobody knows."""

import pytest

from dashboards.access import SYSTEM, Principal, Role
from dashboards.traces import LineTrace, NothingToFollow, WorkOrderTrace
from orchestration.following import follow
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement
from tests.unit.dashboards.made_work import a_fate, an_idle_order, an_order

OWNER = Principal("甲", Role.OPERATOR, contracts=frozenset({"HT-001"}))
OTHER = Principal("乙", Role.OPERATOR, contracts=frozenset({"HT-002"}))
PROVIDER = Principal("丙", Role.PROVIDER, providers=frozenset({"P1"}))
IDLE = Principal("丁", Role.PROVIDER, providers=frozenset({"P2"}))


@pytest.fixture
def made(tmp_path):
    made = MadeHome(tmp_path)
    sources = [
        {"line_id": "L1", "run_id": "R1", "table_name": name, "file_sha256": digit * 64, "row_number": 2}
        for name, digit in (("contract", "c"), ("work_order", "d"))
    ]
    tables = {
        "settlement": [a_settlement()],
        "settlement_line": [a_line()],
        "line_source": sources,
        "delivery_fate": [a_fate()],
        "work_order_progress": [an_order(), an_idle_order()],
    }
    made.publish("R1", "2020-05", tables)
    return made


def test_an_operator_follows_its_own_line_up_to_the_payable(made):
    (trace,) = follow(made.home, OWNER, "L1")

    assert isinstance(trace, LineTrace)
    assert trace.statement["settle_no"] == "JS-1"
    assert [origin.is_withheld for origin in trace.origins] == [False, False]


def test_a_provider_sees_neither_the_statement_nor_the_contracts_row(made):
    (trace,) = follow(made.home, PROVIDER, "L1")

    assert trace.statement is None
    assert [(origin.table_name, origin.is_withheld) for origin in trace.origins] == [
        ("contract", True),
        ("work_order", False),
    ]


@pytest.mark.parametrize(
    ("reader", "identity"),
    [
        (OTHER, "L1"),
        (OTHER, "JS-1"),
        (OTHER, "GD-01"),
        (OTHER, "GD-09"),
        (IDLE, "L1"),
        (IDLE, "GD-01"),
        (PROVIDER, "JS-1"),
        (PROVIDER, "GD-09"),
        (Principal("戊", Role.EVALUATOR), "L1"),
        (Principal("己", Role.SUPERVISOR), "JS-1"),
        (SYSTEM, "L9"),
    ],
)
def test_what_is_anothers_is_answered_as_what_nobody_knows(made, reader, identity):
    with pytest.raises(NothingToFollow, match=f"Nothing here has the id '{identity}'"):
        follow(made.home, reader, identity)


def test_an_order_without_a_line_leads_to_what_it_waits_for(made):
    (trace,) = follow(made.home, IDLE, "GD-09")

    assert isinstance(trace, WorkOrderTrace)
    assert (trace.progress["waiting_for"], trace.lines, trace.deliveries) == ("DELIVERY", (), ())
