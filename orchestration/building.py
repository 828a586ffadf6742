"""Which engine builds the models of a run."""

from expectations.edition_files import write_down
from interface.paths import Home
from interface.settings import SPARK, Settings
from orchestration.outsized import is_too_large, outsized
from orchestration.transform import EVALUATION, TransformFailed, build
from orchestration.workbench import Workbench


def build_settlement(bench: Workbench, *, home: Home, settings: Settings) -> None:
    """Build every model of a settlement in the run's DuckDB file, on the engine that the settings name.

    Tables of many rows are written down beside it.

    Raises:
        CannotRun: Spark is asked for and cannot be used here, or a figure outgrows its column.
        TransformFailed: a model failed.
        RuntimeError: a table that was written down has other rows than were counted.
    """
    try:
        if settings.engine == SPARK:
            from orchestration.spark.runs import build_on_cluster  # PySpark is there only where it was asked for

            build_on_cluster(bench, home=home, settings=settings)
        else:
            build(bench.database, threads=settings.threads, memory=settings.memory)
    except TransformFailed as failure:
        if is_too_large(failure):
            raise outsized(failure, bench.database) from failure
        raise
    write_down(bench.database, threads=settings.threads, memory=settings.memory)


def build_evaluation(bench: Workbench, *, settings: Settings) -> None:
    """Build every model of an evaluation in the run's DuckDB file, always on DuckDB.

    Raises:
        TransformFailed: a model failed.
    """
    build(bench.database, threads=settings.threads, memory=settings.memory, models=EVALUATION)
