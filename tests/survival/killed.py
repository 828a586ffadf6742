"""A command killed at one point: what readers see then, and whether the same command makes good what was missing."""

import shutil
from dataclasses import fields
from pathlib import Path
from random import Random
from tempfile import mkdtemp

from tests.survival.commands import command, command_touching
from tests.survival.pictures import Picture, look
from tests.survival.power import lose_power
from tests.survival.stages import Stage
from tests.survival.touches import touches_in
from tests.survival.warm import Ended, Warm

_HEALS = ("the next settle mends it", "the next command that writes")
_OF_THE_INPUTS = ("inputs_hash", "files", "quarantine")
"""What an ingest changes file by file; all else changes at once."""


def count_touches(warm: Warm, stage: Stage, folder: Path) -> list[str]:
    """What the stage's command touches undisturbed."""
    root = copied(stage, folder)
    log = root.with_name("log")
    ended = warm.run(command_touching, root, stage.arguments, log, 0)
    if ended.code != stage.code:
        raise RuntimeError(f"{stage.name} ended with {ended.code}: {ended.err}")
    touches = touches_in(log)
    shutil.rmtree(root.parent)
    return touches


def die_at(warm: Warm, stage: Stage, touch: int, folder: Path, *, power: Random | None = None) -> list[str]:
    """Kill the stage's command just before it touches its home for the n-th time; everything that is wrong after.

    With ``power``, what was not flushed by then is lost as well.
    """
    root = copied(stage, folder)
    log = root.with_name("log")
    ended = warm.run(command_touching, root, stage.arguments, log, touch)
    if not ended.was_killed:
        return [f"it was not killed, but ended with {ended.code}: {ended.err}"]
    taken = lose_power(root, stage.start, log, power) if power else []
    wrong = [*seen_after(warm, stage, root), *healed(warm, stage, root)]
    shutil.rmtree(root.parent)
    return [f"{each}{f' (lost: {taken})' if taken else ''}" for each in wrong]


def copied(stage: Stage, folder: Path) -> Path:
    """The home that the stage starts from, in a folder of its own; none where it starts from nothing."""
    root = Path(mkdtemp(dir=folder)) / "home"
    if stage.start.exists():
        shutil.copytree(stage.start, root)
    return root


def seen_after(warm: Warm, stage: Stage, root: Path) -> list[str]:
    """What is wrong with a home right after a death: it must tell the old or the new, each part whole."""
    if not (root / "ledger.jsonl").exists():
        return []
    looked = warm.run(look, root)
    if looked.code:
        return [f"a reader failed: {_last(looked)}"]
    found = looked.result.picture
    before = stage.before or Picture()
    wrong = [
        f"{name} is neither old nor new: {getattr(found, name)}"
        for name in (each.name for each in fields(Picture) if each.name not in _OF_THE_INPUTS)
        if getattr(found, name) not in (getattr(before, name), getattr(stage.after, name))
    ]
    if len({found.runs == stage.after.runs, found.edition == stage.after.edition}) > 1:
        wrong.append("runs and tables are of two editions")
    if not set(before.files) <= set(found.files) <= set(stage.after.files):
        wrong.append(f"files are known that were not sent: {set(found.files) - set(stage.after.files)}")
    return wrong + [f"verify: {each}" for each in looked.result.damages if not any(told in each for told in _HEALS)]


def healed(warm: Warm, stage: Stage, root: Path) -> list[str]:
    """Run the stage's command again: what then differs from a home where nobody was killed."""
    again = warm.run(command, root, stage.arguments)
    if again.code not in (stage.code, stage.again):
        return [f"the same command ended with {again.code}: {again.err}"]
    return differing(warm, stage, root)


def differing(warm: Warm, stage: Stage, root: Path) -> list[str]:
    """What of a home differs from the undisturbed one, what verify finds in it, and what nobody records."""
    looked = warm.run(look, root)
    if looked.code:
        return [f"a reader failed: {_last(looked)}"]
    found = looked.result.picture
    wrong = [
        f"{each.name} is {getattr(found, each.name)}, and undisturbed {getattr(stage.after, each.name)}"
        for each in fields(Picture)
        if getattr(found, each.name) != getattr(stage.after, each.name)
    ]
    wrong += [f"verify: {each}" for each in looked.result.damages]
    return wrong + [f"left over: {each}" for each in looked.result.leftovers]


def _last(ended: Ended) -> str:
    return (ended.err.strip().splitlines() or [f"code {ended.code}"])[-1]
