"""What Dagster needs in a home before it starts: how runs queue and retry, and where the definitions lie."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interface.files import write_whole
from interface.paths import PROJECT, Home

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
    _end_dead_runs(home)
    return home.dagster


@contextmanager
def alive(home: Home, run_id: str) -> Iterator[None]:
    """Let others see that the process of a Dagster run lives; however it dies, the lock on the file dies with it."""
    path = _sign_of_life(home, run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
        path.unlink(missing_ok=True)


def _end_dead_runs(home: Home) -> None:
    signs = [path for path in _sign_of_life(home, "*").parent.glob("*") if _is_dead(path)]
    if not signs:
        return
    import dagster as dg

    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        for path in signs:
            run = instance.get_run_by_id(path.name)
            if run and not run.is_finished:
                instance.report_run_failed(
                    run, "The run's process ended before the run did; nothing more was published."
                )
            path.unlink(missing_ok=True)


def _is_dead(path: Path) -> bool:
    with path.open("r") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _sign_of_life(home: Home, run_id: str) -> Path:
    return home.dagster / "alive" / run_id
