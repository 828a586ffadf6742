"""Takes statements through their approval, as the home's writer, and lists how far each one is."""

from dashboards.access import SYSTEM
from dashboards.approvals import Step, state_of, steps_of, take_step
from dashboards.documents.three_ways import refuse_differing_documents
from dashboards.editions import open_settlements
from dashboards.statements import read_statements
from interface.errors import CannotRun
from interface.ledger import read_entries, writing
from interface.money import print_amount
from interface.paths import Home
from interface.periods import print_moment


def list_statements(home: Home, *, period: str | None) -> list[str]:
    """A line per published statement with its state and payable, and one per step that was taken.

    Raises:
        CannotRun: nothing is settled, or not that period.
    """
    edition = open_settlements(home, SYSTEM)
    entries = read_entries(home)
    if period is not None and period not in edition.periods:
        raise CannotRun(f"No run has the period {period}: choose one of {', '.join(edition.periods)}.")
    lines = []
    for statement in read_statements(edition):
        if period in (None, statement.run.period):
            steps = steps_of(entries, str(statement.row["settle_no"]))
            payable = print_amount(statement.row["payable_amt"])
            lines.append(
                f"{statement.row['settle_no']} {statement.contract_no} {statement.run.period}: {state_of(steps)}, "
                f"payable {payable} yuan"
            )
            lines += [f"  {step_line(step)}" for step in steps]
    return lines


def step_line(step: Step) -> str:
    """One step in a line: what, who, when, why."""
    because = f": {step.because}" if step.because else ""
    return f"{step.act} → {step.state} by {step.by} at {print_moment(step.at)}{because}"


def take(home: Home, settle_no: str, *, act: str, by: str, because: str, seen: int | None = None) -> Step:
    """Take one step with a statement; to approve, its workbook and its PDF must hold the published amounts.

    ``seen`` is how many steps whoever decides knew of; None asks nothing.

    Raises:
        CannotRun: there is no such statement, or the step does not fit; the text says why.
    """
    if act == "approve":  # before the lock: documents take seconds, and what is published does not change
        edition = open_settlements(home, SYSTEM)
        for statement in read_statements(edition):
            if statement.row["settle_no"] == settle_no:
                refuse_differing_documents(edition, statement)
    with writing(home) as ledger:
        for statement in read_statements(open_settlements(home, SYSTEM)):
            if statement.row["settle_no"] == settle_no:
                return take_step(ledger, read_entries(home), statement, act=act, by=by, because=because, seen=seen)
    raise CannotRun(f"There is no statement {settle_no!r}: `hengliang statement list` names them.")
