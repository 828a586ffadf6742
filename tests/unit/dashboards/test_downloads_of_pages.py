"""A file that is taken away from a page holds the rows that the page shows, and its name says what was chosen."""

import csv
import io

import pytest

from dashboards.access import SYSTEM, Principal, Role
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement
from tests.unit.dashboards.made_visit import app_of
from tests.unit.dashboards.made_work import a_fate, a_pending, an_idle_order, an_order
from tests.unit.dashboards.test_claims_page import AGREED, a_review

PROVIDER = Principal("乙", Role.PROVIDER, providers=frozenset({"P2"}))
OPERATOR = Principal("甲", Role.OPERATOR, contracts=frozenset({"HT-002"}))
AUDITOR = Principal("审", Role.AUDITOR)


@pytest.fixture
def made(tmp_path):
    made = MadeHome(tmp_path)
    other = {"contract_no": "HT-002", "provider": "P7", "item_code": "DH-02"}
    done = an_order(work_order_no="GD-77", waiting_for=None, waiting_since=None, **other)
    made.publish(
        "R1",
        "2020-05",
        {
            "settlement": [a_settlement()],
            "settlement_line": [a_line()],
            "work_order_progress": [an_order(), an_idle_order(), done],
            "pending_metering": [
                a_pending(work_order_no="GD-01"),
                a_pending(work_order_no="GD-77", contract_no="HT-002"),
            ],
            "delivery_fate": [a_fate(), a_fate(delivery_no="JF-7", work_order_no="GD-77", row_number=3)],
            "claim_review": [a_review(), a_review(**AGREED)],
        },
    )
    return made


def got(made, address, reader=SYSTEM):
    return app_of(made.home, reader).server.test_client().get(address)


def rows_of(answer, column):
    return [row[column] for row in csv.DictReader(io.StringIO(answer.text))]


def name_of(answer):
    return answer.headers["Content-Disposition"].partition("filename=")[2]


@pytest.mark.parametrize(
    ("query", "orders", "name"),
    [
        ("", ["GD-09", "GD-01", "GD-77"], "work_order_progress.csv"),
        ("?contract=HT-002", ["GD-77"], "work_order_progress_contract-HT-002.csv"),
        ("?provider=P1&waiting=PAYMENT", ["GD-01"], "work_order_progress_provider-P1_waiting-PAYMENT.csv"),
        ("?waiting=LATE", ["GD-09"], "work_order_progress_waiting-LATE.csv"),
        (
            "?contract=HT-001&period=2020-05",
            ["GD-09", "GD-01"],
            "work_order_progress_contract-HT-001_open-in-2020-05.csv",
        ),
    ],
    ids=["all", "contract", "provider-and-step", "late", "month"],
)
def test_orders_follow_the_pages_filters_and_its_order(made, query, orders, name):
    answer = got(made, f"/download/orders.csv{query}")

    assert rows_of(answer, "work_order_no") == orders
    assert name_of(answer) == name


@pytest.mark.parametrize(
    ("path", "numbers", "name"),
    [
        ("pending.csv", ["GD-01", "GD-77"], "pending_metering.csv"),
        ("pending.csv?item=DH-02", ["GD-77"], "pending_metering_item-DH-02.csv"),
        ("deliveries.csv?period=2020-05", ["GD-01", "GD-77"], "delivery_fate_period-2020-05.csv"),
        (
            "deliveries.csv?period=2020-05&contract=HT-001",
            ["GD-01"],
            "delivery_fate_period-2020-05_contract-HT-001.csv",
        ),
    ],
    ids=["pending", "pending-of-an-item", "deliveries", "deliveries-of-a-contract"],
)
def test_metering_follows_the_pages_filters(made, path, numbers, name):
    answer = got(made, f"/download/{path}")

    assert rows_of(answer, "work_order_no") == numbers
    assert name_of(answer) == name


def test_of_two_runs_of_a_month_a_delivery_stands_once(made):
    made.publish("R2", "2020-05", {"delivery_fate": [a_fate(run_id="R2", fate="REPLACED")]})
    made.publish("R3", "2020-06", {"work_order_progress": [an_order(run_id="R3")]})

    answer = got(made, "/download/deliveries.csv?period=2020-05&contract=HT-001")

    assert rows_of(answer, "fate") == ["REPLACED"]


@pytest.mark.parametrize(
    ("query", "lines"), [("", ["1", "2"]), ("?verdict=AGREES", ["2"]), ("?reason=重复数据剔除&period=2020-05", ["1"])]
)
def test_claims_follow_the_pages_filters(made, query, lines):
    assert rows_of(got(made, f"/download/claims.csv{query}"), "line_no") == lines


@pytest.mark.parametrize(
    "path",
    [
        *("orders.csv?provider=P9", "orders.parquet", "pending.csv?item=%3Cscript%3E", "deliveries.csv"),
        *("deliveries.csv?period=1999-01", "claims.csv?verdict=NO", "claims.pdf", "budget.xlsx?project=X"),
        "trace.csv",
    ],
)
def test_what_fits_nothing_is_one_sentence_and_no_empty_file(made, path):
    answer = got(made, f"/download/{path}")

    assert answer.status_code == 404
    assert len(answer.text.splitlines()) == 2


def test_an_operator_and_a_provider_take_their_own_away(made):
    assert rows_of(got(made, "/download/orders.csv", PROVIDER), "work_order_no") == ["GD-09"]
    assert got(made, "/download/orders.csv?contract=HT-001", OPERATOR).status_code == 404
    assert rows_of(got(made, "/download/pending.csv", OPERATOR), "work_order_no") == ["GD-77"]
    assert rows_of(got(made, "/download/claims.csv", OPERATOR), "contract_no") == ["HT-002"]


@pytest.mark.parametrize(
    ("path", "reader"),
    [("pending.csv", PROVIDER), ("claims.csv", PROVIDER), ("orders.csv", AUDITOR), ("trace.csv?id=L1", AUDITOR)],
)
def test_whoever_may_not_open_the_page_takes_nothing_away_from_it(made, path, reader):
    assert got(made, f"/download/{path}", reader).status_code == 403


def test_names_that_no_file_may_have_are_made_fit(made):
    made.publish("R2", "2020-06", {"work_order_progress": [an_order(run_id="R2", provider="../P 1")]})

    assert name_of(got(made, "/download/orders.csv?provider=../P%201")) == "work_order_progress_provider-.._P_1.csv"
