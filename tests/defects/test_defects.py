"""The list of defects is whole, and a sample of it: what is planted is caught, what is clean is left alone.

``make defects`` tries every kind and sixty clean months.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from expectations.judge_process import JudgeProcess
from expectations.suites import EVALUATION_SUITES, SUITES
from interface.tables import PUBLISHED
from tests.defects import kinds_in_scores, kinds_of_scores
from tests.defects.bench import Seen
from tests.defects.kinds import Kind, Wanted
from tests.defects.made_work import World
from tests.defects.tally import Tally
from tests.defects.trying import BUILT, INCOMING, try_clean_months, try_kinds

EVERY_KIND = [
    *(kind for kinds in (*INCOMING.values(), *BUILT.values()) for kind in kinds),
    *kinds_of_scores.KINDS,
    *kinds_in_scores.KINDS,
]
SEVERITIES = {rule.name: rule.severity for suite in (*SUITES, *EVALUATION_SUITES) for rule in suite.rules}
SAMPLE = "a_provider_verifies_its_own_work,a_line_is_a_fen_off,rows_are_lost_in_the_middle,signs_are_reversed"


@pytest.fixture(scope="module")
def judge_process() -> Iterator[JudgeProcess]:
    with JudgeProcess() as process:
        yield process


def a_kind(**given: object) -> Kind:
    cells = {"name": "a", "verdict": "BLOCK", "caught_by": ("rule",), "why": "7", "plant": lambda it: None} | given
    return Kind(**cells)  # type: ignore[arg-type]


def test_there_are_more_than_sixty_kinds_each_with_a_name_of_its_own() -> None:
    names = [kind.name for kind in EVERY_KIND]

    assert len(names) >= 60
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in EVERY_KIND])
def test_what_must_catch_a_kind_exists_and_is_as_severe(kind: Kind) -> None:
    findings = set(PUBLISHED["score_finding"].column("kind").codes)
    codes = [name for name in kind.caught_by if name[0] in "QE" and name[1:].isdigit()]
    rules = [name for name in kind.caught_by if name in SEVERITIES]

    assert rules or codes or findings.intersection(kind.caught_by), f"no rule named {' or '.join(kind.caught_by)}"
    if kind.verdict == "BLOCK":
        assert any(SEVERITIES[name] == "BLOCK" for name in rules)


def test_a_world_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    first, again, other = (World(seed, 2).facts(0, []) for seed in (7, 7, 8))

    assert first == again
    assert first != other


@pytest.mark.parametrize(
    ("found", "is_caught"),
    [
        pytest.param(Seen(blocks={"rule": "1: x"}), True, id="by-the-rule-that-must"),
        pytest.param(Seen(warns={"rule": "1: x"}), False, id="only-reported"),
        pytest.param(Seen(blocks={"another": "1: x"}), False, id="by-chance"),
    ],
)
def test_a_blocking_kind_is_caught_where_its_own_rule_blocks(found: Seen, is_caught: bool) -> None:
    assert a_kind().is_caught(found) == is_caught


def test_what_a_clean_month_shows_too_catches_nothing() -> None:
    clean = Seen(warns={"rule": "1: x"})

    assert not a_kind(verdict="WARN").is_caught(Seen(warns={"rule": "1: x"}).beyond(clean))
    assert a_kind(verdict="WARN").is_caught(Seen(warns={"rule": "2: x y"}).beyond(clean))


def test_the_aim_is_missed_by_one_blocking_kind_or_one_false_alarm() -> None:
    for kind, found, is_met in (
        (a_kind(), Seen(blocks={"rule": "1: x"}), True),
        (a_kind(), Seen(), False),
        (a_kind(verdict="WARN"), Seen(), True),
    ):
        tally = Tally(say=lambda *lines: None)
        tally.note_kind("work", kind, found)
        assert tally.is_met == is_met
        tally.note_clean("2020-06", Seen(warns={"rule": "1: x"}))
        assert not tally.is_met


def test_a_sample_is_caught_and_clean_months_are_left_alone(tmp_path: Path, judge_process: JudgeProcess) -> None:
    said: list[str] = []
    tally = Tally(say=said.append)

    try_kinds(tmp_path, judge_process, seed=2, wanted=Wanted(SAMPLE), tally=tally, history=0)
    try_clean_months(tmp_path, judge_process, seed=2, count=1, tally=tally)

    assert tally.tried == {"BLOCK": 2, "ASIDE": 2}
    assert tally.caught == tally.tried, said
    # The month without a defect, and the first month of another world.
    assert tally.clean == 2
    assert not +tally.alarms, said
