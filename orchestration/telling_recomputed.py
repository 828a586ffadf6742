"""Says how a run made again fares beside the one that was published, line by line."""

from decimal import Decimal

from interface.money import print_amount
from interface.periods import print_moment
from orchestration.comparing import Compared
from orchestration.recomputing import Recomputed

_AMOUNTS = ("gross_amt", "payable_amt")


def recomputed_lines(found: Recomputed) -> list[str]:
    """What was made again and by which version, whatever differs with its first rows, and the verdict at the end."""
    run = found.run
    lines = [f"{run.run_id} {run.period} {run.run_type}, as of {print_moment(run.as_of)}"]
    if found.code_version != run.code_version:
        lines.append(f"  published by version {run.code_version}, made again by version {found.code_version}")
    if found.batches:
        same = sum(batch.is_same for batch in found.batches)
        lines.append(f"  raw files read again: {same} of {len(found.batches)} batches are the same to the byte")
    lines += [line for table in found.batch_rows for line in _table_lines(table)]
    if (found.run_id, found.inputs_hash) != (run.run_id, run.inputs_hash):
        lines.append(
            f"  ! the facts are not the same: inputs {run.inputs_hash[:12]} as {run.run_id} then, "
            f"{found.inputs_hash[:12]} as {found.run_id} now"
        )
    same = sum(table.is_same_bytes for table in found.tables)
    lines.append(f"  {same} of {len(found.tables)} tables are the same to the byte")
    lines += [line for table in found.tables if not table.is_same_bytes for line in _table_lines(table)]
    if found.new_tables:
        lines.append(f"  not compared, as the version that published had no such table: {', '.join(found.new_tables)}")
    lines.append("same" if found.is_same else "differs")
    return lines


def statement_lines(found: Recomputed, settle_no: str) -> list[str]:
    """The amounts of one statement as published and as made again, in yuan to the fen."""
    stored, made = found.stored.get(settle_no), found.made.get(settle_no)
    if stored is None or made is None:
        return [f"  ! statement {settle_no} is {'not published' if stored is None else 'not made again'}"]
    lines = []
    for name in _AMOUNTS:
        agrees = "agree to the fen" if stored[name] == made[name] else "DIFFER"
        lines.append(f"  {name}: {_yuan(stored[name])} published, {_yuan(made[name])} made again: {agrees}")
    return lines


def _yuan(amount: Decimal) -> str:
    return f"{print_amount(amount)} yuan"


def _table_lines(table: Compared) -> list[str]:
    note = f" ({table.note})" if table.note else ""
    if table.is_same:
        return [f"  {table.name}: the same rows in other bytes{note}"]
    return [
        f"  ! {table.name}: {table.differing_rows} rows differ{note}",
        *(f"    {sample}" for sample in table.samples),
    ]
