"""What assets lean on: where the home lies, what one Dagster run holds in memory, and how failures are tried again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
from pydantic import PrivateAttr

from expectations.gate import SETTLEMENT, Passed, Refused
from expectations.judge_process import JudgeProcess
from expectations.overrides import overridden
from interface.errors import CannotRun, ShortForNow
from interface.ledger import Entry
from interface.paths import Home
from interface.settings import Settings, read_settings
from interface.tables.published import EVALUATION
from orchestration.dagster_instance import alive
from orchestration.preparing import Prepared

WRITER = "writer"
"""The pool of whatever writes to the home; `hengliang dev` limits it to one Dagster run at a time."""

CRASHES = dg.RetryPolicy(max_retries=1, delay=2)


class Places(dg.ConfigurableResource):
    """The home and the engine's settings, read from the environment when an asset runs."""

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Places"]:
        """Show for as long as the run lasts that its process lives."""
        if context.run is None or context.instance is None or context.instance.is_ephemeral:
            yield self
            return
        with alive(Path(context.instance.root_directory), context.run.run_id):
            yield self

    @property
    def settings(self) -> Settings:
        """Every setting; CannotRun names one that is unknown or unfit."""
        return read_settings()

    @property
    def home(self) -> Home:
        """The home of ``HENGLIANG_HOME``."""
        return Home(self.settings.home.absolute())


class OpenRuns(dg.ConfigurableIOManager):
    """Runs that this Dagster run has built, each with its judgement.

    They are handed on in memory: what a Dagster run built is no use to any other. At its end, however it ends,
    their work folders are removed.
    """

    _built: dict[tuple[dg.AssetKey, str | None], Prepared] = PrivateAttr(default_factory=dict)
    _passed: dict[Path, Passed] = PrivateAttr(default_factory=dict)
    _warming_up: list[JudgeProcess] = PrivateAttr(default_factory=list)

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:  # noqa: ARG002  Dagster's signature
        """Let the gate warm up while dbt works."""
        if not _kept_warm:
            self._warming_up.append(JudgeProcess())

    def handle_output(self, context: dg.OutputContext, obj: Prepared) -> None:
        """Hold what was built."""
        self._built[context.asset_key, context.partition_key if context.has_partition_key else None] = obj

    def load_input(self, context: dg.InputContext) -> Prepared:
        """Hand on what this Dagster run built; there is nothing else."""
        partition = context.partition_key if context.has_partition_key else None
        if (context.asset_key, partition) not in self._built:
            raise dg.Failure(
                f"{partition or 'The evaluation'} was not built in this Dagster run: materialize "
                f"{context.asset_key.to_user_string()} and the edition together, or re-execute the whole run.",
                allow_retries=False,
            )
        return self._built[context.asset_key, partition]

    def judge(self, prepared: Prepared, entries: Sequence[Entry]) -> Passed | Refused:
        """Judge what was built in a process of its own, and keep the proof where it passed.

        Args:
            prepared: What this Dagster run has built.
            entries: The home's ledger, with what two people let pass.
        """
        kind = EVALUATION if prepared.request.run_type == EVALUATION else SETTLEMENT
        with self._gate() as process:
            judged = process.judge(prepared.bench.database, kind=kind)
        judgement = overridden(judged, entries, run_id=prepared.bench.run_id)
        if isinstance(judgement, Passed):
            self._passed[prepared.bench.database] = judgement
        return judgement

    @contextmanager
    def _gate(self) -> Iterator[JudgeProcess]:
        # A second attempt finds no process warmed up, for the first may have failed because the process died.
        if not _kept_warm:
            with self._warming_up.pop() if self._warming_up else JudgeProcess() as process:
                yield process
            return
        try:
            yield _kept_warm[-1]
        except BaseException:
            _kept_warm.clear()  # it may have died: the next attempt starts its own
            raise

    def proof(self, prepared: Prepared) -> Passed:
        """The proof that a run passed; without one nothing may be published."""
        if prepared.bench.database not in self._passed:
            raise dg.Failure(
                f"{prepared.request.period} was not judged in this Dagster run, so nothing is published: "
                "materialize what is built and its edition together with the check gate.",
                allow_retries=False,
            )
        return self._passed[prepared.bench.database]

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:  # noqa: ARG002  Dagster's signature
        """Remove the work folders, and end a gate that nobody asked."""
        for process in self._warming_up:
            with process:
                pass
        for prepared in self._built.values():
            prepared.folder.remove()


_kept_warm: list[JudgeProcess] = []


@contextmanager
def one_warm_gate(process: JudgeProcess) -> Iterator[None]:
    """Let the Dagster runs of this process share a gate, one after another: starting one takes seconds."""
    _kept_warm.append(process)
    try:
        yield
    finally:
        _kept_warm.clear()


INTERRUPTED = "interrupted"
"""The metadata of a failure that is no failure: somebody ended the run."""


@contextmanager
def said_once() -> Iterator[None]:
    """Let a step fail for good, in a sentence, where trying again is no use or not wanted.

    CannotRun would say the same again, unless what was short may be back by then, and a retry policy takes Ctrl-C and
    the UI's Terminate for a crash to try again.
    """
    try:
        yield
    except CannotRun as reason:
        raise dg.Failure(str(reason), allow_retries=isinstance(reason, ShortForNow)) from reason
    except (KeyboardInterrupt, dg.DagsterExecutionInterruptedError) as reason:
        raise dg.Failure(
            "Interrupted: what was published before stays.", {INTERRUPTED: True}, allow_retries=False
        ) from reason
