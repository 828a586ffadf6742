"""``python -m tests.fuzz SECONDS [FIRST_SEED]``: damaged files, odd dresses, crowds and deaths; prints what failed."""

import multiprocessing
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from ingest.landing import ingest_folder
from interface.paths import Home
from tests.fuzz.damaging import damaged, odd_rows, valid_files
from tests.fuzz.dresses import DRESSES, made_rows, plain
from tests.fuzz.dying import count_touches, ingest_at_once, ingest_dying_after, ingest_dying_at
from tests.fuzz.homes import files_known, held, is_ledger_whole, sent, written
from tests.fuzz.reading import serve_readings

_READINGS_AT_ONCE = 150
_MOST_SECONDS = 120
_CONTEXT = multiprocessing.get_context("forkserver")


def main(seconds: float, first_seed: int = 0) -> int:
    """Try seed after seed for so many seconds; the exit code is 1 where anything failed."""
    tried: Counter[str] = Counter()
    failures: list[str] = []
    deadline = monotonic() + seconds
    seed = first_seed
    while monotonic() < deadline:
        for trial in (_read_apart, _land_damaged, _dress, _die, _crowd if seed % 4 == 0 else _read_apart):
            if monotonic() >= deadline:
                break
            with TemporaryDirectory(prefix="hengliang-fuzz-") as folder:
                failures += _failures(trial, seed, Path(folder), tried)
        seed += 1
    _say(*failures[:50])
    _say(*(f"{count:>8,} {name}" for name, count in sorted(tried.items())))
    _say(f"seeds {first_seed} to {seed - 1}: {len(failures)} failures")
    return 1 if failures else 0


def _failures(
    trial: Callable[[int, Path, Counter[str]], list[str]], seed: int, folder: Path, tried: Counter[str]
) -> list[str]:
    try:
        found = trial(seed, folder, tried)
    except Exception:  # Whatever it is, it is what we look for.
        found = [traceback.format_exc(limit=-4)]
    return [f"seed {seed}, {trial.__name__}: {each}" for each in found]


def _read_apart(seed: int, folder: Path, tried: Counter[str]) -> list[str]:
    """Damaged files read in a process with little memory and time."""
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=serve_readings, args=(theirs, seed, _READINGS_AT_ONCE))
    process.start()
    theirs.close()
    try:
        answered = ours.poll(_MOST_SECONDS)
        counts, failures = ours.recv() if answered else ({}, [f"a hang of more than {_MOST_SECONDS} seconds"])
    except EOFError:
        counts, failures = {}, ["the reading process was ended: out of memory, or crashed"]
    process.kill()
    process.join()
    tried.update(counts)
    return list(failures)


def _land_damaged(seed: int, folder: Path, tried: Counter[str]) -> list[str]:
    """A folder of damaged files beside sound ones: the sound ones land, and every file is in balance."""
    random = Random(seed)
    files = {name: damaged(content, random) for name, content in valid_files(seed).items()}
    files |= {f"delivery/{number}.csv": odd_rows(random) for number in range(5)}
    (sound,) = plain([])
    del sound["delivery.csv"]
    root = folder / "home"
    outcomes = ingest_folder(Home(root), written({**sound, **files}, folder))
    tried["damaged files landed or refused"] += len(files)
    held(root)
    by_name = {each.file_name: each for each in outcomes}
    wrong = [each.file_name for each in outcomes if not _is_balanced(each)]
    wrong += [name for name in sound if by_name[name].rows_landed != by_name[name].rows_read]
    return [f"{name} is out of balance" for name in wrong]


def _is_balanced(outcome: Any) -> bool:
    sum_of_fates = outcome.rows_landed + outcome.rows_duplicate + outcome.rows_quarantined
    return outcome.rows_read == sum_of_fates and (outcome.refusal is None) == (outcome.rows_read > 0)


def _dress(seed: int, folder: Path, tried: Counter[str]) -> list[str]:
    """The same facts in two other dresses."""
    rows = made_rows(seed, 40)
    expected = held(sent(plain(rows), folder))
    names = Random(seed).sample(sorted(DRESSES), 2)
    tried["dresses"] += len(names)
    return [name for name in names if held(sent(DRESSES[name](rows, Random(seed)), folder)) != expected]


def _die(seed: int, folder: Path, tried: Counter[str]) -> list[str]:
    """An ingest killed at two points and at one time, then tried again."""
    random = Random(seed)
    rows = made_rows(seed, 40)
    name = random.choice(sorted(DRESSES))
    inputs = [written(each, folder) for each in DRESSES[name](rows, random)]
    expected = held(sent(plain(rows), folder))
    whole: dict[str, int] = {}
    for each in inputs:
        touches = count_touches(folder / "undisturbed", each)
    whole = files_known(folder / "undisturbed")
    root = folder / "home"
    failures = []
    for each in inputs:
        for touch in (random.randint(1, touches), random.randint(1, touches)):
            ingest_dying_at(root, each, touch=touch)
            tried["deaths at a point"] += 1
            failures += [] if files_known(root).items() <= whole.items() else [f"{name}: half a file at {touch}"]
        ingest_dying_after(root, each, seconds=random.random())
        tried["deaths at a time"] += 1
        ingest_folder(Home(root), each)
    if held(root) != expected or not is_ledger_whole(root):
        failures.append(f"{name}: another home after deaths")
    return failures


def _crowd(seed: int, folder: Path, tried: Counter[str]) -> list[str]:
    """Eight processes that send the same facts in dresses of their own at the same time."""
    random = Random(seed)
    rows = made_rows(seed, 40)
    expected = held(sent(plain(rows), folder))
    folders = [DRESSES[random.choice(sorted(DRESSES))](rows, random)[-1] for _ in range(7)]
    root = folder / "home"
    codes = ingest_at_once(root, [written(each, folder) for each in (*folders, *plain(rows))])
    tried["ingests at once"] += len(codes)
    return [] if codes == [0] * 8 and held(root) == expected and is_ledger_whole(root) else [f"exit codes {codes}"]


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join((*lines, "")))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
