"""The product and the second reckoner book the same lines and figures, to the fen, for months made from seeds.

``python -m tests.differential SEEDS MONTHS`` compares as many as there is time for.
"""

import pytest

from expectations.judge_process import JudgeProcess
from tests.differential.comparing import disagreements
from tests.integration.conftest import Desk


@pytest.fixture
def desk(tmp_path, judge_process: JudgeProcess) -> Desk:
    return Desk(tmp_path, judge_process)


# Between them: every metering basis, both versions of a price, deductions given back and carried, a ceiling reached,
# prepayments used up, tax included and not, a month revised.
@pytest.mark.parametrize(("seed", "months"), [(49, 3), (11, 3)])
def test_the_product_agrees_with_the_second_reckoner(desk: Desk, seed: int, months: int) -> None:
    assert disagreements(desk, seed=seed, months=months) == []
