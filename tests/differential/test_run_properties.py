"""How facts are handed over and cut into runs changes nothing that is published, and what is booked fits together.

``python -m tests.differential SEEDS MONTHS`` tries each way by itself, over as many seeds as there is time for.
"""

import pytest

from expectations.judge_process import JudgeProcess
from tests.differential.accounts import booked_in_sum, misfits
from tests.differential.months import Step, known_at_once, make_every_month
from tests.differential.packings import (
    ThreadedDesk,
    as_made,
    every_way,
    published_differences,
    settle_months,
)

# Its contracts meter by every basis, price by month and by contract year, learn of work late, offset and carry over.
SEED, MONTHS = 206, 2


@pytest.fixture(scope="module")
def steps() -> list[Step]:
    return make_every_month(SEED, MONTHS)


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory, judge_process: JudgeProcess, steps: list[Step]) -> ThreadedDesk:
    """The months settled as they are made, by one thread; nothing changes it any more."""
    desk = ThreadedDesk(tmp_path_factory.mktemp("settled"), judge_process)
    settle_months(desk, steps, packing=as_made)
    return desk


def test_order_copies_batches_and_threads_change_nothing_that_is_published(
    tmp_path, judge_process: JudgeProcess, settled: ThreadedDesk, steps: list[Step]
) -> None:
    other = ThreadedDesk(tmp_path, judge_process)
    other.threads = 4

    settle_months(other, steps, packing=every_way)

    assert published_differences(settled, other) == []


def test_runs_that_learn_piece_by_piece_book_in_sum_what_runs_that_know_all_book_at_once(
    tmp_path, judge_process: JudgeProcess, settled: ThreadedDesk, steps: list[Step]
) -> None:
    knowing = ThreadedDesk(tmp_path, judge_process)

    settle_months(knowing, known_at_once(steps), packing=as_made)

    types = [{row["line_type"] for row in desk.table("settlement_line")} for desk in (settled, knowing)]
    assert types == [{"CURRENT", "ADJUSTMENT"}, {"CURRENT"}]
    assert booked_in_sum(settled) == booked_in_sum(knowing)


def test_lines_totals_and_balances_fit_together(settled: ThreadedDesk) -> None:
    for name in ("prepay_offset_amt", "carried_in_amt", "assess_deduct_amt"):
        assert any(row[name] for row in settled.table("settlement")), name
    assert settled.table("ledger_entry")

    assert misfits(settled) == []
