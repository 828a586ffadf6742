"""What Dagster needs in a home before it starts: how runs queue and retry, and where the definitions lie."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interface.files import write_whole
from interface.paths import PROJECT, Home

_SIGNS = "alive"

# A pool that counts runs, not steps: between two steps of one run no other run may publish.
# A run that does not start or never ends must not hold the pool for ever.
_INSTANCE = """\
# Written by `hengliang dev` and `hengliang dev --prepare` each time.
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  pools:
    granularity: run
    default_limit: 1
run_retries:
  enabled: true
  retry_on_asset_or_op_failure: false
run_monitoring:
  enabled: true
  start_timeout_seconds: 300
  cancel_timeout_seconds: 300
  max_runtime_seconds: 43200
"""

# A JSON string is a YAML string, whatever the folder is called.
_WORKSPACE = """\
# Written by `hengliang dev` and `hengliang dev --prepare` each time.
load_from:
  - python_module:
      module_name: orchestration.definitions
      working_directory: {project}
"""


def prepare_instance(home: Home) -> Path:
    """Write ``dagster.yaml`` and ``workspace.yaml`` into the home, over those of an earlier version.

    Web server and daemon read them where ``DAGSTER_HOME`` names the folder and they start in it. Runs whose process
    died are marked as failed, so that they hold up no other.

    Returns:
        The folder.
    """
    write_whole(home.dagster / "dagster.yaml", _INSTANCE.encode())
    workspace = _WORKSPACE.format(project=json.dumps(str(PROJECT), ensure_ascii=False))
    write_whole(home.dagster / "workspace.yaml", workspace.encode())
    _end_dead_runs(home.dagster)
    return home.dagster


@contextmanager
def alive(folder: Path, run_id: str) -> Iterator[None]:
    """Let others see, in Dagster's folder, that a run's process lives; however it dies, its lock dies with it."""
    sign = folder / _SIGNS / run_id
    sign.parent.mkdir(parents=True, exist_ok=True)
    aside = sign.with_name(f".{run_id}")  # renamed once it is locked: nobody meets a sign without its lock
    with aside.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        aside.rename(sign)
        try:
            yield
        finally:
            sign.unlink(missing_ok=True)


def _end_dead_runs(folder: Path) -> None:
    signs = [sign for sign in (folder / _SIGNS).glob("[!.]*") if _is_dead(sign)]
    if not signs:
        return
    import dagster as dg

    with dg.DagsterInstance.from_config(str(folder)) as instance:
        for sign in signs:
            run = instance.get_run_by_id(sign.name)
            if run and not run.is_finished:
                instance.report_run_failed(run, "The run's process ended before the run did.")
            sign.unlink(missing_ok=True)


def _is_dead(sign: Path) -> bool:
    try:
        with sign.open("r") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, FileNotFoundError):
        return False
    return True
