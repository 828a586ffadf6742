"""Whether this machine has what Spark needs: PySpark, dbt's adapter for it, and Java."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

from interface.errors import CannotRun

MISSING_PYSPARK = "PySpark is not installed here: run `./setup.sh spark`."
MISSING_JAVA = "Java is not installed here: run `./setup.sh spark`, or name its folder in JAVA_HOME."


def refuse_missing_software() -> None:
    """Go on only where everything is there.

    Raises:
        CannotRun: PySpark or Java is missing.
    """
    if not all(find_spec(name) for name in ("pyspark", "dbt.adapters.spark")):
        raise CannotRun(MISSING_PYSPARK)
    if not shutil.which(_java()):
        raise CannotRun(MISSING_JAVA)


def spark_home() -> Path:
    """Where PySpark brought Spark's own programs to."""
    import pyspark

    return Path(pyspark.__file__).parent


def _java() -> str:
    given = os.environ.get("JAVA_HOME")
    return str(Path(given) / "bin" / "java") if given else "java"
