"""Who did what: decisions and runs of the ledger, what the access log tells, and whether both chains hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from dashboards.access import Principal, refuse_page
from dashboards.manifests import read_chain, read_refused
from interface.errors import CannotRun
from interface.ledger import Entry, examine
from interface.parquet import arrow_schema
from interface.paths import Home
from interface.periods import SHANGHAI
from interface.tables import Column, Kind, Table

AUDIT = "/audit"
TRAIL = Table(
    name="audit",
    label="审计",
    grain="line of the ledger or of the access log",
    key=("at", "log", "line"),
    columns=(
        Column("at", "时间", Kind.TIME, required=True),
        Column("log", "日志", Kind.CODE, required=True, codes=("LEDGER", "ACCESS"), meaning="which of the two chains"),
        Column("line", "行号", Kind.COUNT, required=True, meaning="line of that chain"),
        Column("deed", "事项", Kind.CODE, required=True),
        Column("person", "人员", Kind.NAME),
        Column("account", "账号", Kind.ID),
        Column("what", "对象", Kind.TEXT, meaning="statement, run, rule, page, file or account"),
        Column("because", "理由", Kind.TEXT),
        Column("source", "来源地址", Kind.ID),
        Column("times", "次数", Kind.COUNT, meaning="how often within the hour, where a line stands for many"),
    ),
)
_NOBODYS = ("received", "report", "cover_sheet")  # what came in, which the quarantine tells of
_WHO = ("by", "agreed_by", "decided_by", "asked_by")
_WHAT = (
    *("act", "settle_no", "run_id", "override_id", "waiver_id", "expectation", "table_name", "reason", "revokes"),
    *("scheme_no", "subject_code", "ind_code", "name", "period"),
)


class UnknownFilter(CannotRun):
    """A person, a kind or a day that is not there; ``name`` is the filter, ``choices`` what is there."""

    def __init__(self, name: str, choices: Sequence[str]) -> None:
        self.name, self.choices = name, tuple(choices)
        some = ", ".join(self.choices[:10]) or "a day such as 2020-05-31"
        super().__init__(f"Nothing is known of this {name}: choose one of {some}.")


@dataclass(frozen=True)
class Chain:
    """One chain: how many lines are whole, the last one's hash, and a sentence for each line that is not."""

    name: str
    count: int
    last_hash: str
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Trail:
    """Both chains and their rows in the shape of ``TRAIL``, newest first, before any filter."""

    chains: tuple[Chain, ...]
    rows: tuple[dict[str, Any], ...]

    @property
    def people(self) -> list[str]:
        """Everybody who did something."""
        return sorted({row["person"] for row in self.rows if row["person"]})

    @property
    def deeds(self) -> list[str]:
        """Every kind of thing that was done."""
        return sorted({row["deed"] for row in self.rows})

    def chosen(
        self, *, person: str | None = None, deed: str | None = None, since: str | None = None, until: str | None = None
    ) -> list[dict[str, Any]]:
        """The rows of a person, a kind, and the days from one to another, both included; Shanghai days.

        Raises:
            UnknownFilter: there is no such person, kind or day.
        """
        if person and person not in self.people:
            raise UnknownFilter("person", self.people)
        if deed and deed not in self.deeds:
            raise UnknownFilter("deed", self.deeds)
        first, last = _day(since, "from"), _day(until, "to")
        return [
            row
            for row in self.rows
            if (not person or row["person"] == person)
            and (not deed or row["deed"] == deed)
            and (first or date.min) <= row["at"].astimezone(SHANGHAI).date() <= (last or date.max)
        ]


def read_trail(home: Home, reader: Principal) -> Trail:
    """Both chains as they stand; lines that were changed are told and left out.

    Raises:
        Forbidden: the reader may not see who did what.
    """
    refuse_page(reader, AUDIT)
    ledger, wrong = examine(home)
    access, wrong_access = examine(home.access)
    chains = (_chain("LEDGER", ledger, wrong), _chain("ACCESS", access, wrong_access))
    preparers = _preparers(home)
    rows = [_of_ledger(each, preparers) for each in ledger if each.kind not in _NOBODYS]
    rows += [_of_access(each) for each in access]
    return Trail(chains, tuple(sorted(rows, key=lambda row: (row["at"], row["log"], row["line"]), reverse=True)))


def as_table(rows: Sequence[dict[str, Any]]) -> pa.Table:
    """Rows in the shape of ``TRAIL``."""
    return pa.Table.from_pylist(list(rows), schema=arrow_schema(TRAIL))


def _chain(name: str, entries: Sequence[Entry], wrong: Sequence[str]) -> Chain:
    return Chain(name, len(entries), entries[-1].hash if entries else "", tuple(wrong))


def _preparers(home: Home) -> dict[str, str | None]:
    """Who started each run; of one whose files are damaged nobody knows."""
    try:
        runs = [each.run for each in (*read_chain(home), *read_refused(home))]
    except CannotRun:
        return {}
    return {run.run_id: run.prepared_by for run in runs}


def _of_ledger(entry: Entry, preparers: dict[str, str | None]) -> dict[str, Any]:
    content = entry.content
    person = next(_texts(content, _WHO), None) or preparers.get(str(content.get("run_id")))
    return {
        **_line("LEDGER", entry),
        "person": person or None,
        "account": None,
        "what": " · ".join(_texts(content, _WHAT)) or None,
        "because": next(_texts(content, ("because",)), None),
        "source": None,
        "times": 1,
    }


def _of_access(entry: Entry) -> dict[str, Any]:
    given = {name: entry.content.get(name) or None for name in ("person", "account", "what", "source")}
    return {**_line("ACCESS", entry), **given, "because": None, "times": entry.content.get("count", 1)}


def _line(log: str, entry: Entry) -> dict[str, Any]:
    return {"at": entry.at, "log": log, "line": entry.number, "deed": entry.kind.upper()}


def _texts(content: dict[str, Any], names: Sequence[str]) -> Iterator[str]:
    return (content[name] for name in names if isinstance(content.get(name), str) and content[name])


def _day(text: str | None, name: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UnknownFilter(name, ()) from None
