"""Two made-up systems, their exports and the mappings that describe them; each test changes what it is about."""

from pathlib import Path

from ingest.landing import FileOutcome, ingest_folder
from ingest.mappings.loading import load_mapping
from tests.unit.ingest.conftest import Trial

INSPECTIONS = """
files: "inspect-*.csv"
format: csv
table: acceptance
unknown: ["?", n.d.]
times: {format: "%d/%m/%Y %H:%M:%S", zone: Europe/Rome}
columns:
  accept_no: Protocollo
  level: {constant: WORK_ORDER}
  ref_no: Ordine
  result: {from: Esito, codes: {ok: PASS, rifare: REWORK}}
  accepted_at: Quando
  accepted_qty: Quantita
"""
"""A made-up second system: one row is one row, times of Rome with the day first."""

INSPECTION = "A1,W1,ok,15/07/2020 09:30:00,12.5,nota"

TICKETS = """
files: tickets.csv
format: csv
table: incident_order
unknown: "?"
times: {format: "%Y-%m-%d %H:%M", zone: UTC}
group:
  by: ticket
  order: [{column: at, as: time}, {column: step, as: count}]
columns:
  incident_no: ticket
  raised_at: {from: at, take: min}
  responded_at: {from: at, take: first, where: {state: [work, solved]}}
  closed_at: {from: at, take: last, where: {state: closed}}
  reopen_count: {from: reopened, take: max}
  category: {from: kind, take: last}
"""
"""A made-up third system: an event log, several rows of which are one incident."""


def inspections(*lines: str, header: str = "Protocollo,Ordine,Esito,Quando,Quantita,Note") -> dict[str, str | bytes]:
    return {"inspect-07.csv": "\n".join((header, *lines)) + "\n"}


def tickets(*lines: str) -> dict[str, str | bytes]:
    return {"tickets.csv": "\n".join(("ticket,step,state,at,kind,reopened", *lines)) + "\n"}


def send(trial: Trial, tmp_path: Path, text: str, files: dict[str, str | bytes]) -> dict[str, FileOutcome]:
    path = tmp_path / "described.yml"
    path.write_text(text, "utf-8")
    outcomes = ingest_folder(trial.home, trial.folder(files), mapping=load_mapping(str(path)))
    return {outcome.file_name: outcome for outcome in outcomes}


def quarantined(trial: Trial) -> list[tuple[object, ...]]:
    return trial.query("select row_number, reason, message from landing.quarantine order by all")
