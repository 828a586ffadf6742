"""The one Spark session of this process, and every setting of it that decides a figure."""

import os
import shlex
import socket
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from interface.errors import CannotRun
from interface.paths import PROJECT
from orchestration.spark.software import refuse_missing_software, spark_home

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_LOG_SETTINGS = PROJECT / "orchestration" / "spark" / "log4j2.properties"
_SECONDS_FOR_WORKERS = 60
_SECONDS_TO_ANSWER = 5

# Without one of these Spark would round, wrap around or shift what DuckDB does not; tests/engines holds them together.
DECIDE_FIGURES = {
    # Overflow, division by 0 and a text that is no number fail instead of giving null.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.storeAssignmentPolicy": "ANSI",
    # A product keeps every decimal place; where it does not fit into 38 digits, it fails.
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.legacy.decimal.retainFractionDigitsOnTruncate": "true",
    # Business months are Shanghai's.
    "spark.sql.session.timeZone": "Asia/Shanghai",
    "spark.sql.timestampType": "TIMESTAMP_LTZ",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.caseSensitive": "false",
}
_ELSE = {
    "spark.sql.catalogImplementation": "in-memory",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_LOG_SETTINGS.as_uri()}",
}
_LOCAL = ("127.0.0.1", "localhost")


def open_session(master: str, *, configuration: Path | None, log: Path) -> "SparkSession":
    """The session on a cluster; the first call of a process opens it, and it lasts as long as the process.

    What executors may use, such as their memory, is said in Spark's own way: ``spark-defaults.conf`` in the folder
    that ``SPARK_CONF_DIR`` names. What decides a figure is said here and goes before it.

    Args:
        master: ``spark://host:port``.
        configuration: A file in Spark's form with the secret that the cluster asks for; None where it asks for none.
        log: Takes what Spark's driver has to say: a file that is written over.

    Raises:
        CannotRun: PySpark or Java is missing, no master answers, or it has no worker for us.
    """
    refuse_missing_software()
    _refuse_silent_master(master)
    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")  # no frame is used here
    from pyspark.sql import SparkSession

    os.environ["SPARK_HOME"] = str(spark_home())  # of the packages that are pinned, whatever else is installed
    os.environ["PYSPARK_SUBMIT_ARGS"] = _arguments(configuration)
    builder = SparkSession.builder.appName("hengliang").master(master)
    for name, value in {**DECIDE_FIGURES, **_ELSE, **_place_of_driver(master)}.items():
        builder = builder.config(name, value)
    try:
        with _saying_to(log):
            session = builder.getOrCreate()
    except Exception as reason:
        raise CannotRun(f"Spark could not begin on {master}: {_first_line(reason)}.") from reason
    _wait_for_workers(session, master)
    cores = session.sparkContext.defaultParallelism
    session.conf.set("spark.sql.shuffle.partitions", str(max(4, 2 * cores)))
    return session


@contextmanager
def watching(session: "SparkSession") -> Iterator[None]:
    """End the session where no worker is left for long: Spark would wait for one for ever, and the home with it.

    What was asked of the session then fails, and ``is_ended`` tells why.
    """
    is_over = threading.Event()

    def watch() -> None:
        seen_at = time.monotonic()
        while not is_over.wait(1):
            if _has_workers(session):
                seen_at = time.monotonic()
            elif time.monotonic() - seen_at > _SECONDS_FOR_WORKERS:
                session.sparkContext._jsc.sc().stop()  # noqa: SLF001  stopped by Python's own, dbt would open another
                return

    watcher = threading.Thread(target=watch, name="spark-workers", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        is_over.set()
        watcher.join()


def is_ended(session: "SparkSession") -> bool:
    """Whether the session was ended, by ``watching`` or by Spark itself."""
    return bool(session.sparkContext._jsc.sc().isStopped())  # noqa: SLF001  PySpark offers no other way


def _has_workers(session: "SparkSession") -> bool:
    """Executors are counted with the driver."""
    return bool(session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() > 1)  # noqa: SLF001  as above


def _arguments(configuration: Path | None) -> str:
    """A secret goes by a file: whatever stands on a command line can be read by everybody on the machine."""
    given = f"--properties-file {shlex.quote(str(configuration))} --load-spark-defaults " if configuration else ""
    return f"{given}pyspark-shell"


def _refuse_silent_master(master: str) -> None:
    """Spark itself would try for a minute and then show a page of its own code."""
    host, port = _address(master)
    try:
        socket.create_connection((host, port), timeout=_SECONDS_TO_ANSWER).close()
    except OSError:
        raise CannotRun(
            f"No Spark master answers at {master}: start the home's own cluster with `hengliang spark start`, or name "
            "another in HENGLIANG_SPARK_MASTER."
        ) from None


def _place_of_driver(master: str) -> dict[str, str]:
    """Where executors call back: this machine alone where the cluster is, otherwise as Spark finds it."""
    if _address(master)[0] not in _LOCAL:
        return {}
    return {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}


def _wait_for_workers(session: "SparkSession", master: str) -> None:
    give_up_at = time.monotonic() + _SECONDS_FOR_WORKERS
    while not _has_workers(session):
        if time.monotonic() > give_up_at:
            session.stop()
            raise CannotRun(
                f"The Spark master at {master} gave no worker within {_SECONDS_FOR_WORKERS} seconds: see that workers "
                "are registered there and have cores and memory left."
            )
        time.sleep(0.1)


@contextmanager
def _saying_to(log: Path) -> Iterator[None]:
    """Let programs that are started within write to a file what they would write beside a command's own sentences."""
    log.parent.mkdir(parents=True, exist_ok=True)
    terminal = os.dup(2)
    with log.open("wb") as stream:
        os.dup2(stream.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(terminal, 2)
        os.close(terminal)


def _address(master: str) -> tuple[str, int]:
    host, port = master.removeprefix("spark://").rsplit(":", 1)
    return host, int(port)


def _first_line(reason: Exception) -> str:
    return (str(reason).strip().splitlines() or [type(reason).__name__])[0].rstrip(".")
