"""A foreign export described in YAML becomes our rows without code; what the mapping does not say is never guessed."""

import hashlib
from pathlib import Path

import pytest

from ingest import reading
from orchestration.printing import ingest_line
from tests.unit.ingest.conftest import Trial
from tests.unit.ingest.foreign import INSPECTION, INSPECTIONS, inspections, quarantined, send


def test_another_systems_export_lands_without_code(trial: Trial, tmp_path: Path) -> None:
    outcome = send(trial, tmp_path, INSPECTIONS, inspections(INSPECTION, "A2,W2,rifare,01/12/2020 00:05:00,n.d.,"))

    rows = trial.query(
        "select accept_no, level, ref_no, period, result, strftime(accepted_at at time zone 'UTC', '%Y-%m-%d %H:%M'), "
        "accepted_qty::varchar, row_number from landing.acceptance order by all"
    )
    assert rows == [
        ("A1", "WORK_ORDER", "W1", None, "PASS", "2020-07-15 07:30", "12.500000", 2),
        ("A2", "WORK_ORDER", "W2", None, "REWORK", "2020-11-30 23:05", None, 3),
    ]
    read = outcome["inspect-07.csv"]
    assert (read.table_name, read.rows_read, read.rows_landed, read.warnings) == ("acceptance", 2, 2, None)
    assert trial.home.raw_file(read.file_sha256).read_bytes().startswith(b"Protocollo,")


def test_our_own_tables_land_beside_the_export(trial: Trial, tmp_path: Path) -> None:
    party = {"party.csv": "party_code,party_name\nP1,x\n", "other.csv": "a\n1\n"}

    outcomes = send(trial, tmp_path, INSPECTIONS, {**inspections(INSPECTION), **party})

    assert {name: outcome.rows_landed for name, outcome in outcomes.items()} == {"party.csv": 1, "inspect-07.csv": 1}


def test_days_are_read_as_the_mapping_writes_them(trial: Trial, tmp_path: Path) -> None:
    text = """
        files: paid.csv
        format: csv
        table: prepayment
        dates: "%d.%m.%Y"
        columns: {contract_no: K, paid_on: T, amount: B}
    """

    send(trial, tmp_path, text, {"paid.csv": "K,T,B\nH1,03.08.2020,5.00\nH1,2020-08-03,6.00\n"})

    assert trial.query("select paid_on::varchar, row_number from landing.prepayment") == [("2020-08-03", 2)]
    assert quarantined(trial) == [
        (3, "Q209", "Column paid_on (支付日期): '2020-08-03' is not written as %d.%m.%Y."),
    ]


@pytest.mark.parametrize(
    ("line", "reason", "message"),
    [
        pytest.param(
            INSPECTION.replace("ok", "PASS"),
            "Q203",
            "Column result (验收结果): 'PASS' in Esito is no code that the mapping translates.",
            id="unknown-code-though-it-is-one-of-ours",
        ),
        pytest.param(
            INSPECTION.replace("15/07/2020", "2020-07-15"),
            "Q209",
            "Column accepted_at (验收时间): '2020-07-15 09:30:00' is not written as %d/%m/%Y %H:%M:%S.",
            id="iso-though-the-day-comes-first",
        ),
        pytest.param(
            INSPECTION.replace("15/07/2020", "31/06/2020"),
            "Q209",
            "Column accepted_at (验收时间): '31/06/2020 09:30:00' is not written as %d/%m/%Y %H:%M:%S.",
            id="no-such-day",
        ),
        pytest.param(
            INSPECTION.replace("15/07/2020 09", "1５/07/2020 09"),
            "Q209",
            "Column accepted_at (验收时间): '1５/07/2020 09:30:00' is not written as %d/%m/%Y %H:%M:%S.",
            id="full-width-digit",
        ),
        pytest.param(
            INSPECTION.replace("15/07/2020 09:30", "29/03/2020 02:30"),
            "Q209",
            "Column accepted_at (验收时间): '29/03/2020 02:30:00' was skipped by the clocks of Europe/Rome.",
            id="hour-that-summer-time-skips",
        ),
        pytest.param(
            INSPECTION.replace("15/07/2020 09:30", "25/10/2020 02:30"),
            "Q209",
            "Column accepted_at (验收时间): '25/10/2020 02:30:00' was shown twice by the clocks of Europe/Rome.",
            id="hour-that-winter-time-repeats",
        ),
        pytest.param(
            INSPECTION.replace("12.5", "12.5万"),
            "Q206",
            "Column accepted_qty (验收数量): '12.5万' is not a plain number.",
            id="judged-as-every-cell",
        ),
        pytest.param(
            INSPECTION.replace("ok", "?"),
            "Q203",
            "Column result (验收结果): the cell is blank, and every row must give it.",
            id="unknown-though-required",
        ),
        pytest.param(
            INSPECTION + ",more",
            "Q200",
            "The row's form is broken: the row has 7 cells and the header 6.",
            id="broken-form",
        ),
    ],
)
def test_an_unfit_row_is_set_aside_with_its_code(
    trial: Trial, tmp_path: Path, line: str, reason: str, message: str
) -> None:
    outcome = send(trial, tmp_path, INSPECTIONS, inspections(line, INSPECTION.replace("A1", "A2")))["inspect-07.csv"]

    assert (outcome.rows_read, outcome.rows_landed, outcome.rows_quarantined) == (2, 1, 1)
    assert quarantined(trial) == [(2, reason, message)]


@pytest.mark.parametrize(
    ("written", "utc"),
    [("29/03/2020 01:59:59", "00:59"), ("29/03/2020 03:00:00", "01:00"), ("25/10/2020 03:00:00", "02:00")],
)
def test_hours_beside_a_change_of_clocks_are_certain(trial: Trial, tmp_path: Path, written: str, utc: str) -> None:
    send(trial, tmp_path, INSPECTIONS, inspections(INSPECTION.replace("15/07/2020 09:30:00", written)))

    assert trial.query("select strftime(accepted_at at time zone 'UTC', '%H:%M') from landing.acceptance") == [(utc,)]


def test_an_offset_of_its_own_needs_no_zone(trial: Trial, tmp_path: Path) -> None:
    text = INSPECTIONS.replace('{format: "%d/%m/%Y %H:%M:%S", zone: Europe/Rome}', '{format: "%Y%m%d %H%M %z"}')

    send(trial, tmp_path, text, inspections(INSPECTION.replace("15/07/2020 09:30:00", "20200715 0930 +0800")))

    assert trial.query("select strftime(accepted_at at time zone 'UTC', '%d %H:%M') from landing.acceptance") == [
        ("15 01:30",)
    ]


def test_a_mended_row_closes_the_one_that_was_set_aside(trial: Trial, tmp_path: Path) -> None:
    bad = INSPECTION.replace("ok", "boh")

    send(trial, tmp_path, INSPECTIONS, inspections(bad))
    send(trial, tmp_path, INSPECTIONS, inspections(INSPECTION))

    assert trial.query("select count(*), count(closed_by) from landing.quarantine") == [(1, 1)]


@pytest.mark.parametrize(
    ("header", "refusal"),
    [
        pytest.param(
            "Protocollo,Ordine,Esito,quando,Qta,Note",
            "E111 The first line does not name every column that mapping described reads; missing: Quando, Quantita.",
            id="columns-missing",
        ),
        pytest.param(
            "Protocollo,Ordine,Esito,Quando,Quantita,Esito",
            "E112 Several header cells are 'Esito': remove all but one of them.",
            id="column-twice",
        ),
    ],
)
def test_a_file_whose_columns_are_not_the_mappings_is_refused(
    trial: Trial, tmp_path: Path, header: str, refusal: str
) -> None:
    outcome = send(trial, tmp_path, INSPECTIONS, inspections(INSPECTION, header=header))["inspect-07.csv"]

    assert outcome.refusal == refusal


def test_columns_that_the_mapping_does_not_read_may_share_a_name(trial: Trial, tmp_path: Path) -> None:
    header = "Protocollo , Ordine,Esito,Quando,Quantita,Note,Note"

    outcome = send(trial, tmp_path, INSPECTIONS, inspections(INSPECTION + ",x", header=header))["inspect-07.csv"]

    assert outcome.rows_landed == 1


def test_a_large_export_is_read_by_its_mapping_in_the_other_process(
    trial: Trial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES_HERE", 0)

    outcome = send(trial, tmp_path, INSPECTIONS, inspections(INSPECTION))["inspect-07.csv"]

    assert (outcome.table_name, outcome.rows_landed) == ("acceptance", 1)


def test_bytes_that_landed_are_not_read_again_by_a_changed_mapping_and_the_report_says_so(
    trial: Trial, tmp_path: Path
) -> None:
    """A second reading of known bytes once said only that all was duplicate, as if the new mapping had been used."""
    other = INSPECTIONS.replace("rifare: REWORK", "rifare: REWORK, forse: REJECT")
    export = inspections(INSPECTION, INSPECTION.replace("A1,W1,ok", "A2,W1,forse"))

    first = send(trial, tmp_path, INSPECTIONS, export)["inspect-07.csv"]
    same = send(trial, tmp_path, INSPECTIONS, export)["inspect-07.csv"]
    changed = send(trial, tmp_path, other, export)["inspect-07.csv"]

    digests = [hashlib.sha256(text.encode()).hexdigest()[:12] for text in (INSPECTIONS, other)]
    assert [(each.rows_landed, each.rows_duplicate, each.note) for each in (first, same)] == [(1, 0, ""), (0, 2, "")]
    assert (changed.rows_landed, changed.rows_duplicate, changed.note) == (
        0,
        2,
        f"these bytes landed by mapping described {digests[0]} and are not read again by mapping described "
        f"{digests[1]}: to have them read by it, send the file with a blank line at its end",
    )
    assert ingest_line(changed).endswith(f" quarantined · {changed.note}")


def test_a_blank_line_at_the_end_has_the_export_read_by_the_changed_mapping(trial: Trial, tmp_path: Path) -> None:
    """What the first mapping could not translate is mended; what it did repeats itself."""
    other = INSPECTIONS.replace("rifare: REWORK", "rifare: REWORK, forse: REJECT")
    export = inspections(INSPECTION, INSPECTION.replace("A1,W1,ok", "A2,W1,forse"))
    send(trial, tmp_path, INSPECTIONS, export)

    again = send(trial, tmp_path, other, {name: f"{text}\n" for name, text in export.items()})["inspect-07.csv"]

    assert (again.rows_landed, again.rows_duplicate, again.rows_quarantined, again.note) == (1, 1, 0, "")
    assert trial.query("select accept_no, result from landing.acceptance order by 1") == [
        ("A1", "PASS"),
        ("A2", "REJECT"),
    ]
    assert trial.query("select closed_by from landing.quarantine") == [(f"{again.file_sha256}:3",)]
