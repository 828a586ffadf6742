"""What Dagster needs in a home before it starts: how runs queue and retry, and where the definitions lie."""

import json
from pathlib import Path

from interface.files import write_whole
from interface.paths import PROJECT, Home

# A pool that counts runs, not steps: between two steps of one run no other run may publish.
# A run that does not start, or whose process died with the daemon, must not hold the pool for ever.
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

    Web server and daemon read them where ``DAGSTER_HOME`` names the folder and they start in it.

    Returns:
        The folder.
    """
    write_whole(home.dagster / "dagster.yaml", _INSTANCE.encode())
    workspace = _WORKSPACE.format(project=json.dumps(str(PROJECT), ensure_ascii=False))
    write_whole(home.dagster / "workspace.yaml", workspace.encode())
    return home.dagster
