"""The command line says in one sentence what is wrong and what to do; its exit code says how it ended."""

import csv
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from orchestration import cli
from tests.integration.conftest import a_contract, a_delivery, an_item, write_tables


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path):
    """Run the command line in this process, in a folder of its own; (exit code, standard output, standard error)."""

    def _run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["hengliang", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return _run


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(("settle",), "Give --period YYYY-MM for a month, or --year YYYY", id="no-period"),
        pytest.param(("settle", "--period", "2020-05", "--year", "2020"), "Give --period YYYY-MM", id="month-and-year"),
        pytest.param(("settle", "--year", "20"), "Year '20' is not a year", id="no-year"),
        pytest.param(("settle", "--year", "2020", "--through", "2020-06"), "--through goes with", id="year-through"),
        pytest.param(("settle", "--period", "2020-13"), "Period '2020-13' is not a month", id="no-month"),
        pytest.param(("settle", "--period", "2020-5"), "Period '2020-5' is not a month", id="short-month"),
        pytest.param(("settle", "--period", "2020-05", "--type", "LAST"), "Invalid value for '--type'", id="no-type"),
        pytest.param(
            ("settle", "--period", "2020-05", "--as-of", "yesterday"), "Time 'yesterday' cannot be read", id="no-time"
        ),
        pytest.param(
            ("settle", "--period", "2020-05", "--through", "2020-04"),
            "--through 2020-04 lies before --period 2020-05",
            id="months-in-the-wrong-order",
        ),
        pytest.param(("ingest", "--inputs", "nowhere"), "Folder nowhere cannot be read", id="no-folder"),
        pytest.param(("export", "--what", "all", "--to", "out"), "Nothing is published in ", id="nothing-to-export"),
        pytest.param(("explain", "L0123"), "Nothing is published in ", id="nothing-to-explain"),
        pytest.param(("verify",), "is no home: nothing was ever received there", id="nothing-to-verify"),
        pytest.param(("settel",), "No such command 'settel'.", id="no-command"),
    ],
)
def test_bad_usage_ends_with_1_and_one_sentence(run, arguments: tuple[str, ...], sentence: str) -> None:
    code, out, err = run(*arguments)

    assert (code, out) == (1, "")
    assert sentence in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_an_unknown_setting_is_refused_by_name(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HENGLIANG_HOEM", "x")

    code, _, err = run("where")

    assert code == 1
    assert err.startswith("Environment variable HENGLIANG_HOEM is not known")


def test_without_a_command_the_commands_are_listed(run) -> None:
    code, out, _ = run()

    assert code == 0
    for command in ("ingest", "settle", "export", "explain", "verify", "where", "demo", "serve", "dev"):
        assert f"  {command} " in out


def test_a_missing_column_is_named_and_the_other_files_land(run, tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "in", party=[{"party_code": "P1", "party_name": "甲"}], delivery=[{"数量": "1"}])

    code, out, err = run("ingest", "--inputs", str(folder))

    assert code == 2
    assert "party.csv: 1 read · 1 landed · 0 duplicate · 0 quarantined" in out
    assert "delivery.csv: refused, E111" in out
    assert "At least one file was refused" in err


@pytest.mark.parametrize("is_terminal", [True, False], ids=["terminal", "log"])
def test_progress_goes_to_a_terminal_and_the_lines_of_files_to_standard_output(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_terminal: bool
) -> None:
    folder = write_tables(tmp_path / "in", party=[{"party_code": "P1", "party_name": "甲"}])
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)

    code, out, err = run("ingest", "--inputs", str(folder))

    assert (code, out) == (0, "party.csv: 1 read · 1 landed · 0 duplicate · 0 quarantined\n")
    said = [line.split(" in ")[0] for line in err.splitlines()]
    assert said == (["reading party.csv (file 1 of 1) …", "1 files, 1 rows"] if is_terminal else [])


def test_settling_without_a_needed_column_ends_with_1_and_names_it(run, tmp_path: Path) -> None:
    tables = a_contract() | {"delivery": [a_delivery("D1")]}
    for row in tables["delivery"]:
        del row["quantity"]
    folder = write_tables(tmp_path / "in", **tables)

    code, _, err = run("settle", "--inputs", str(folder), "--period", "2020-03")

    assert code == 1
    assert "table delivery (交付日志) is missing, its file delivery.csv was refused: E111" in err
    assert "quantity" in err


def test_a_refused_run_ends_with_2_says_why_and_publishes_nothing(run, tmp_path: Path) -> None:
    tables = a_contract() | {"delivery": [a_delivery("D1")]}
    tables["service_item"][0] = an_item("I1", unit_code="万条", unit_price="")
    folder = write_tables(tmp_path / "in", **tables)

    code, _, err = run("settle", "--inputs", str(folder), "--period", "2020-03")

    assert code == 2
    assert "the gate refused the run; nothing was published" in err
    assert "exactly_one_price_applies: 1" in err
    assert "W1 2020-03 I1 NO_PRICE" in err
    assert "report.md" in err
    assert not (tmp_path / "warehouse" / "published").exists()


def test_a_month_is_received_settled_exported_and_told_where_it_is(run, tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "in", **a_contract(), delivery=[a_delivery("D1")])

    code, out, _ = run("settle", "--inputs", str(folder), "--period", "2020-03")
    assert code == 0
    assert "delivery.csv: 1 read · 1 landed" in out
    assert "2020-03 INITIAL: booked 1 lines as R202003-INITIAL-" in out
    assert "H1: gross 120.00 yuan, payable 120.00 yuan" in out

    code, out, _ = run("export", "--what", "all", "--to", "out")
    assert code == 0
    with (tmp_path / "out" / "settlement.csv").open(encoding="utf-8", newline="") as stream:
        (statement,) = csv.DictReader(stream)
    assert (statement["payable_amt"], statement["payable_amt_cn"]) == ("120.00", "人民币壹佰贰拾元整")
    assert Decimal(statement["gross_amt"]) == Decimal("120.00")

    code, out, _ = run("where")
    assert code == 0
    assert "(period 2020-03, INITIAL, published " in out

    code, _, err = run("export", "--what", "settlement", "--period", "2019-01", "--to", "out")
    assert (code, err) == (1, "No run has the period 2019-01: choose one of 2020-03.\n")

    code, _, err = run("export", "--what", "settlements", "--to", "out")
    assert code == 1
    assert "settlement_line" in err
