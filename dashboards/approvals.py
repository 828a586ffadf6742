"""Approval of statements: who took which step, in the ledger; bound to the hash of what was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dashboards.statements import Statement
from interface.errors import CannotRun
from interface.ledger import Entry, Writer
from interface.people import is_same_person

_KIND = "approval"
DRAFT = "DRAFT"
_LEADS: dict[str, dict[str, str]] = {
    DRAFT: {"review": "REVIEWED", "return": "RETURNED"},
    "REVIEWED": {"approve": "APPROVED", "return": "RETURNED"},
    "APPROVED": {"issue": "ISSUED", "return": "RETURNED"},
    "ISSUED": {"deliver": "DELIVERED"},
    "DELIVERED": {"accept": "ACCEPTED", "object": "OBJECTED"},
    "RETURNED": {"review": "REVIEWED"},
    "OBJECTED": {"accept": "ACCEPTED"},
    "ACCEPTED": {},
}
_NEED_A_REASON = ("return", "object")
ACTS = ("review", "approve", "issue", "deliver", "accept", "object", "return")


@dataclass(frozen=True)
class Step:
    """One step that a person took with a statement; ``outputs_hash`` is that of the run that made it."""

    settle_no: str
    act: str
    state: str
    by: str
    because: str
    outputs_hash: str
    at: datetime


def steps_of(entries: Sequence[Entry], settle_no: str) -> list[Step]:
    """Every step taken with a statement, in order."""
    found = [entry for entry in entries if entry.kind == _KIND and entry.content["settle_no"] == settle_no]
    return [Step(**entry.content, at=entry.at) for entry in found]


def state_of(steps: Sequence[Step]) -> str:
    """Where a statement stands after its steps; a draft before the first."""
    return steps[-1].state if steps else DRAFT


def leads_to(state: str) -> tuple[str, ...]:
    """Acts that follow from a state, for whoever may take them."""
    return tuple(_LEADS[state])


def take_step(
    ledger: Writer, entries: Sequence[Entry], statement: Statement, *, act: str, by: str, because: str = ""
) -> Step:
    """Note in the ledger that a person takes a step with a published statement.

    Who prepared the run, or reviewed the statement since it was last returned, does not approve it, and nobody issues
    what they approved.

    Raises:
        CannotRun: the step does not follow from where the statement stands, lacks its reason, is for another person to
            take, or what was published is not what the last steps were about.
    """
    settle_no = str(statement.row["settle_no"])
    steps = steps_of(entries, settle_no)
    state = state_of(steps)
    outputs_hash = statement.run.outputs_hash or ""
    if not by.strip():
        raise CannotRun("Say who takes the step: --by NAME.")
    if act not in _LEADS[state]:
        possible = ", ".join(_LEADS[state]) or "nothing more"
        raise CannotRun(f"Statement {settle_no} is {state}: one can {possible} now, not {act}.")
    if act in _NEED_A_REASON and not because.strip():
        raise CannotRun(f"To {act} a statement needs a reason: --reason TEXT.")
    if act == "approve" and is_same_person(statement.run.prepared_by or "", by):
        raise CannotRun(f"{by.strip()} prepared run {statement.run.run_id}: another person must approve {settle_no}.")
    for step in reversed(steps):
        if step.outputs_hash != outputs_hash:
            raise CannotRun(
                f"Statement {settle_no} was {step.state} for outputs {step.outputs_hash[:12]}, and now "
                f"{outputs_hash[:12]} is published: run `hengliang verify`."
            )
        if step.state == "RETURNED":
            break
        if (act, step.act) in (("approve", "review"), ("issue", "approve")) and is_same_person(step.by, by):
            raise CannotRun(f"{by.strip()} took the step {step.act}: another person must {act} statement {settle_no}.")
    at = ledger.next_moment()
    content = {
        "settle_no": settle_no,
        "act": act,
        "state": _LEADS[state][act],
        "by": by.strip(),
        "because": because.strip(),
        "outputs_hash": outputs_hash,
    }
    ledger.append(kind=_KIND, content=content, at=at)
    return Step(**content, at=at)
