"""The cluster ends only what it started, and says in one sentence why it cannot start; no Java is needed to show it."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from interface.errors import CannotRun
from orchestration.spark import cluster, sessions, software
from orchestration.spark.cluster import Process, Size

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(SLEEP)
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "refuse_missing_software", lambda: None)
    monkeypatch.setattr(sessions, "refuse_missing_software", lambda: None)


def record(folder: Path, *processes: Process) -> None:
    content = {"master": "spark://127.0.0.1:7077", "processes": [vars(process) for process in processes]}
    (folder / "cluster.json").write_text(json.dumps(content), "utf-8")


def started(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])


def test_what_it_started_is_ended(tmp_path: Path, child: subprocess.Popen[bytes]) -> None:
    record(tmp_path, Process("master", child.pid, started(child.pid)))

    count = cluster.stop(tmp_path)

    assert (count, child.wait(5) < 0) == (1, True)
    assert cluster.processes(tmp_path) == []


def test_another_process_that_got_the_number_lives_on(tmp_path: Path, child: subprocess.Popen[bytes]) -> None:
    record(tmp_path, Process("master", child.pid, started(child.pid) - 1))

    assert cluster.stop(tmp_path) == 0
    assert child.poll() is None


def test_a_home_without_a_cluster_has_nothing_to_stop(tmp_path: Path) -> None:
    assert cluster.stop(tmp_path) == 0
    assert cluster.master_of(tmp_path) is None


def test_a_cluster_that_runs_is_not_started_twice(tmp_path: Path, is_installed: None) -> None:
    record(tmp_path, Process("master", os.getpid(), started(os.getpid())))

    with pytest.raises(CannotRun, match=r"runs already at spark://127\.0\.0\.1:7077: stop it first"):
        cluster.start(tmp_path, port=7077, size=Size())


def test_a_taken_port_is_named(tmp_path: Path, is_installed: None) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CannotRun, match=rf"Port {port} on 127\.0\.0\.1 is taken: give another with --port"):
            cluster.start(tmp_path / "spark", port=port, size=Size())

    assert not (tmp_path / "spark").exists()


def test_a_process_that_does_not_come_up_is_told_with_its_log(
    tmp_path: Path, is_installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "installed" / "bin" / "spark-class"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(cluster, "spark_home", lambda: tmp_path / "installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    with pytest.raises(CannotRun, match=rf"Spark's master did not come up: see {tmp_path}/spark/master\.log"):
        cluster.start(tmp_path / "spark", port=port, size=Size())

    assert not list((tmp_path / "spark").glob("*.conf")), "the secret is gone with the cluster"


def test_a_master_that_does_not_answer_is_told_at_once(tmp_path: Path, is_installed: None) -> None:
    with pytest.raises(CannotRun, match=r"No Spark master answers at spark://127\.0\.0\.1:1: start the home's own"):
        sessions.open_session("spark://127.0.0.1:1", configuration=None, log=tmp_path / "driver.log")


@pytest.mark.parametrize(("found", "sentence"), [(None, "PySpark is not installed"), (1, "Java is not installed")])
def test_missing_software_is_named_with_what_installs_it(
    found: object, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(software, "find_spec", lambda name: found)
    monkeypatch.setattr(software.shutil, "which", lambda name: None)

    with pytest.raises(CannotRun, match=rf"{sentence} here: run `\./setup\.sh spark`"):
        software.refuse_missing_software()
