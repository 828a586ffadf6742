"""What assets lean on: where the home lies, what one Dagster run holds in memory, and how failures are tried again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
from pydantic import PrivateAttr

from expectations.gate import Passed, Refused
from expectations.judge_process import JudgeProcess
from interface.errors import CannotRun
from interface.paths import Home
from interface.settings import Settings, read_settings
from orchestration.settlement import Prepared

WRITER = "writer"
"""The pool of whatever writes to the home; `hengliang dev` limits it to one Dagster run at a time."""

CRASHES = dg.RetryPolicy(max_retries=1, delay=2)


class Places(dg.ConfigurableResource):
    """The home and the engine's settings, read from the environment when an asset runs."""

    @property
    def settings(self) -> Settings:
        """Every setting; CannotRun names one that is unknown or unfit."""
        return read_settings()

    @property
    def home(self) -> Home:
        """The home of ``HENGLIANG_HOME``."""
        return Home(self.settings.home.absolute())


class OpenMonths(dg.ConfigurableIOManager):
    """Months that this Dagster run has built, each with its judgement.

    They are handed on in memory: what a run built is no use to any other run. At the end of the run, however
    it ends, their work folders are removed.
    """

    _built: dict[str, Prepared] = PrivateAttr(default_factory=dict)
    _passed: dict[Path, Passed] = PrivateAttr(default_factory=dict)
    _warming_up: list[JudgeProcess] = PrivateAttr(default_factory=list)

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:  # noqa: ARG002  Dagster's signature
        """Let the gate warm up while dbt works."""
        self._warming_up.append(JudgeProcess())

    def handle_output(self, context: dg.OutputContext, obj: Prepared) -> None:
        """Hold a built month."""
        self._built[context.partition_key] = obj

    def load_input(self, context: dg.InputContext) -> Prepared:
        """Hand on a month that this run built; there is no other."""
        if context.partition_key not in self._built:
            raise dg.Failure(
                f"{context.partition_key[:7]} was not built in this Dagster run: materialize built_month and edition "
                "together, or re-execute the whole run.",
                allow_retries=False,
            )
        return self._built[context.partition_key]

    def judge(self, month: Prepared) -> Passed | Refused:
        """Judge a built month in a process of its own, and keep the proof where it passed."""
        # A second attempt finds no process warmed up, for the first may have failed because the process died.
        with self._warming_up.pop() if self._warming_up else JudgeProcess() as process:
            judgement = process.judge(month.bench.database)
        if isinstance(judgement, Passed):
            self._passed[month.bench.database] = judgement
        return judgement

    def proof(self, month: Prepared) -> Passed:
        """The proof that a month passed; without one nothing may be published."""
        if month.bench.database not in self._passed:
            raise dg.Failure(
                f"{month.request.period} was not judged in this Dagster run, so nothing is published: "
                "materialize built_month and edition together with the check gate.",
                allow_retries=False,
            )
        return self._passed[month.bench.database]

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:  # noqa: ARG002  Dagster's signature
        """Remove the work folders, and end a gate that nobody asked."""
        for process in self._warming_up:
            with process:
                pass
        for month in self._built.values():
            month.folder.remove()


@contextmanager
def said_once() -> Iterator[None]:
    """Turn CannotRun into a failure that shows its sentence and is not tried again: it would say the same."""
    try:
        yield
    except CannotRun as reason:
        raise dg.Failure(str(reason), allow_retries=False) from reason
