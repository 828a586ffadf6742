"""How outcomes read on a terminal: one line each, counts with separators, amounts to the fen."""

from typing import TYPE_CHECKING

from interface.money import print_amount
from interface.periods import Year

if TYPE_CHECKING:
    from ingest.landing import FileOutcome
    from orchestration.evaluation import Evaluated
    from orchestration.settlement import Outcome


def ingest_line(outcome: "FileOutcome") -> str:
    """One received file: rows read, landed, duplicate, quarantined; or why it was refused."""
    if outcome.refusal:
        return f"{outcome.file_name}: refused, {outcome.refusal}"
    warned = f" · {outcome.warnings}" if outcome.warnings else ""
    noted = f" · {outcome.note}" if outcome.note else ""
    return (
        f"{outcome.file_name}: {outcome.rows_read:,} read · {outcome.rows_landed:,} landed · "
        f"{outcome.rows_duplicate:,} duplicate · {outcome.rows_quarantined:,} quarantined{warned}{noted}"
    )


def ingest_total(outcomes: list["FileOutcome"]) -> str:
    """All files of a folder in one line."""
    read, landed = sum(each.rows_read for each in outcomes), sum(each.rows_landed for each in outcomes)
    duplicate = sum(each.rows_duplicate for each in outcomes)
    quarantined = sum(each.rows_quarantined for each in outcomes)
    return (
        f"{len(outcomes)} files: {read:,} read · {landed:,} landed · {duplicate:,} duplicate · "
        f"{quarantined:,} quarantined"
    )


def settle_lines(outcome: "Outcome") -> list[str]:
    """A run that was not refused: a line for the run and one per contract."""
    head = f"{outcome.period} {outcome.run_type}"
    if outcome.verdict == "NOTHING_NEW":
        return [f"{head}: nothing new was learned since the last run; nothing is booked."]
    said = "would book" if outcome.verdict == "INDICATIVE" else "booked"
    steps = " · ".join(f"{step} {seconds:.1f} s" for step, seconds in outcome.seconds.items())
    done = f"{said} {outcome.line_count:,} lines"
    if isinstance(outcome.period, Year):
        # Most of what a year settles was booked by its months: a bare "0 lines" would read as if nothing happened.
        done = (
            f"{'would settle' if outcome.verdict == 'INDICATIVE' else 'settled'} the contract year, {done} of its own"
        )
    lines = [f"{head}: {done} as {outcome.run_id} ({steps})"]
    for each in outcome.statements:
        gross, payable = print_amount(each.gross_amt), print_amount(each.payable_amt)
        lines.append(f"  {each.contract_no}: gross {gross} yuan, payable {payable} yuan")
    return lines


def evaluation_lines(evaluated: "Evaluated") -> list[str]:
    """An evaluation that was not refused: a line for the run and one per subject of a framework."""
    if evaluated.verdict == "NOTHING_NEW":
        lines = [f"{len(evaluated.scores)} subjects: every score is as published; nothing is published anew."]
    else:
        lines = [f"{len(evaluated.scores)} subjects scored as {evaluated.run_id}"]
    for each in evaluated.scores:
        total = "not assessed" if each.total_score is None else f"{each.total_score:f} of {each.total_weight:f}"
        told = [f"{each.scheme_no} {each.subject_code}: {total}", each.grade or "no grade"]
        if each.not_assessed_count:
            told.append(f"{each.not_assessed_count} indicators not assessed")
        if each.defect_count:
            told.append(f"{each.defect_count} defects found: see score_finding")
        lines.append("  " + " · ".join(told))
    if evaluated.document_defects:
        lines.append(f"  {evaluated.document_defects} defects found in documents' own figures: see score_finding")
    return lines


def warning_count(outcome: "Outcome | Evaluated") -> list[str]:
    """How many warnings a run has, in one line; no line where it has none."""
    warned = sum(1 for finding in outcome.findings if not finding.success)
    return [f"  {warned} warnings: see gate_result"] if warned else []


def warning_lines(outcome: "Outcome | Evaluated") -> list[str]:
    """Each warning of a run in both languages, with its count and up to three offending rows."""
    if outcome.verdict == "NOTHING_NEW":
        return []
    return [
        f"  ! {finding.message_zh} {finding.message_en} ({finding.unexpected_count}: {finding.sample})"
        for finding in outcome.findings
        if not finding.success
    ]
