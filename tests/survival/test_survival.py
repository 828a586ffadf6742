"""Whatever stops a command, a home tells the old or the new; the same command makes good what was missing.

``make survival`` tries every point, random moments, crowds, full disks, every kind of file and other machines.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from tests.survival.flips import change_everywhere
from tests.survival.full_disk import may_mount, run_full
from tests.survival.killed import count_touches, die_at
from tests.survival.readers import read_while_publishing
from tests.survival.stages import Stage, make_stages
from tests.survival.torn import torn_everywhere
from tests.survival.warm import Warm


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("survival")


@pytest.fixture(scope="module")
def warm(folder: Path) -> Iterator[Warm]:
    (folder / "scratch").mkdir()
    with Warm(folder / "scratch") as process:
        yield process


@pytest.fixture(scope="module")
def stages(warm: Warm, folder: Path) -> dict[str, Stage]:
    return {stage.name: stage for stage in islice(make_stages(warm, folder), 2)}


@pytest.mark.parametrize("touch", ["mkdir landing/delivery", "open ledger.jsonl", "rename landing/reports/"])
def test_an_ingest_that_dies_with_the_power_is_made_good_by_the_next(
    warm: Warm, stages: dict[str, Stage], folder: Path, touch: str
) -> None:
    touches = count_touches(warm, stages["ingest"], folder)
    last = max(number for number, each in enumerate(touches, start=1) if each.startswith(touch))

    assert die_at(warm, stages["ingest"], last, folder, power=Random(1)) == []


def test_a_settlement_that_dies_between_the_ledger_and_the_pointer_books_once(
    warm: Warm, stages: dict[str, Stage], folder: Path
) -> None:
    touches = count_touches(warm, stages["settle"], folder)
    (pointer,) = [n for n, each in enumerate(touches, start=1) if each.startswith("rename published/.current.json")]

    assert die_at(warm, stages["settle"], pointer, folder) == []


def test_a_ledger_that_breaks_off_at_any_byte_of_its_last_line_is_read_and_continued(
    warm: Warm, folder: Path, stages: dict[str, Stage]
) -> None:
    cuts, wrong = warm.ask(torn_everywhere, stages["settle"].start, None)

    assert (cuts > 300, wrong) == (True, [])


def test_readers_see_whole_editions_while_runs_are_published(
    warm: Warm, stages: dict[str, Stage], folder: Path
) -> None:
    counts, wrong = read_while_publishing(warm, stages["settle"], folder, publications=4)

    assert (min(counts.values()) > 0, wrong) == (True, [])


def test_a_full_disk_is_said_in_one_sentence_and_harms_nothing(
    warm: Warm, stages: dict[str, Stage], folder: Path
) -> None:
    if not may_mount(folder):
        pytest.skip("no disk in memory may be mounted here")

    found = [run_full(warm, stages["ingest"], folder, left) for left in (0, 60_000)]

    assert found == [(True, []), (True, [])]


def test_verify_finds_changed_bytes_in_every_kind_of_file(warm: Warm, stages: dict[str, Stage], folder: Path) -> None:
    tried, missed = warm.ask(change_everywhere, folder / "home", 60, 1)

    assert (len(tried), missed) == (7, [])
