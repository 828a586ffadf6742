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


class StepRefused(CannotRun):
    """A step is not taken; ``why`` is a word for the reason, by which a page tells it in the reader's language."""

    def __init__(self, why: str, sentence: str) -> None:
        self.why = why
        super().__init__(sentence)


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


def acts_from(state: str) -> dict[str, str]:
    """What can be done with a statement in that state, each with the state that it leads to."""
    return dict(_LEADS[state])


def needs_a_reason(act: str) -> bool:
    """Whether nobody does that without saying why."""
    return act in _NEED_A_REASON


def take_step(
    ledger: Writer,
    entries: Sequence[Entry],
    statement: Statement,
    *,
    act: str,
    by: str,
    because: str = "",
    seen: int | None = None,
) -> Step:
    """Note in the ledger that a person takes a step with a published statement.

    Who prepared the run, or reviewed the statement since it was last returned, does not approve it, and nobody issues
    what they approved. ``seen`` is how many steps whoever decides knew of: with another number they decided about
    something else. None asks nothing.

    Raises:
        StepRefused: the step does not follow from where the statement stands, lacks its reason, is for another person
            to take, or what was published is not what the last steps were about.
    """
    settle_no = str(statement.row["settle_no"])
    steps = steps_of(entries, settle_no)
    state = state_of(steps)
    outputs_hash = statement.run.outputs_hash or ""
    if not by.strip():
        raise StepRefused("nobody", "Say who takes the step: --by NAME.")
    if seen is not None and seen != len(steps):
        last = f"{steps[-1].by} took the step {steps[-1].act}" if steps else "no step stands there"
        raise StepRefused(
            "moved_on",
            f"Statement {settle_no} is {state} by now ({last}), not what was decided about: look at it again first.",
        )
    if act not in _LEADS[state]:
        possible = ", ".join(_LEADS[state]) or "nothing more"
        raise StepRefused("not_now", f"Statement {settle_no} is {state}: one can {possible} now, not {act}.")
    if act in _NEED_A_REASON and not because.strip():
        raise StepRefused("no_reason", f"To {act} a statement needs a reason: --reason TEXT.")
    if act == "approve" and is_same_person(statement.run.prepared_by or "", by):
        raise StepRefused(
            "maker", f"{by.strip()} prepared run {statement.run.run_id}: another person must approve {settle_no}."
        )
    for step in reversed(steps):
        if step.outputs_hash != outputs_hash:
            raise StepRefused(
                "other_outputs",
                f"Statement {settle_no} was {step.state} for outputs {step.outputs_hash[:12]}, and now "
                f"{outputs_hash[:12]} is published: run `hengliang verify`.",
            )
        if step.state == "RETURNED":
            break
        if (act, step.act) in (("approve", "review"), ("issue", "approve")) and is_same_person(step.by, by):
            raise StepRefused(
                "maker", f"{by.strip()} took the step {step.act}: another person must {act} statement {settle_no}."
            )
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
