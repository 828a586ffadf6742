"""A run in memory with the relations that rules read: each test gives the few rows that matter to its rule."""

from collections.abc import Iterator

import duckdb
import pytest

from expectations.suites import SUITES
from interface.tables import INPUTS, PUBLISHED

_ORIGIN = "file_sha256 varchar, row_number bigint, stored_at timestamptz"
_RELATIONS = {
    "landing.set_aside": (
        "table_name varchar, work_order_no varchar, contract_no varchar, provider varchar, reason varchar"
    ),
    "landing.ingest_file": "file_name varchar, table_name varchar, rows_read bigint",
    "this_run.parameters": "settlement_period varchar, run_type varchar, is_annual boolean, known_on date",
    "booked.run": "period varchar, as_of timestamptz",
    "intermediate.int_months_reckoned": "contract_no varchar, service_period varchar, is_booked boolean",
    "intermediate.int_open_days": (
        "contract_no varchar, item_code varchar, service_period varchar, day date, is_new boolean, "
        "is_working boolean, delivery_count bigint, quantity decimal(18, 6)"
    ),
    "intermediate.int_profiles_known": (
        "contract_no varchar, item_code varchar, service_period varchar, facet varchar, position bigint, "
        "delivery_count bigint, quantity decimal(18, 6), largest_qty decimal(18, 6), is_new boolean"
    ),
    "intermediate.int_scores_known": "contract_no varchar, period varchar, score decimal(9, 3)",
    "intermediate.int_lines_due": "work_order_no varchar, service_period varchar",
    "intermediate.int_work_orders_itemised": (
        "work_order_no varchar, contract_no varchar, provider varchar, operator varchar, no_subcontract_flag boolean"
    ),
    "intermediate.int_work_months_gathered": (
        "work_order_no varchar, order_no varchar, service_period varchar, metering_basis varchar, "
        "delivered_qty decimal(38, 14)"
    ),
    "intermediate.int_work_months_accepted": (
        "work_order_no varchar, service_period varchar, first_passed_at timestamptz"
    ),
    "intermediate.int_work_months_verified": (
        "work_order_no varchar, service_period varchar, verify_no varchar, verified_on date, cut_reason varchar"
    ),
    "intermediate.int_work_months_metered": (
        "work_order_no varchar, service_period varchar, contract_no varchar, order_no varchar, "
        "metering_basis varchar, claimed_qty decimal(38, 14), verified_qty decimal(38, 14), "
        "billed_qty decimal(38, 14)"
    ),
    "intermediate.int_work_months_priced": (
        "work_order_no varchar, service_period varchar, catalogue_code varchar, catalogue_version varchar"
    ),
}


class SmallRun:
    """The monthly run of March 2020, which settles March of contract H1 for the first time."""

    def __init__(self) -> None:
        self._connection = duckdb.connect()
        self._connection.execute("set TimeZone = 'UTC'")
        for schema in ("landing", "this_run", "booked", "intermediate", "marts"):
            self._connection.execute(f"create schema {schema}")
        for name, table in INPUTS.items():
            columns = ", ".join(f"{each.name} {each.kind.sql_type}" for each in table.columns)
            self._connection.execute(f"create table landing.{name} ({columns}, {_ORIGIN})")
        for relation in (
            *("booked.settlement_line", "marts.settlement_line", "marts.settlement"),
            *("marts.pending_metering", "marts.work_order_progress"),
        ):
            columns = ", ".join(
                f"{each.name} {each.kind.sql_type}" for each in PUBLISHED[relation.split(".")[1]].columns
            )
            self._connection.execute(f"create table {relation} ({columns})")
        for relation, columns in _RELATIONS.items():
            self._connection.execute(f"create table {relation} ({columns})")
        self.ask("2020-03")
        self.reckon("2020-03")

    def close(self) -> None:
        """Forget everything."""
        self._connection.close()

    def ask(self, period: str, *, known_on: str = "2020-04-10") -> None:
        """Let the run be that of another period, or know another last day; a year is an annual run."""
        self._connection.execute("delete from this_run.parameters")
        row = {"settlement_period": period, "run_type": "INITIAL", "is_annual": len(period) == 4}
        self.give("this_run.parameters", row | {"known_on": known_on})

    def reckon(self, *months: str, contract_no: str = "H1", is_booked: bool = False) -> None:
        """Let the run reckon months of a contract."""
        for month in months:
            row = {"contract_no": contract_no, "service_period": month, "is_booked": is_booked}
            self.give("intermediate.int_months_reckoned", row)

    def give(self, relation: str, *rows: dict[str, object]) -> None:
        """Add rows; columns that are left out are null."""
        for row in rows:
            marks = ", ".join("?" for _ in row)
            self._connection.execute(
                f"insert into {relation} ({', '.join(row)}) values ({marks})", [str(cell) for cell in row.values()]
            )

    def work(self, work_order_no: str = "W1", **given: object) -> None:
        """A month of work of order F1 by VERIFIED, of which 7 were claimed, verified and billed."""
        row: dict[str, object] = {
            "work_order_no": work_order_no,
            "service_period": "2020-03",
            "contract_no": "H1",
            "order_no": "F1",
            "metering_basis": "VERIFIED",
            "claimed_qty": 7,
            "verified_qty": 7,
            "billed_qty": 7,
        }
        known = {name: cell for name, cell in (row | given).items() if cell is not None}
        self.give("intermediate.int_work_months_metered", known)

    def offences(self, expectation: str) -> list[str]:
        """What a rule finds, in order."""
        (found,) = [(each.relation, rule) for each in SUITES for rule in each.rules if rule.name == expectation]
        relation, rule = found
        return sorted(row[0] for row in self._connection.execute(rule.offences.replace("{batch}", relation)).fetchall())


@pytest.fixture
def run() -> Iterator[SmallRun]:
    small = SmallRun()
    yield small
    small.close()
