"""The gate's engine is imported without what it does not need, whatever else is installed."""

import subprocess
import sys

from interface.paths import PROJECT


def test_the_gate_does_not_import_pyspark() -> None:
    """Imported there, PySpark ended the gate's process with code 0 where its main module had no file."""
    program = "import sys, expectations.engine; print(any(name.split('.')[0] == 'pyspark' for name in sys.modules))"

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, encoding="utf-8", check=False
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "False"
