"""The same content lands the same however it arrives, and other content does not."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from ingest.known import open_known
from ingest.landing import FileOutcome
from tests.unit.ingest.conftest import DELIVERY_HEADER, FRAME, Trial, a_delivery, deliveries

LINES = (
    a_delivery("D1", quantity="12.5"),
    a_delivery("D2", quantity="1234.5", delivered_at="2020-06-01T00:30:00+08:00"),
    a_delivery("D3", work_order_no="W2", unit="个", quantity="3"),
    a_delivery("D4", unit="条", quantity="120000"),
)


def counts(outcome: FileOutcome) -> tuple[int, int, int, int]:
    return outcome.rows_read, outcome.rows_landed, outcome.rows_duplicate, outcome.rows_quarantined


DRESSES: dict[str, list[dict[str, str | bytes]]] = {
    "renamed": [{"交付日志.csv": deliveries(*LINES)}],
    "in a folder": [{"delivery/any name.csv": deliveries(*LINES)}],
    "re-ordered": [{"delivery.csv": deliveries(*reversed(LINES))}],
    "gbk": [{"delivery.csv": deliveries(*LINES).encode("gbk")}],
    "crlf with mark": [{"delivery.csv": deliveries(*LINES).replace("\n", "\r\n").encode("utf-8-sig")}],
    "other decimals": [{"delivery.csv": deliveries(*LINES).replace("12.5,", "012.500,")}],
    "other zone": [{"delivery.csv": deliveries(*LINES).replace("2020-05-15T17:30:00+08:00", "2020-05-15T09:30:00Z")}],
    "thousands": [{"delivery.csv": deliveries(*LINES).replace("1234.5", '"1,234.50"')}],
    "chinese header": [
        {"delivery.csv": "交付编号,工单编号,交付物名称,交付时间,数量,计量单位,版本\n" + "".join(LINES)},
    ],
    "other columns": [
        {
            "delivery.csv": deliveries(*LINES)
            .replace("version\n", "version,content_hash,备注\n")
            .replace(",1\n", ",1,,x\n")
        }
    ],
    "part, then all": [{"delivery.csv": deliveries(*LINES[:2])}, {"delivery.csv": deliveries(*LINES)}],
    "all, then part": [{"delivery.csv": deliveries(*LINES)}, {"delivery.csv": deliveries(*LINES[:2])}],
    "overlapping halves": [{"delivery/1.csv": deliveries(*LINES[:3]), "delivery/2.csv": deliveries(*LINES[1:])}],
    "twice": [{"delivery.csv": deliveries(*LINES)}, {"copy/x": "", "delivery.csv": deliveries(*LINES)}],
    "a row twice": [{"delivery.csv": deliveries(*LINES, LINES[0])}],
}


@pytest.fixture(scope="module")
def plain_hash(tmp_path_factory: pytest.TempPathFactory) -> str:
    trial = Trial(tmp_path_factory.mktemp("plain"))
    trial.send({**FRAME, "delivery.csv": deliveries(*LINES)})
    return trial.inputs_hash()


@pytest.mark.parametrize("dress", DRESSES)
def test_the_same_content_lands_the_same(trial: Trial, plain_hash: str, dress: str) -> None:
    first, *rest = DRESSES[dress]
    trial.send(first)
    for folder in ({**FRAME, **more} for more in rest or [{}]):
        trial.send(folder)

    with trial.known() as (connection, known):
        assert connection.execute("select count(*) from landing.delivery").fetchall() == [(4,)]
        assert known.inputs_hash == plain_hash


@pytest.mark.parametrize(
    "lines",
    [LINES[:3], (*LINES, a_delivery("D5")), (*LINES[:3], a_delivery("D4", unit="条", quantity="120001"))],
    ids=["one-less", "one-more", "one-differs"],
)
def test_other_content_has_another_hash(trial: Trial, plain_hash: str, lines: tuple[str, ...]) -> None:
    trial.send({**FRAME, "delivery.csv": deliveries(*lines)})

    assert trial.inputs_hash() != plain_hash


def test_the_same_bytes_again_are_duplicates_without_a_second_batch(trial: Trial) -> None:
    content = deliveries(*LINES, "D9,,,,,,\n")
    trial.send({**FRAME, "delivery.csv": content})

    again = trial.send({"delivery/renamed.csv": content})["delivery/renamed.csv"]

    assert counts(again) == (5, 0, 5, 0)
    assert len(list((trial.home.landing / "delivery").iterdir())) == 2
    assert trial.query(
        "select rows_read, rows_landed, rows_duplicate, rows_quarantined from landing.ingest_file "
        "where table_name = 'delivery' order by landed_at"
    ) == [(5, 4, 0, 1), (5, 0, 5, 0)]


def test_only_what_was_received_before_a_moment_is_known_at_it(trial: Trial) -> None:
    trial.send({**FRAME, "delivery.csv": deliveries(*LINES[:1])})
    with trial.known() as (_, known):
        first = known
    assert first.last_stored_at is not None
    trial.send({"delivery.csv": deliveries(*LINES)})

    just_after = first.last_stored_at + timedelta(microseconds=1)

    with trial.known(just_after) as (_, known):
        assert known == first
    assert trial.query("select count(*) from landing.delivery", first.last_stored_at) == [(0,)]
    assert trial.query("select count(*) from landing.delivery", just_after) == [(1,)]
    assert trial.query("select count(*) from landing.delivery") == [(4,)]


def test_an_empty_home_is_known_to_be_empty(trial: Trial) -> None:
    with trial.known() as (connection, known):
        assert connection.execute("select count(*) from landing.delivery").fetchall() == [(0,)]
        assert known.last_stored_at is None
        assert known.tables_given == frozenset()


def test_the_time_zone_of_the_connection_does_not_matter(trial: Trial, another_trial: Callable[[], Trial]) -> None:
    late = a_delivery("D1", delivered_at="2020-12-31T23:59:59+08:00")
    trial.send({**FRAME, "delivery.csv": deliveries(late)})

    landed = []
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"set timezone = '{zone}'")
            known = open_known(connection, trial.home, as_of=None)
            landed.append((known.inputs_hash, connection.execute("select count(*) from landing.delivery").fetchall()))

    assert landed[0] == landed[1]
    assert landed[0][1] == [(1,)]


def test_a_home_may_lie_under_any_name(tmp_path: Path) -> None:
    trial = Trial(tmp_path / "year=2020" / "it's [1] * ?")

    outcome = trial.send({"party.csv": FRAME["party.csv"], "delivery.csv": DELIVERY_HEADER + "D9,,,,,,\n"})["party.csv"]

    assert counts(outcome) == (1, 1, 0, 0)
    assert trial.query("select * from landing.party") != []
