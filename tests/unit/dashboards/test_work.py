"""Work orders and deliveries are told as published: nothing is presumed or counted twice, and blank is not zero."""

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from dashboards.access import SYSTEM, Principal, Role
from dashboards.app import render_page
from dashboards.editions import open_edition
from dashboards.metering import by_age, by_lateness, deliverables_by_day, newest_fates
from dashboards.work_orders import months_open, progress_is, read_orders
from interface.tables import PUBLISHED
from tests.unit.dashboards.made_edition import MadeHome, a_line, a_settlement, schema
from tests.unit.dashboards.made_visit import a_visit
from tests.unit.dashboards.made_work import a_fate, a_pending, a_profile, an_idle_order, an_order
from tests.unit.dashboards.test_pages import text_of

VERIFIES = {"waiting_for": "VERIFICATION", "waiting_since": date(2020, 5, 20)}
PROVIDER = Principal("乙", Role.PROVIDER, providers=frozenset({"P2"}))
OPERATOR = Principal("甲", Role.OPERATOR, contracts=frozenset({"HT-002"}))


@pytest.fixture
def made(tmp_path):
    made = MadeHome(tmp_path)
    orders = [an_order(), an_order(work_order_no="GD-02", **VERIFIES), an_idle_order()]
    other = an_order(work_order_no="GD-77", contract_no="HT-002", provider="P7", waiting_for=None, waiting_since=None)
    made.publish(
        "R1",
        "2020-05",
        {
            "settlement": [a_settlement()],
            "settlement_line": [a_line()],
            "work_order_progress": [*orders, other],
            "pending_metering": [a_pending(), a_pending(work_order_no="GD-09")],
            "delivery_fate": [a_fate(), a_fate(delivery_no="JF-0", row_number=3, fate="REPLACED")],
            "delivery_profile": [a_profile()],
        },
    )
    return made


def shown(made, path, reader=SYSTEM, **query):
    return text_of(render_page(a_visit(made.home, reader, **query), path))


def test_what_waits_longest_stands_first_and_what_waits_for_nothing_last(made):
    orders = read_orders(open_edition(made.home, SYSTEM))

    assert [row["work_order_no"] for row in orders] == ["GD-09", "GD-02", "GD-01", "GD-77"]


def test_work_without_a_line_is_its_providers(made):
    assert [row["work_order_no"] for row in read_orders(open_edition(made.home, PROVIDER))] == ["GD-09"]
    pending = open_edition(made.home, PROVIDER).table("pending_metering")
    assert pending.column("work_order_no").to_pylist() == ["GD-09"]
    assert [row["work_order_no"] for row in read_orders(open_edition(made.home, OPERATOR))] == ["GD-77"]


def test_an_edition_from_before_the_table_still_knows_work_by_its_lines(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement_line": [a_line(provider="P2")], "delivery_fate": [a_fate()]})

    assert open_edition(made.home, PROVIDER).table("delivery_fate").num_rows == 1


def test_orders_are_told_with_who_acts_and_late_ones_are_counted(made):
    text = shown(made, "/orders")

    assert "待交付|delivery" in text
    assert "数据服务商|The provider|1|2020-05-01" in text
    assert "待计量核定|verification" in text
    assert "1 / 4" in text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"waiting": "LATE"}, "1 行 rows"),
        ({"waiting": "NONE"}, "1 行 rows"),
        ({"provider": "P1"}, "2 行 rows"),
        ({"contract": "HT-001", "period": "2020-05"}, "3 行 rows"),
    ],
)
def test_filters_narrow_the_orders(made, query, count):
    assert count in shown(made, "/orders", **query)


@pytest.mark.parametrize("query", [{"provider": "P9"}, {"period": "1999-01"}, {"waiting": "<script>"}])
def test_an_unknown_filter_of_orders_shows_no_amount_and_the_way_back(made, query):
    text = shown(made, "/orders", **query)

    assert "没有符合条件的工单|No order fits" in text
    assert "0.00" not in text


def test_a_home_without_orders_says_who_acts(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()]})

    assert "没有工单进度|No work orders" in shown(made, "/orders")
    assert "没有工单进度|No work orders" in shown(made, "/metering")


def test_others_orders_are_nowhere_on_the_page(made):
    page = str(render_page(a_visit(made.home, PROVIDER), "/orders"))

    assert "GD-09" in page
    assert [each for each in ("GD-01", "GD-02", "GD-77", "P7", "HT-002") if each in page] == []


def test_metering_tells_what_waits_and_what_was_replaced(made):
    text = shown(made, "/metering")

    assert "GD-01|1|2" in text
    assert "2 行 rows" in text
    assert "没有等待计量的工单" not in text


def test_a_month_that_was_not_settled_has_no_metering(made):
    text = shown(made, "/metering", period="2021-01")

    assert "没有这一期" in text
    assert "2020-05" in text


def test_a_deliverable_counts_once_however_often_its_month_was_settled():
    earlier = a_profile(delivery_count=9)
    newer = a_profile(run_id="R2", delivery_count=2)
    hour = a_profile(run_id="R2", facet="HOUR", position=10)
    table = _table("delivery_profile", [earlier, newer, hour])

    assert deliverables_by_day(table, {"2020-05": "R2"}) == {("2020-05", 9): 2}


def test_of_two_runs_of_a_month_the_newer_tells_a_deliverys_fate(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"delivery_fate": [a_fate(), a_fate(row_number=3)]})
    made.publish("R2", "2020-05", {"delivery_fate": [a_fate(run_id="R2", fate="REPLACED")]})

    fates = newest_fates(open_edition(made.home, SYSTEM), "2020-05")

    found = sorted(zip(fates.column("fate").to_pylist(), fates.column("delivery_count").to_pylist(), strict=True))
    assert found == [("COUNTED", 1), ("REPLACED", 1)]


def test_lateness_is_counted_from_the_orders_last_day(tmp_path):
    days = [
        (datetime(2020, 4, 1, 2, tzinfo=UTC), False),  # 60 days before
        (datetime(2020, 5, 23, 2, tzinfo=UTC), False),  # 8 days before
        (datetime(2020, 5, 24, 2, tzinfo=UTC), False),  # 7 days before
        (datetime(2020, 5, 31, 2, tzinfo=UTC), False),  # on the day
        (datetime(2020, 5, 31, 3, tzinfo=UTC), True),  # on the day, later than the hour of the end
        (datetime(2020, 6, 7, 2, tzinfo=UTC), True),  # 7 days after
        (datetime(2020, 6, 8, 2, tzinfo=UTC), True),  # 8 days after
        (datetime(2020, 7, 31, 2, tzinfo=UTC), True),  # 61 days after
    ]
    fates = [a_fate(delivered_at=at, is_late=late, row_number=number) for number, (at, late) in enumerate(days)]
    fates.append(a_fate(work_order_no="GD-00", row_number=99))

    orders = [an_order(), an_order(work_order_no="GD-00", end_time=None)]
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"delivery_fate": fates})
    counted = newest_fates(open_edition(made.home, SYSTEM), "2020-05")

    assert by_lateness(counted, orders) == [1, 1, 1, 1, 2, 1, 1]
    assert by_lateness(counted, orders[1:]) == []


def test_ages_are_told_by_step_and_an_unknown_day_is_no_day():
    rows = [
        an_order(waiting_for="VERIFICATION", waiting_since=date(2020, 5, 1)),
        an_order(waiting_for="VERIFICATION", waiting_since=date(2020, 4, 30)),
        an_order(waiting_for="ACCEPTANCE", waiting_since=None),
        an_order(waiting_for="PAYMENT"),
        an_order(waiting_for=None),
    ]

    assert by_age(rows, date(2020, 5, 31)) == {
        ("VERIFICATION", "0–30"): 1,
        ("VERIFICATION", "31–60"): 1,
        ("ACCEPTANCE", "?"): 1,
    }


def test_months_are_those_in_which_orders_are_open():
    assert months_open([an_order(), an_order(end_time=datetime(2020, 7, 1, tzinfo=UTC))]) == [
        "2020-05",
        "2020-06",
        "2020-07",
    ]
    assert months_open([an_order(end_time=None)]) == []
    assert progress_is(an_order(waiting_for=None), "NONE")


def _table(name, rows):
    return pa.Table.from_pylist(rows, schema=schema(PUBLISHED[name]))
