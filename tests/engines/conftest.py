"""A Spark cluster of our own for the tests of both engines; without Java, each of them says so and is skipped."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from interface.errors import CannotRun
from interface.paths import Home
from orchestration.spark import cluster
from orchestration.spark.sessions import open_session
from orchestration.spark.software import refuse_missing_software
from tests.engines.desks import free_port

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


# A few rows are not worth compiling for: it takes half of the time. `make engines` compiles, as Spark usually does.
SMALL = """\
spark.sql.codegen.wholeStage false
spark.sql.codegen.factoryMode NO_CODEGEN
spark.driver.defaultJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.executor.defaultJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
"""


@pytest.fixture(scope="session")
def cluster_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home whose cluster runs: one master and two workers, each a process of its own."""
    try:
        refuse_missing_software()
    except CannotRun as reason:
        pytest.skip(f"the engines cannot be held together: {reason}")
    home = Home(tmp_path_factory.mktemp("cluster"))
    configured = tmp_path_factory.mktemp("configured")
    (configured / "spark-defaults.conf").write_text(SMALL, "ascii")
    os.environ["SPARK_CONF_DIR"] = str(configured)
    cluster.start(home.spark, port=free_port(), size=cluster.Size(memory="1500m"))
    try:
        yield home
    finally:
        cluster.stop(home.spark)
        del os.environ["SPARK_CONF_DIR"]


@pytest.fixture(scope="session")
def session(cluster_home: Home) -> Iterator["SparkSession"]:
    """The session of this process; homes of other tests settle on it too."""
    master, configuration = cluster.master_of(cluster_home.spark) or "", cluster.configuration_of(cluster_home.spark)
    session = open_session(master, configuration=configuration, log=cluster_home.spark / "driver.log")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def master(cluster_home: Home, session: "SparkSession") -> str:
    return cluster.master_of(cluster_home.spark) or ""
