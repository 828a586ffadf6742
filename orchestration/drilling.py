"""The drill: a backup restored aside, its raw files read again, and one statement made again to the fen."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboards.access import SYSTEM
from dashboards.editions import open_settlements
from dashboards.statements import Statement, read_statements
from expectations.judge_process import JudgeProcess
from interface.errors import CannotRun, Stopped
from interface.paths import Home
from interface.settings import Settings
from orchestration.restoring import restore


def drill(
    source: Path,
    *,
    settings: Settings,
    statement: str | None,
    number: int | None,
    work: Path | None,
    say: Callable[[str], None],
) -> bool:
    """Restore a backup into a folder that is thrown away, and prove one statement of it from the raw files.

    Args:
        source: The folder of the backups.
        settings: Threads and memory of the engine.
        statement: The statement; None for one of the newest settlement that has any.
        number: Which backup; None for the newest.
        work: Where the folder is made; None for where the system keeps temporary files.
        say: Takes each finding as a line.

    Returns:
        Whether the run of that statement, made again, is what was published.

    Raises:
        CannotRun: there is no such backup or statement.
    """
    with JudgeProcess() as judge_process, TemporaryDirectory(prefix="hengliang-drill-", dir=work) as folder:
        home = Home(Path(folder) / "home")
        try:
            checked = restore(source, home, number=number)
            say(f"restored: {checked} files and records agree with their recorded hashes")
            return _is_made_again(home, settings, judge_process, statement, say)
        except Stopped as reason:
            say(str(reason))
            return False


def _is_made_again(
    home: Home, settings: Settings, judge_process: JudgeProcess, settle_no: str | None, say: Callable[[str], None]
) -> bool:
    from orchestration.recomputing import recompute  # imports dbt's neighbours while the gate warms up
    from orchestration.telling_recomputed import recomputed_lines, statement_lines

    chosen = _choose(home, settle_no)
    settle_no, run_id = str(chosen.row["settle_no"]), chosen.run.run_id
    say(f"statement {settle_no} of contract {chosen.contract_no}, {chosen.run.period}, by run {run_id}")
    found = recompute(home, run_id, settings=settings, judge_process=judge_process, from_raw=True)
    for line in (*recomputed_lines(found), *statement_lines(found, settle_no)):
        say(line)
    return found.is_same


def _choose(home: Home, settle_no: str | None) -> Statement:
    """The statement asked for; by default of the newest run with statements, the one that pays most."""
    statements = read_statements(open_settlements(home, SYSTEM))
    if settle_no is not None:
        statements = [each for each in statements if each.row["settle_no"] == settle_no]
        if not statements:
            raise CannotRun(f"The backup holds no statement {settle_no!r}: `hengliang statement list` names them.")
    if not statements:
        raise CannotRun("The backup holds no statement: settle a month first.")
    newest = statements[-1].run.run_id
    return max((each for each in statements if each.run.run_id == newest), key=lambda each: each.row["payable_amt"])
