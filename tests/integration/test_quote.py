"""A quote prices quantities by the rules of settlement, books nothing, and names the row that has no price."""

import csv
import sys
from pathlib import Path

import pytest

from interface.errors import CannotRun
from interface.settings import read_settings
from orchestration import cli
from orchestration.quote import Quoted, quote
from tests.integration.conftest import Row, an_item

FIRST = {"catalogue_code": "C", "version_no": "1", "effective_from": "2020-01-01", "effective_to": "2020-12-31"}
SECOND = {"catalogue_code": "C", "version_no": "2", "effective_from": "2021-01-01", "effective_to": ""}


def a_tier(item_code: str, seq: str, from_qty: str, to_qty: str, unit_price: str, flat_fee: str = "") -> Row:
    tier = {"catalogue_code": "C", "version_no": "1", "item_code": item_code, "seq": seq}
    return tier | {"from_qty": from_qty, "to_qty": to_qty, "unit_price": unit_price, "flat_fee": flat_fee}


def write(folder: Path, **tables: list[Row]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, fieldnames=list(dict.fromkeys(key for row in rows for key in row)))
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """One version with an item of every mode, and items that have no single price."""
    return write(
        tmp_path / "catalogue",
        catalogue_version=[FIRST],
        service_item=[
            an_item("PLAIN", unit_price="12.345"),
            an_item("PAGES", unit_price="8.87"),
            an_item("RECORDS", unit_price="120", unit_code="万条"),
            an_item("SOME-FREE", unit_price="3.3333", free_qty="10"),
            an_item("PACKAGE", unit_price="80.005", tier_mode="PACKAGE", package_size="500", free_qty="100"),
            an_item("STEPS", unit_price="", tier_mode="PROGRESSIVE"),
            an_item("VOLUME", unit_price="", tier_mode="VOLUME", tier_scope="CONTRACT_YEAR"),
            an_item("LUMP", unit_price="88.885", tier_mode="LUMP"),
            an_item("FREE", unit_price="", tier_mode="FREE"),
            an_item("BOUNDED", unit_price="0.25", min_amount="10", max_amount="500"),
            an_item("NO-PRICE", unit_price=""),
            an_item("NO-SIZE", tier_mode="PACKAGE"),
            an_item("NO-TIERS", unit_price="", tier_mode="VOLUME"),
            an_item("GAP", unit_price="", tier_mode="PROGRESSIVE"),
            an_item("FREE-STEPS", unit_price="", tier_mode="PROGRESSIVE", free_qty="1"),
        ],
        price_tier=[
            a_tier("STEPS", "1", "0", "39", "4.7932", "2.50"),
            a_tier("STEPS", "2", "39", "62", "0.7603", "2.50"),
            a_tier("VOLUME", "1", "0", "10", "5.4811", "1.00"),
            a_tier("VOLUME", "2", "10", "", "3.1545"),
            a_tier("GAP", "1", "0", "10", "2"),
            a_tier("GAP", "2", "11", "", "1"),
            a_tier("FREE-STEPS", "1", "0", "", "2"),
        ],
        unit_conversion=[
            {"from_unit": "包", "to_unit": "个", "factor": "10", "item_code": ""},
            {"from_unit": "包", "to_unit": "个", "factor": "12", "item_code": "PLAIN"},
        ],
    )


@pytest.fixture
def price(tmp_path: Path, catalogue: Path):
    """Quote rows of (item, quantity) or (item, quantity, unit); the amounts as text, in their order."""

    def price_rows(*rows: tuple[str, ...], inputs: Path = catalogue, **asked: str) -> list[tuple[str, str]]:
        text = "".join(",".join((*row, "")[:3]) + "\n" for row in rows)
        quantities, out = tmp_path / "quantities.csv", tmp_path / "priced.csv"
        quantities.write_text("item_code,quantity,unit\n" + text, encoding="utf-8")
        quote(inputs, quantities, out, settings=read_settings({}), **asked)
        with out.open(encoding="utf-8", newline="") as stream:
            return [(row["amount_exact"], row["amount"]) for row in csv.DictReader(stream)]

    return price_rows


WORKED = (
    ("PLAIN", "1", "", "12.345", "12.35"),
    ("PLAIN", "0", "", "0", "0.00"),
    ("PLAIN", "100", "", "1234.5", "1234.50"),
    ("PAGES", "26009.5", "", "230704.265", "230704.27"),  # a binary fraction gives .26
    # The item's own conversion, 12, goes before the one for all items; 10 is that for PAGES.
    ("PLAIN", "2", "包", "296.28", "296.28"),
    ("PAGES", "2", "包", "177.4", "177.40"),
    ("RECORDS", "12345.6789", "", "1481481.468", "1481481.47"),
    ("RECORDS", "1", "条", "0.012", "0.01"),
    ("RECORDS", "1.5", "亿条", "1800000", "1800000.00"),
    ("SOME-FREE", "9", "", "0", "0.00"),
    ("SOME-FREE", "10", "", "0", "0.00"),
    ("SOME-FREE", "10.000001", "", "0.0000033333", "0.00"),
    ("SOME-FREE", "25.5", "", "51.66615", "51.67"),  # 15.5 × 3.3333
    ("PACKAGE", "0", "", "0", "0.00"),
    ("PACKAGE", "100", "", "0", "0.00"),
    ("PACKAGE", "100.000001", "", "80.005", "80.01"),
    ("PACKAGE", "600", "", "80.005", "80.01"),  # exactly one package beyond the free 100
    ("PACKAGE", "600.000001", "", "160.01", "160.01"),
    ("STEPS", "0", "", "0", "0.00"),  # no flat fee either
    ("STEPS", "38", "", "184.6416", "184.64"),  # 38 × 4.7932 + 2.50
    ("STEPS", "39", "", "189.4348", "189.43"),
    ("STEPS", "39.000001", "", "191.9348007603", "191.93"),  # and the second fee
    ("STEPS", "62", "", "209.4217", "209.42"),  # 189.4348 + 23 × 0.7603 + 2.50
    ("VOLUME", "0", "", "0", "0.00"),
    ("VOLUME", "10", "", "55.811", "55.81"),  # 10 × 5.4811 + 1.00
    ("VOLUME", "10.000001", "", "31.5450031545", "31.55"),  # all of it at 3.1545
    ("VOLUME", "10.5", "", "33.12225", "33.12"),
    ("LUMP", "0", "", "0", "0.00"),
    ("LUMP", "0.000001", "", "88.885", "88.89"),
    ("LUMP", "1000", "", "88.885", "88.89"),
    ("FREE", "5", "", "0", "0.00"),
    ("BOUNDED", "0", "", "0", "0.00"),  # whatever the minimum
    ("BOUNDED", "4", "", "10", "10.00"),
    ("BOUNDED", "40", "", "10", "10.00"),
    ("BOUNDED", "40.04", "", "10.01", "10.01"),
    ("BOUNDED", "2000", "", "500", "500.00"),
    ("BOUNDED", "2000.04", "", "500", "500.00"),
)
"""Item, quantity, unit; exact amount and amount worked by hand."""


def test_every_mode_is_priced_inside_outside_and_on_its_edges(price) -> None:
    priced = price(*(row[:3] for row in WORKED))

    assert [(*row[:3], *amounts) for row, amounts in zip(WORKED, priced, strict=True)] == list(WORKED)


def test_the_result_keeps_the_given_columns_and_the_users_home_stays_untouched(
    tmp_path: Path, catalogue: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    quantities, out = tmp_path / "数量.csv", tmp_path / "result" / "priced.csv"
    quantities.write_text('备注,数量,服务项编号\r\n"一, ""二""",1.50,PLAIN\r\n,2,PLAIN\r\n', encoding="utf-8-sig")
    write(catalogue, delivery=[{"nonsense": "1"}])  # no table of a catalogue: left alone
    monkeypatch.setenv("HENGLIANG_HOME", str(tmp_path / "home"))
    arguments = ["--inputs", str(catalogue), "--quantities", str(quantities), "--out", str(out)]
    monkeypatch.setattr(sys, "argv", ["hengliang", "quote", *arguments])

    with pytest.raises(SystemExit) as ended:
        cli.main()

    assert (ended.value.code, capsys.readouterr().out) == (0, f"{out}: 2 rows priced by C 1\n")
    assert out.read_bytes().decode() == (
        '备注,数量,服务项编号,amount_exact,amount\n"一, ""二""",1.50,PLAIN,18.5175,18.52\n,2,PLAIN,24.69,24.69\n'
    )
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        pytest.param(("OTHER", "1"), "item OTHER: the catalogue has no such item", id="unknown-item"),
        pytest.param(("NO-PRICE", "1"), "item NO-PRICE: the catalogue gives it no price", id="no-price"),
        pytest.param(("NO-SIZE", "1"), "the catalogue gives no package_size above 0", id="no-package-size"),
        pytest.param(("NO-TIERS", "1"), "tiers price it and price_tier has none for it", id="no-tiers"),
        pytest.param(("GAP", "1"), "item GAP: its tiers leave a gap or overlap", id="tier-gap"),
        pytest.param(("FREE-STEPS", "1"), "it has a free quantity, which only FLAT and PACKAGE", id="free-on-tiers"),
        pytest.param(("STEPS", "62.000001"), "the quantity lies beyond its highest tier", id="beyond-tiers"),
        pytest.param(("PLAIN", "1", "箱"), "its unit does not convert to the item's", id="unit"),
        pytest.param(("PLAIN", "1e3"), r"column quantity \(数量\): '1e3' is not a plain number", id="no-number"),
        pytest.param(("PLAIN", "-1"), "'-1' is negative", id="negative"),
        pytest.param(("PLAIN", "0.0000001"), "'0.0000001' has more than 6 decimal places", id="too-fine"),
        pytest.param(("PLAIN", ""), "the cell is blank, and every row must give it", id="blank"),
    ],
)
def test_a_row_without_a_price_is_named_and_nothing_is_written(
    price, tmp_path: Path, row: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(CannotRun, match=rf"quantities\.csv, line 3.*{sentence}.* In all, 2 rows cannot be priced\."):
        price(("PLAIN", "1"), row, ("PLAIN", "x"))

    assert not (tmp_path / "priced.csv").exists()


def test_a_quantity_beyond_what_amounts_hold_is_a_sentence(price) -> None:
    with pytest.raises(CannotRun, match="holds a quantity that is too large to price"):
        price(("PACKAGE", "999999999999"))


def test_of_several_versions_the_one_asked_for_or_in_force_prices(price, tmp_path: Path) -> None:
    items = [an_item("PLAIN", unit_price="1"), an_item("PLAIN", version_no="2", unit_price="2")]
    inputs = write(tmp_path / "two", catalogue_version=[FIRST, SECOND], service_item=items)

    assert price(("PLAIN", "1"), inputs=inputs, on="2020-12-31") == [("1", "1.00")]
    assert price(("PLAIN", "1"), inputs=inputs, on="2021-01-01") == [("2", "2.00")]
    assert price(("PLAIN", "1"), inputs=inputs) == [("2", "2.00")]
    assert price(("PLAIN", "1"), inputs=inputs, version="1") == [("1", "1.00")]


def test_a_version_that_does_not_fit_is_a_sentence(price, catalogue: Path) -> None:
    # The only version prices without being asked for although its last day is past.
    assert price(("PLAIN", "1")) == [("12.345", "12.35")]
    with pytest.raises(CannotRun, match="no catalogue version that has it is in force on 2021-01-01: give --version"):
        price(("PLAIN", "1"), on="2021-01-01")
    with pytest.raises(CannotRun, match="version 9 of the catalogue does not have it"):
        price(("PLAIN", "1"), version="9")
    write(catalogue, catalogue_version=[FIRST, SECOND | {"effective_from": "2020-12-31"}])
    write(catalogue, service_item=[an_item("PLAIN"), an_item("PLAIN", version_no="2")])
    (catalogue / "price_tier.csv").unlink()
    with pytest.raises(CannotRun, match="several catalogue versions that have it are in force on 2020-12-31: give"):
        price(("PLAIN", "1"), on="2020-12-31")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        pytest.param({"on": "2020-02-30"}, "Day '2020-02-30' is not a date", id="no-day"),
        pytest.param({"on": "2020-05-01", "version": "1"}, "Give --version or --on, not both", id="both"),
    ],
)
def test_an_unfit_request_is_a_sentence(price, asked: dict[str, str], sentence: str) -> None:
    with pytest.raises(CannotRun, match=sentence):
        price(("PLAIN", "1"), **asked)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("item_code,amount\nPLAIN,1\n", r"E111 .*missing: quantity \(数量\)", id="no-quantity-column"),
        pytest.param("item_code,quantity\n", "has a header and no rows", id="no-rows"),
        pytest.param("item_code,quantity,amount\nPLAIN,1,2\n", "has a column amount already", id="amount-there"),
        pytest.param("", "E104 The file is empty", id="empty"),
    ],
)
def test_a_file_of_quantities_that_cannot_be_used_is_a_sentence(
    tmp_path: Path, catalogue: Path, text: str, sentence: str
) -> None:
    quantities = tmp_path / "quantities.csv"
    quantities.write_text(text, encoding="utf-8")

    with pytest.raises(CannotRun, match=sentence):
        quote(catalogue, quantities, tmp_path / "priced.csv", settings=read_settings({}))


def test_a_catalogue_with_a_row_set_aside_prices_nothing(price, catalogue: Path) -> None:
    write(catalogue, price_tier=[a_tier("STEPS", "1", "0", "39", "4.79321234")])

    with pytest.raises(CannotRun, match=r"price_tier\.csv, line 2, cannot be used \(Q206\): Column unit_price"):
        price(("PLAIN", "1"))


def test_a_folder_without_a_catalogue_is_a_sentence(price, tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="holds none of the tables service_item, catalogue_version"):
        price(("PLAIN", "1"), inputs=write(tmp_path / "none", party=[{"party_code": "P", "party_name": "甲"}]))
    with pytest.raises(CannotRun, match="holds no rows of table service_item"):
        price(("PLAIN", "1"), inputs=write(tmp_path / "some", catalogue_version=[FIRST]))


def test_a_quote_says_how_many_rows_and_which_versions(tmp_path: Path, catalogue: Path) -> None:
    quantities = tmp_path / "quantities.csv"
    quantities.write_text("item_code,quantity\nPLAIN,1\n", encoding="utf-8")

    assert quote(catalogue, quantities, tmp_path / "o.csv", settings=read_settings({})) == Quoted(1, ("C 1",))
