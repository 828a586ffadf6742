"""The sample's delivery log has late, repeated and bad rows, and nothing is wrong with the others."""

import re
from collections import Counter
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

import pytest

FOLDERS = [f"2020-{month:02d}" for month in range(5, 13)] + [f"2021-{month:02d}" for month in range(1, 6)]
HEADER = ["delivery_no", "work_order_no", "deliverable_key", "delivered_at"]
HEADER += ["quantity", "unit", "version", "content_hash"]
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def deliveries(year, records):
    return records(year, "delivery")


@pytest.fixture(scope="module")
def sound(deliveries, orders):
    """Deliveries that nothing is wrong with, judged here and not by the generator; of a duplicate, one."""
    once = {tuple(row.get(name) for name in HEADER): row for row in deliveries}.values()
    return [row for row in once if not defects_of(row, orders)]


def defects_of(row: dict[str, str], orders: dict[str, dict[str, str]]) -> set[str]:
    if "unit" not in row:
        return {"short row"}
    if row["work_order_no"] not in orders:
        return {"unknown work order"}
    found = set()
    try:
        if Decimal(row["quantity"]) < 0:
            found.add("negative")
    except InvalidOperation:
        found.add("unit in quantity" if "万" in row["quantity"] else "comma in quantity")
    try:
        start = datetime.fromisoformat(orders[row["work_order_no"]]["start_time"])
        if datetime.fromisoformat(row["delivered_at"]) < start:
            found.add("before start")
    except ValueError:
        found.add("impossible date")
    return found


def month_in_shanghai(row: dict[str, str]) -> str:
    return datetime.fromisoformat(row["delivered_at"]).astimezone(SHANGHAI).strftime("%Y-%m")


def test_every_kind_of_bad_row_is_there_and_no_other(deliveries, orders):
    seen = Counter(tuple(row.get(name) for name in HEADER) for row in deliveries)
    kinds = Counter(kind for row in deliveries for kind in defects_of(row, orders))
    kinds["duplicate"] = sum(count - 1 for count in seen.values())

    assert kinds == {
        "short row": 2,
        "unknown work order": 1,
        "negative": 1,
        "unit in quantity": 2,
        "comma in quantity": 1,
        "impossible date": 2,
        "before start": 2,
        "duplicate": 2,
    }


def test_a_bad_row_has_one_thing_wrong_with_it_and_touches_no_sound_row(deliveries, sound, orders):
    bad = [row for row in deliveries if defects_of(row, orders)]
    sound_names = {row["deliverable_key"] for row in sound}
    sound_numbers = {row["delivery_no"] for row in sound}

    assert all(len(defects_of(row, orders)) == 1 for row in bad)
    assert {row.get("version", "1") for row in bad} == {"1"}
    assert not sound_names & {row["deliverable_key"] for row in bad}
    assert not sound_numbers & {row["delivery_no"] for row in bad}


def test_a_short_row_is_never_the_last_where_it_would_be_a_cut_file(year, rows_of):
    for month in FOLDERS:
        path = year / month / "delivery.csv"
        assert len(rows_of(path)[-1]) == 8
        assert path.read_bytes().endswith(b"\n")


def test_quantities_are_plain_decimals_of_at_most_four_places_above_zero(sound):
    for row in sound:
        assert re.fullmatch(r"\d{1,9}(\.\d{1,4})?", row["quantity"]), row
        assert Decimal(row["quantity"]) > 0, row


def test_units_are_the_items_or_records_for_ten_thousand_records(sound, orders, year, records):
    units = {row["item_code"]: row["unit_code"] for row in records(year, "service_item")}
    pairs = Counter((row["unit"], units[orders[row["work_order_no"]]["item_code"]]) for row in sound)
    unlike = {pair for pair in pairs if pair[0] != pair[1]}

    assert unlike == {("条", "万条")}
    assert pairs["条", "万条"] > pairs["万条", "万条"] > 100


def test_versions_of_a_deliverable_count_up_from_one_and_come_one_after_the_other(sound):
    histories: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in sorted(sound, key=lambda each: datetime.fromisoformat(each["delivered_at"])):
        histories.setdefault((row["work_order_no"], row["deliverable_key"]), []).append(row)
    again = [history for history in histories.values() if len(history) > 1]
    changed = [history for history in again if len({row["quantity"] for row in history}) > 1]
    elsewhere = [history for history in again if len({month_in_shanghai(row) for row in history}) > 1]

    for history in histories.values():
        assert [row["version"] for row in history] == ["1", "2", "3"][: len(history)]
        assert [row["folder"] for row in history] == sorted(row["folder"] for row in history)
    assert 0.04 < len(again) / len(histories) < 0.08
    assert 0.15 < len(changed) / len(again) < 0.5
    assert 0 < len(elsewhere) < len(again)


def test_a_row_lies_in_its_shanghai_month_or_comes_one_or_two_months_late(sound):
    by_month = [row for row in sound if row["folder"] != "2020-10-revision"]
    months_late = Counter(FOLDERS.index(row["folder"]) - FOLDERS.index(month_in_shanghai(row)) for row in by_month)

    assert set(months_late) == {0, 1, 2}
    assert 0.015 < (months_late[1] + months_late[2]) / len(sound) < 0.05


def test_some_rows_fall_into_another_month_in_utc(sound):
    other = [row for row in sound if not row["delivered_at"].endswith("+08:00")]
    moved = [row for row in other if row["delivered_at"][:7] != month_in_shanghai(row)]

    assert {row["delivered_at"][19:] for row in other} == {"Z", "+00:00"}
    assert len(moved) >= 5


def test_all_deliveries_lie_in_the_contract_and_a_few_after_their_orders_end(sound, orders):
    days = [datetime.fromisoformat(row["delivered_at"]).astimezone(SHANGHAI).date() for row in sound]
    late = [
        row
        for row in sound
        if datetime.fromisoformat(row["delivered_at"])
        > datetime.fromisoformat(orders[row["work_order_no"]]["end_time"])
    ]

    assert min(days) >= date(2020, 5, 8)
    assert max(days) <= date(2021, 5, 7)
    assert 3 <= len(late) <= 10
