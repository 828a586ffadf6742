"""One settlement's models on Spark: sources laid out, models built there, what they made taken back."""

from collections.abc import Iterator

from interface.errors import CannotRun
from interface.paths import Home
from interface.settings import SPARK, Settings
from orchestration.spark.cluster import configuration_of, master_of
from orchestration.spark.results import take_back
from orchestration.spark.sessions import is_ended, open_session, watching
from orchestration.spark.sources import lay_out_sources
from orchestration.transform import SETTLEMENT, build_on_spark, build_shapes, parsed_manifest
from orchestration.workbench import Workbench

_LEFT_OUT = tuple(each for each in SETTLEMENT if "." in each and ":" not in each)


def build_on_cluster(bench: Workbench, *, home: Home, settings: Settings) -> None:
    """Build every model of a settlement on Spark and leave the run's DuckDB file as if DuckDB had built them there.

    The run's folder must be one that every worker sees under the same path, and so must the home's landing files.

    Raises:
        CannotRun: Spark cannot be used here.
        TransformFailed: a model failed.
    """
    own = configuration_of(home.spark) if master_of(home.spark) == settings.spark_master else None
    session = open_session(settings.spark_master, configuration=own, log=home.spark / "driver.log")
    folder = bench.database.parent / "spark"
    try:
        with watching(session):
            lay_out_sources(session, bench.database, relations=sources_read(), files=bench.files, folder=folder)
            build_on_spark(bench.database.parent / "dbt_spark", threads=settings.threads)
    except Exception as reason:
        if is_ended(session):
            raise CannotRun(
                f"The Spark cluster at {settings.spark_master} went away during the run: nothing was published; see "
                "that it runs, and settle again."
            ) from reason
        raise
    build_shapes(bench.database, threads=settings.threads, memory=settings.memory)
    take_back(bench.database, folder, threads=settings.threads)


def sources_read() -> set[str]:
    """The sources that models of settlements read, by their names in the engine."""
    manifest = parsed_manifest(SPARK)

    def ancestors(key: str) -> Iterator[str]:
        for parent in manifest.nodes[key].depends_on.nodes:
            if parent in manifest.sources:
                yield parent
            elif manifest.nodes[parent].config.materialized == "ephemeral":
                yield from ancestors(parent)

    models = [
        key
        for key, node in manifest.nodes.items()
        if node.resource_type == "model"
        and node.config.materialized != "ephemeral"
        and not any(".".join(node.fqn[1:]).startswith(f"{each}.") for each in _LEFT_OUT)
    ]
    read = {each for key in models for each in ancestors(key)}
    return {f"{manifest.sources[each].schema}.{manifest.sources[each].name}" for each in read}
