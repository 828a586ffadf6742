"""A reader sees the tables of the role and, of those, the rows that are theirs; what nobody named is denied."""

from decimal import Decimal

import pytest

from dashboards.access import SYSTEM, Forbidden, Principal, Role, refuse_act, refuse_page
from dashboards.editions import open_edition
from interface.tables import PUBLISHED
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement

ONE = Principal("甲", Role.OPERATOR, contracts=frozenset({"HT-001"}))
NONE = Principal("甲", Role.OPERATOR)
OWN = Principal("乙", Role.PROVIDER, providers=frozenset({"P2"}))


@pytest.fixture
def made(tmp_path):
    made = MadeHome(tmp_path)
    second = {"contract_no": "HT-002", "settle_no": "JS-2"}
    lines = [
        a_line(),
        a_line(line_id="L2", work_order_no="GD-02", provider="P2", amount=Decimal("120.00")),
        a_line(line_id="L3", work_order_no="GD-03", contract_no="HT-002"),
    ]
    sources = [
        {"line_id": each["line_id"], "run_id": "R1", "table_name": "delivery", "file_sha256": "a" * 64, "row_number": 2}
        for each in lines
    ]
    made.publish(
        "R1",
        "2020-05",
        {"settlement": [a_settlement(), a_settlement(**second)], "settlement_line": lines, "line_source": sources},
    )
    return made


def lines_of(made, reader, table="settlement_line"):
    return open_edition(made.home, reader).table(table).column("line_id").to_pylist()


@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        (SYSTEM, ["L1", "L2", "L3"]),
        (Principal("丙", Role.FINANCE), ["L1", "L2", "L3"]),
        (ONE, ["L1", "L2"]),
        (NONE, []),
        (OWN, ["L2"]),
        (Principal("乙", Role.PROVIDER), []),
    ],
)
def test_lines_and_their_sources_are_the_readers_own(made, reader, expected):
    assert lines_of(made, reader) == expected
    assert lines_of(made, reader, "line_source") == expected


def test_statements_are_those_of_the_operators_contracts(made):
    edition = open_edition(made.home, ONE)

    assert edition.table("settlement").column("contract_no").to_pylist() == ["HT-001"]


@pytest.mark.parametrize(
    ("role", "table"),
    [
        (Role.PROVIDER, "settlement"),
        (Role.EVALUATOR, "settlement_line"),
        (Role.AUDITOR, "settlement"),
        (Role.SUPERVISOR, "settlement_line"),
        (Role.FINANCE, "score_summary"),
        (Role.SUPERVISOR, "gate_result"),
    ],
)
def test_another_roles_table_is_denied_and_the_roles_are_named(made, role, table):
    with pytest.raises(Forbidden, match="采购方 Purchaser"):
        open_edition(made.home, Principal("丁", role)).table(table)


def test_a_role_that_may_read_a_table_gets_no_row_of_it_that_nothing_makes_its_own(made):
    for table in PUBLISHED:
        for reader in (NONE, Principal("乙", Role.PROVIDER)):
            if table not in ("run", "ingest_file", "quarantine"):
                try:
                    assert open_edition(made.home, reader).table(table).num_rows == 0
                except Forbidden:
                    continue


def test_what_nobody_named_is_denied():
    with pytest.raises(Forbidden, match="nobody here"):
        refuse_page(Principal("丙", Role.PURCHASER), "/nowhere")
    with pytest.raises(Forbidden, match="nobody here"):
        refuse_act(Principal("丙", Role.PURCHASER), "print_money")


def test_who_reckons_does_not_approve():
    for act in ("approve", "agree_override", "approve_waiver"):
        with pytest.raises(Forbidden):
            refuse_act(Principal("工", Role.ENGINEER), act)
