"""Plants each defect of an evaluation in a report of its own that is clean without it, or in a built evaluation."""

from collections import Counter
from pathlib import Path

import duckdb

from expectations.judge_process import JudgeProcess
from tests.defects.bench import Bench, Seen, as_files
from tests.defects.kinds import Kind, Wanted
from tests.defects.kinds_in_scores import KINDS as BUILT
from tests.defects.kinds_of_scores import FOUND, KINDS, made_evaluation
from tests.defects.made_rules import Tables
from tests.defects.tally import Tally

_FINDINGS = "select scheme_no, kind from marts.score_finding where severity = 'DEFECT'"


def try_scores(folder: Path, judge_process: JudgeProcess, *, wanted: Wanted, tally: Tally) -> None:
    """Reports with one defect each, evaluated together; what the gate must say of one is asked of it alone."""
    kinds = [kind for kind in KINDS if wanted.has("scores", kind)]
    built = [kind for kind in BUILT if wanted.has("scored", kind)]
    if not kinds and not built:
        return
    clean = _evaluated(folder, judge_process, "PJ", made_evaluation("PJ"))
    tally.note_clean("an evaluation before anything is planted", clean)
    names = {name for name, *_ in FOUND}
    _try_together(folder, judge_process, [kind for kind in kinds if kind.name in names], tally)
    for kind in kinds:
        if kind.name not in names:
            tables = made_evaluation("PJ")
            kind.plant(tables)
            tally.note_kind("scores", kind, _evaluated(folder, judge_process, kind.name, tables).beyond(clean))
    if built:
        _try_built(folder, judge_process, built, tally)


def _try_together(folder: Path, judge_process: JudgeProcess, kinds: list[Kind], tally: Tally) -> None:
    together: Tables = {}
    for number, kind in enumerate(kinds, start=1):
        tables = made_evaluation(f"PJ{number:02d}")
        kind.plant(tables)
        for table, rows in tables.items():
            together.setdefault(table, []).extend(rows)
    if not together:
        return
    bench = Bench(folder / "reports", judge_process)
    bench.receive(as_files(together))
    with bench.evaluated() as database, duckdb.connect(str(database), read_only=True) as connection:
        findings = connection.execute(_FINDINGS).fetchall()
    for number, kind in enumerate(kinds, start=1):
        of_its_own = Counter(found for scheme_no, found in findings if str(scheme_no).startswith(f"PJ{number:02d}-"))
        tally.note_kind("scores", kind, Seen(codes=of_its_own))


def _evaluated(folder: Path, judge_process: JudgeProcess, name: str, tables: Tables) -> Seen:
    """What ingest, the gate and the findings say of one evaluation in a home of its own."""
    bench = Bench(folder / name, judge_process)
    codes = bench.receive(as_files(tables))
    with bench.evaluated() as database:
        found = bench.judge(database, is_evaluation=True)
        with duckdb.connect(str(database), read_only=True) as connection:
            codes += Counter(kind for _, kind in connection.execute(_FINDINGS).fetchall())
        return Seen(found.blocks, found.warns, codes)


def _try_built(folder: Path, judge_process: JudgeProcess, kinds: list[Kind], tally: Tally) -> None:
    """An evaluation with a wrong total in its report is built once; each kind spoils a copy of its file."""
    tables = made_evaluation("PJ")
    next(plant for name, _, _, plant in FOUND if name == "a_total_is_wrong")(tables)
    bench = Bench(folder / "built", judge_process)
    bench.receive(as_files(tables))
    with bench.evaluated() as database:
        clean = bench.judge(database, is_evaluation=True)
        for kind in kinds:
            found = bench.judge_spoilt(database, kind.plant, is_evaluation=True)
            tally.note_kind("scored", kind, found.beyond(clean))
