"""`hengliang dev` shows this project in the Dagster UI, on this machine only, and ends with all that it started."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from interface.errors import CannotRun
from interface.paths import PROJECT, Home
from orchestration.cli import app
from orchestration.dagster_ui import open_ui

START_SECONDS = 120
END_SECONDS = 60
SHOWN = "assetNodes {assetKey {path} pools} schedules {name} sensors {name}"
QUESTION = f"{{repositoriesOrError {{... on RepositoryConnection {{nodes {{{SHOWN}}}}}}}}}"
ASSETS = ("received", "built_month", "edition", "built_year", "annual_edition", "built_evaluation", "evaluation")
SCHEDULES = {
    "evaluate_on_working_day_4",
    "settle_the_month_before_on_working_day_5",
    "settle_the_years_that_are_over_on_working_day_6",
}
SENSORS = {"receive_from_the_inbox", "tell_that_a_run_failed", "tell_that_a_file_was_refused"}


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(CannotRun, match=rf"Port {port} on 127\.0\.0\.1 cannot be used \(Address already in use\)"):
            open_ui(Home(tmp_path), port=port)


def test_a_number_that_is_no_port_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="Port 65536 on"):
        open_ui(Home(tmp_path), port=65_536)


def test_the_ui_lists_the_assets_and_ends_with_all_that_it_started(tmp_path: Path) -> None:
    home, port = Home(tmp_path / "home"), a_free_port()
    command = [sys.executable, "-c", "from orchestration.cli import main; main()", "dev"]
    options = ["--home", str(home.root), "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        ui = subprocess.Popen(
            [*command, *options], cwd=PROJECT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        answer = ask(port, QUESTION, ui)
        ui.send_signal(signal.SIGINT)
        ui.wait(60)
    finally:
        left = end_what_is_left(ui)

    (repository,) = answer["data"]["repositoriesOrError"]["nodes"]
    assert {"/".join(node["assetKey"]["path"]): node["pools"] for node in repository["assetNodes"]} == {
        key: ["writer"] for key in ASSETS
    }
    assert {each["name"] for each in repository["schedules"]} == SCHEDULES
    assert {each["name"] for each in repository["sensors"]} == SENSORS
    assert left == ""
    instance = yaml.safe_load((home.dagster / "dagster.yaml").read_text("utf-8"))
    assert instance["telemetry"] == {"enabled": False}
    assert instance["concurrency"] == {"pools": {"granularity": "run", "default_limit": 1}}


def test_what_services_need_is_written_without_opening_the_ui(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")

    answer = CliRunner().invoke(app, ["dev", "--prepare", "--home", str(home.root)])

    assert (answer.exit_code, answer.output) == (0, f"DAGSTER_HOME={home.dagster}\n")
    instance = yaml.safe_load((home.dagster / "dagster.yaml").read_text("utf-8"))
    assert instance["run_monitoring"]["enabled"]
    assert yaml.safe_load((home.dagster / "workspace.yaml").read_text("utf-8")) == {
        "load_from": [
            {"python_module": {"module_name": "orchestration.definitions", "working_directory": str(PROJECT)}}
        ]
    }


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def ask(port: int, query: str, ui: "subprocess.Popen[bytes]") -> Any:
    """Ask until the page answers; fails where the process ends before it or the time is over."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql", json.dumps({"query": query}).encode(), {"content-type": "application/json"}
    )
    deadline = time.monotonic() + START_SECONDS
    while ui.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"no answer on port {port}; exit code {ui.poll()}")


def end_what_is_left(ui: "subprocess.Popen[bytes]") -> str:
    """Wait until every process of the session that the UI leads has ended; those that do not are named and ended."""
    deadline = time.monotonic() + END_SECONDS
    while (left := processes_of(ui.pid)) and ui.poll() is not None and time.monotonic() < deadline:
        time.sleep(0.2)
    if left:
        os.killpg(ui.pid, signal.SIGKILL)
        ui.wait(10)
    return left


def processes_of(group: int) -> str:
    """The command lines of a process group's processes; one that ends while it is looked at does not count."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if os.getpgid(int(process.name)) == group:
                found.append((process / "cmdline").read_text("utf-8").replace("\0", " "))
    return "\n".join(line for line in found if line)
