"""A small month that lands whole, and a home to send it to; each test changes only what it is about."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from dashboards.refusals import told_of_row
from ingest.known import Known, open_known
from ingest.landing import FileOutcome, ingest_folder
from interface.paths import Home
from interface.tables import INPUTS

FRAME = {
    "catalogue_version.csv": "catalogue_code,version_no,effective_from\nC,1,2020-01-01\n",
    "service_item.csv": (
        "catalogue_code,version_no,item_code,item_name,unit_code,unit_price\n"
        "C,1,I1,数据采集,万条,120\nC,1,I2,接口开发,个,500\n"
    ),
    "party.csv": "party_code,party_name\nP1,甲服务商\n",
    "contract.csv": (
        "contract_no,purchaser,operator,service_from,service_to,catalogue_code\nH1,PUR,OPR,2020-05-08,2020-12-07,C\n"
    ),
    "work_order.csv": (
        "work_order_no,order_no,contract_no,item_code,provider,start_time\n"
        "W1,F1,H1,I1,P1,2020-05-01T00:00:00+08:00\nW2,F1,H1,I2,P1,\n"
    ),
}
"""Tables that a delivery refers to: item I1 is counted in 万条, I2 in 个; service from May to December 2020."""

DELIVERY_HEADER = "delivery_no,work_order_no,deliverable_key,delivered_at,quantity,unit,version\n"


def a_delivery(
    delivery_no: str = "D1",
    *,
    work_order_no: str = "W1",
    deliverable_key: str | None = None,
    delivered_at: str = "2020-05-15T17:30:00+08:00",
    quantity: str = "12.5",
    unit: str = "万条",
    version: str = "1",
) -> str:
    """One line of delivery.csv; each delivery number has a deliverable of its own unless told otherwise."""
    key = deliverable_key or f"K-{delivery_no}"
    return f"{delivery_no},{work_order_no},{key},{delivered_at},{quantity},{unit},{version}\n"


def deliveries(*lines: str) -> str:
    """A whole delivery.csv."""
    return DELIVERY_HEADER + "".join(lines)


_DELIVERED_AGAIN = """
    from landing.delivery_met_again
    qualify count(*) over (partition by work_order_no, deliverable_key) > 1
    order by all
"""


class Trial:
    """A home of its own and a way to send it folders."""

    def __init__(self, root: Path) -> None:
        self.home = Home(root / "home")
        self._root = root
        self._folders = 0

    def folder(self, files: dict[str, str | bytes]) -> Path:
        """A new folder with these files; a name may hold one slash."""
        self._folders += 1
        folder = self._root / f"inputs{self._folders}"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    def send(self, files: dict[str, str | bytes]) -> dict[str, FileOutcome]:
        """Ingest a new folder with these files; outcomes by file name."""
        return {outcome.file_name: outcome for outcome in ingest_folder(self.home, self.folder(files))}

    def send_frame(self) -> None:
        """Ingest the tables that deliveries refer to."""
        self.send(dict(FRAME))

    @contextmanager
    def known(self, as_of: datetime | None = None) -> Iterator[tuple[duckdb.DuckDBPyConnection, Known]]:
        """A connection with what is known, and its summary, which is the same decided anew."""
        with duckdb.connect(":memory:") as connection, duckdb.connect(":memory:") as beside:
            known = open_known(connection, self.home, as_of=as_of)
            assert known == open_known(beside, self.home, as_of=as_of, anew=True)
            for name in (*INPUTS, "apart", "quarantine", "ingest_file", "set_aside", "key_met_again"):
                rows = f"from landing.{name} order by all"
                assert connection.execute(rows).fetchall() == beside.execute(rows).fetchall(), name
            assert connection.execute(_DELIVERED_AGAIN).fetchall() == beside.execute(_DELIVERED_AGAIN).fetchall()
            messages = connection.execute("select distinct message from landing.quarantine").fetchall()
            assert [message for (message,) in messages if told_of_row(message).zh == message] == []
            yield connection, known

    def query(self, sql: str, as_of: datetime | None = None) -> list[tuple[object, ...]]:
        """The rows of a query over what is known."""
        with self.known(as_of) as (connection, _):
            return connection.execute(sql).fetchall()

    def inputs_hash(self) -> str:
        """The hash of everything known."""
        with self.known() as (_, known):
            return known.inputs_hash

    def reasons(self) -> list[tuple[object, ...]]:
        """Table, line and reason of every row set aside."""
        return self.query("select table_name, row_number, reason from landing.quarantine order by all")


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    """An empty home."""
    return Trial(tmp_path)


@pytest.fixture
def another_trial(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Trial]:
    """More empty homes, to compare."""
    return lambda: Trial(tmp_path_factory.mktemp("trial"))
