"""The shipped sample is the same for the same seed and covers the contract year of three contracts."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.sample import write_contract_year
from interface.tables import INPUTS

FOLDERS = [f"2020-{month:02d}" for month in range(5, 13)] + [f"2021-{month:02d}" for month in range(1, 6)]
RUNS = [*((month, month) for month in FOLDERS[:6]), ("2020-10-revision", "2020-10")]
RUNS += [*((month, month) for month in FOLDERS[6:]), ("2020-annual", "2020")]
"""The folder of each run and the period that it settles."""


def bytes_by_path(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_seed_gives_the_same_bytes(year, tmp_path):
    write_contract_year(tmp_path, seed=1)

    assert bytes_by_path(tmp_path) == bytes_by_path(year)


def test_another_seed_gives_other_deliveries_and_the_same_masters(year, tmp_path):
    write_contract_year(tmp_path, seed=2)

    ours, theirs = bytes_by_path(year), bytes_by_path(tmp_path)
    assert ours["2020-06/delivery.csv"] != theirs["2020-06/delivery.csv"]
    assert ours["2020-05/service_item.csv"] == theirs["2020-05/service_item.csv"]


def test_the_runs_come_back_in_order_and_each_has_its_folder(tmp_path):
    steps = write_contract_year(tmp_path, seed=3)

    assert [(step.folder, str(step.period)) for step in steps] == RUNS
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(folder for folder, _ in RUNS)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_year_has_a_few_thousand_deliveries_and_no_month_without(tmp_path, seed, records):
    write_contract_year(tmp_path, seed=seed)

    by_folder = Counter(row["folder"] for row in records(tmp_path, "delivery"))
    assert by_folder.pop("2020-10-revision") == 1
    assert set(by_folder) == set(FOLDERS)
    assert 2500 <= by_folder.total() <= 4000
    assert min(by_folder.values()) >= 50


def test_every_file_is_a_known_table_with_known_columns(year, rows_of):
    for path in year.rglob("*.csv"):
        table = INPUTS[path.stem]
        header = rows_of(path)[0]
        is_english = header[0] in table.names
        known = table.names if is_english else [column.label for column in table.columns]
        assert set(header) <= set(known), path
        required = [name if is_english else table.column(name).label for name in table.required]
        assert set(required) <= set(header), path


def test_required_cells_are_given_everywhere_but_in_the_delivery_log(year, records):
    for name in INPUTS:
        if name != "delivery":
            for row in records(year, name):
                assert all(row[column] for column in INPUTS[name].required), (name, row)


def test_the_catalogue_has_24_flat_items_in_six_classes_and_some_new_prices(year, records):
    items = records(year, "service_item")
    prices = {(row["version_no"], row["item_code"]): row["unit_price"] for row in items}
    changed = [code for version, code in prices if version == "2020" and prices["2021", code] != prices["2020", code]]

    assert len(items) == 48
    assert len({row["class_name"] for row in items}) == 6
    assert {row["tier_mode"] for row in items} == {"", "FLAT"}
    assert prices["2020", "1"] == prices["2021", "1"] == "120"
    assert (prices["2020", "2"], prices["2021", "2"]) == ("12.345", "11.85")
    assert 3 <= len(changed) <= 12


def test_the_contracts_are_metered_priced_and_paid_in_three_ways(year, records):
    first, second, third = records(year, "contract")

    assert (first["contract_no"], first["metering_basis"], first["catalogue_version"]) == (
        "HT-2020-01",
        "DELIVERED",
        "",
    )
    assert (second["contract_no"], second["metering_basis"], second["catalogue_version"]) == (
        "HT-2020-02",
        "VERIFIED",
        "2020",
    )
    assert (third["contract_no"], third["settlement_kind"]) == ("HT-2020-03", "ANNUAL")
    assert {(row["service_from"], row["service_to"]) for row in (first, second, third)} == {
        ("2020-05-08", "2021-05-07")
    }


def test_all_names_of_parties_say_that_they_are_a_demonstration(year, records):
    parties = records(year, "party")

    assert Counter(row["role_code"] for row in parties) == {
        "PURCHASER": 1,
        "OPERATOR": 1,
        "PROVIDER": 5,
        "SUPERVISOR": 1,
    }
    assert all(row["party_name"].endswith("(演示)") for row in parties)


def test_orders_refer_to_what_is_there(year, orders, records):
    services = {row["order_no"]: row["contract_no"] for row in records(year, "service_order")}
    items = {row["item_code"] for row in records(year, "service_item")}
    parties = {row["party_code"] for row in records(year, "party")}

    assert (len(services), len(orders)) == (8, 40)
    assert {row["item_code"] for row in orders.values()} == items
    assert {row["provider"] for row in orders.values()} <= parties
    assert all(services[row["order_no"]] == row["contract_no"] for row in orders.values())
    assert min(row["start_time"] for row in orders.values()) == "2020-05-08T00:00:00+08:00"
    assert sum(row["start_time"] > "2020-05-09" for row in orders.values()) >= 3
    assert sum(row["end_time"] < "2021-05-07" for row in orders.values()) >= 3


def test_work_that_may_not_be_handed_on_is_done_by_the_operator(orders):
    reserved = [row for row in orders.values() if row["no_subcontract_flag"] == "yes"]

    assert len(reserved) == 1
    assert reserved[0]["provider"] == reserved[0]["operator"]


def test_headers_are_chinese_in_some_months_and_one_file_is_as_a_spreadsheet_saves_it(year):
    first = {month: (year / month / "delivery.csv").read_bytes().split(b"\n")[0] for month in FOLDERS}

    assert [month for month in FOLDERS if "交付编号".encode() in first[month]] == ["2020-07", "2020-11"]
    assert first["2020-11"].startswith(b"\xef\xbb\xbf")
    assert first["2020-11"].endswith(b"\r")
    assert first["2020-06"].startswith(b"delivery_no,work_order_no,")


def test_scores_stand_for_every_month_two_are_low_and_one_of_these_comes_late(year, records):
    quarters = [row for row in records(year, "assessment") if "Q" in row["period"]]
    scores = [row for row in records(year, "assessment") if "Q" not in row["period"]]

    assert [row["period"] for row in scores] == FOLDERS
    assert {row["folder"] for row in quarters} == {"2020-annual"}
    assert {row["period"]: row["score"] for row in quarters if Decimal(row["score"]) < 90} == {"2020-Q3": "86.4"}
    assert {row["period"]: row["score"] for row in scores if Decimal(row["score"]) < 90} == {
        "2020-08": "87.5",
        "2020-12": "84",
    }
    assert [(row["period"], row["folder"]) for row in scores if row["period"] != row["folder"]] == [
        ("2020-12", "2021-01")
    ]


def test_prepayments_and_breach_events_are_learned_in_their_month(year, records):
    paid = [(row["contract_no"], row["folder"], row["paid_on"]) for row in records(year, "prepayment")]
    events = [(row["folder"], row["occurred_on"], row["liable"]) for row in records(year, "breach_event")]

    assert paid == [
        ("HT-2020-01", "2020-05", "2020-05-20"),
        ("HT-2020-03", "2020-05", "2020-05-20"),
        ("HT-2020-02", "2020-06", "2020-06-10"),
    ]
    assert events == [
        ("2020-09", "2020-09-16", "yes"),
        ("2020-11", "2020-11-03", "yes"),
        ("2021-01", "2021-01-22", "no"),
    ]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_revision_corrects_one_delivery_of_october_upwards(tmp_path, records, seed):
    write_contract_year(tmp_path, seed=seed)

    deliveries = records(tmp_path, "delivery")
    (corrected,) = [row for row in deliveries if row["folder"] == "2020-10-revision"]
    (wrong,) = [
        row
        for row in deliveries
        if (row["work_order_no"], row["deliverable_key"]) == (corrected["work_order_no"], corrected["deliverable_key"])
        and row is not corrected
    ]
    (objection,) = records(tmp_path, "objection")
    assert (wrong["folder"], wrong["version"], corrected["version"]) == ("2020-10", "1", "2")
    assert Decimal(corrected["quantity"]) > Decimal(wrong["quantity"])
    assert corrected["unit"] == wrong["unit"]
    assert (objection["work_order_no"], objection["period"]) == (corrected["work_order_no"], "2020-10")
