"""What waits for a reader: the matters that their role may decide or see, each with its count and where it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow.compute as pc

from dashboards.access import Principal, Role, may_do, may_open, may_read
from dashboards.approvals import Step, acts_from, state_of, steps_of
from dashboards.editions import Edition, select
from dashboards.inbox import Inbox
from dashboards.statements import Statement, counted, read_statements
from dashboards.visits import Decision
from dashboards.work_orders import day_of
from interface.ledger import Entry
from interface.people import is_same_person

_STEPS = ("review", "approve", "issue", "deliver", "accept")
_WAIT_FOR = {
    Role.PURCHASER: ("ACCEPTANCE", "PRICE", "PAYMENT"),
    Role.OPERATOR: ("DELIVERY", "ACCEPTANCE", "VERIFICATION"),
    Role.PROVIDER: ("DELIVERY",),
    Role.FINANCE: ("FEE_VERIFICATION", "PAYMENT"),
    Role.SUPERVISOR: ("VERIFICATION",),
    Role.ENGINEER: ("PERIOD_OPEN", "ANNUAL_SETTLEMENT"),
}
_UNANSWERED = "every_event_has_a_liable_answer"


@dataclass(frozen=True)
class Matter:
    """Something that waits for the reader.

    Attributes:
        key: Label of the matter.
        count: How many of it there are, more than none.
        oldest: The day since which the first waits; None where no day is known.
        path: The page that deals with it.
        query: The filters of its address.
    """

    key: str
    count: int
    oldest: date | None
    path: str
    query: tuple[tuple[str, str], ...] = ()


def matters(
    reader: Principal,
    edition: Edition | None,
    inbox: Inbox | None,
    entries: Sequence[Entry],
    decisions: Sequence[Decision],
) -> list[Matter]:
    """Everything that waits for the reader, in the order in which it is worth doing.

    Args:
        reader: Who looks; what the role may neither do nor see is not told.
        edition: What was settled, as the reader may see it; None where nothing was.
        inbox: What was received; None where nothing was.
        entries: The ledger, for the steps taken with statements.
        decisions: What was asked of a second person.
    """
    found = _decisions(reader, decisions)
    if edition:
        found += [*_statements(reader, edition, entries), *_orders(reader, edition), *_of_the_gate(reader, edition)]
        found += _unsettled(reader, edition)
    return [*found, *_set_aside(reader, inbox)] if inbox else found


def _set_aside(reader: Principal, inbox: Inbox) -> list[Matter]:
    """Rows set aside and open, of those that are the reader's own."""
    if not may_read(reader, "quarantine") or not may_open(reader, "/quarantine"):
        return []
    count = inbox.table("quarantine").column("closed_by").null_count
    return [Matter("desk.quarantine", count, None, "/quarantine")] if count else []


def _decisions(reader: Principal, decisions: Sequence[Decision]) -> list[Matter]:
    found = []
    for act, path in (("agree_override", "/quality"), ("approve_waiver", "/quarantine")):
        open_ones = [each for each in decisions if each.act == act and not is_same_person(each.asked_by, reader.person)]
        if open_ones and may_do(reader, act) and may_open(reader, path):
            found.append(Matter(f"desk.{act}", len(open_ones), min(each.asked_on for each in open_ones), path))
    return found


def _statements(reader: Principal, edition: Edition, entries: Sequence[Entry]) -> list[Matter]:
    """Statements that count and are not at their end, by the step that the reader may take next."""
    if not may_read(reader, "settlement"):
        return []
    waiting: dict[str, list[Statement]] = {}
    for statement in counted(read_statements(edition)):
        steps = steps_of(entries, str(statement.row["settle_no"]))
        possible = [act for act in _STEPS if act in acts_from(state_of(steps))]
        if possible and not _is_for_another(reader, possible[0], statement, steps):
            waiting.setdefault(possible[0], []).append(statement)
    return [
        Matter(
            f"desk.{act}",
            len(those),
            min(day_of(each.run.finished_at) for each in those),
            "/settlement",
            (("period", those[0].run.period),),
        )
        for act in _STEPS
        if (those := waiting.get(act)) and may_do(reader, act)
    ]


def _is_for_another(reader: Principal, act: str, statement: Statement, steps: Sequence[Step]) -> bool:
    """Whether another must take the step: nobody approves their own run or review, or issues what they approved."""
    prepared_by = [statement.run.prepared_by] if act == "approve" and statement.run.prepared_by else []
    took_the_last = [steps[-1].by] if act in ("approve", "issue") and steps else []
    return any(is_same_person(each, reader.person) for each in (*prepared_by, *took_the_last))


def _orders(reader: Principal, edition: Edition) -> list[Matter]:
    if reader.role is None or not may_read(reader, "work_order_progress"):
        return []
    orders = edition.table("work_order_progress")
    found = []
    for code in _WAIT_FOR.get(reader.role, ()):
        those = select(orders, waiting_for=code)
        if those.num_rows:
            since = pc.min(those.column("waiting_since")).as_py()
            found.append(Matter(f"code.waiting_for.{code}", those.num_rows, since, "/orders", (("waiting", code),)))
    return found


def _of_the_gate(reader: Principal, edition: Edition) -> list[Matter]:
    """Warnings of the newest run; breach events that nobody answered apart, as money waits for the answer."""
    if not may_read(reader, "gate_result") or not may_open(reader, "/quality"):
        return []
    newest = edition.newest_settlement
    alone = Edition(edition.home, edition.reader, (newest,), ())
    warned = select(alone.table("gate_result"), severity="WARN").to_pylist()
    warned = [row for row in warned if not row["success"]]
    events = sum(row["unexpected_count"] for row in warned if row["expectation"] == _UNANSWERED)
    others = [row for row in warned if row["expectation"] != _UNANSWERED]
    query = (("period", newest.run.period),)
    counts = (("desk.breach", events), ("desk.warnings", len(others)))
    return [Matter(key, count, None, "/quality", query) for key, count in counts if count]


def _unsettled(reader: Principal, edition: Edition) -> list[Matter]:
    if not may_read(reader, "month_coverage") or not may_open(reader, "/settlement"):
        return []
    missing = select(edition.table("month_coverage"), coverage="NOT_SETTLED").to_pylist()
    if not missing:
        return []
    first = min(row["service_period"] for row in missing)
    return [Matter("desk.unsettled", len(missing), date.fromisoformat(f"{first}-01"), "/settlement")]
