"""A cluster of our own on this machine: one master and workers as processes of their own, known by a file."""

import json
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from interface.errors import CannotRun
from interface.files import write_whole
from orchestration.spark.software import refuse_missing_software, spark_home

_HOST = "127.0.0.1"
_RECORD, _CONFIGURATION = "cluster.json", "spark.conf"
_SECONDS_TO_START = 90
_SECONDS_TO_END = 20
_REGISTERED = "Successfully registered with master"


@dataclass(frozen=True)
class Process:
    """A process of the cluster; a number is given to another process some day, together with its start it is not."""

    name: str
    pid: int
    started: int

    @property
    def is_alive(self) -> bool:
        """Whether this very process lives."""
        return _started(self.pid) == self.started


@dataclass(frozen=True)
class Size:
    """How many workers, what each may use: cores, and memory as Spark writes it."""

    workers: int = 2
    cores: int = 1
    memory: str = "2g"


def start(folder: Path, *, port: int, size: Size) -> str:
    """Start a master and its workers on this machine; they answer nobody outside it and nobody without the secret.

    Args:
        folder: Takes who they are, their logs and the secret; nobody else may read it.
        port: The master's.
        size: How many workers, and how large.

    Returns:
        The master's address, once every worker is registered there.

    Raises:
        CannotRun: software is missing, the cluster runs already, the port is taken, or a process did not come up.
    """
    refuse_missing_software()
    if any(process.is_alive for process in processes(folder)):
        raise CannotRun(f"The cluster of {folder} runs already at {master_of(folder)}: stop it first.")
    _refuse_taken_port(port)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    _write_configuration(folder)
    master = f"spark://{_HOST}:{port}"
    started: list[Process] = []
    try:
        place = ["--host", _HOST, "--port", str(port)]
        started.append(_start(folder, "master", "master.Master", place, master, started))
        _wait(folder, started[-1], lambda: _answers(port))
        limits = ["--cores", str(size.cores), "--memory", size.memory]
        for number in range(1, size.workers + 1):
            place = ["--host", _HOST, "--work-dir", str(folder / f"worker-{number}")]
            started.append(
                _start(folder, f"worker-{number}", "worker.Worker", [*place, *limits, master], master, started)
            )
        for worker in started[1:]:
            _wait(folder, worker, partial(_is_registered, _log(folder, worker.name)))
    except BaseException:
        stop(folder)
        raise
    return master


def stop(folder: Path) -> int:
    """End what ``start`` started from this folder and still lives, workers first; how many that were.

    Raises:
        CannotRun: a process belongs to another user.
    """
    alive = [process for process in reversed(processes(folder)) if process.is_alive]
    for process in alive:
        _end(process, signal.SIGTERM)
    give_up_at = time.monotonic() + _SECONDS_TO_END
    while any(process.is_alive for process in alive) and time.monotonic() < give_up_at:
        time.sleep(0.1)
    for process in alive:
        _end(process, signal.SIGKILL)
    (folder / _RECORD).unlink(missing_ok=True)
    (folder / _CONFIGURATION).unlink(missing_ok=True)
    return len(alive)


def processes(folder: Path) -> list[Process]:
    """What ``start`` started from this folder, dead or alive; none where it was stopped or never started."""
    record = _record(folder)
    return [Process(**each) for each in record["processes"]] if record else []


def master_of(folder: Path) -> str | None:
    """The address of the folder's master; None where none was started."""
    record = _record(folder)
    return record["master"] if record else None


def configuration_of(folder: Path) -> Path:
    """The file with the secret that the folder's cluster asks for, in Spark's form."""
    return folder / _CONFIGURATION


def _start(folder: Path, name: str, role: str, arguments: list[str], master: str, before: list[Process]) -> Process:
    environment = {
        **os.environ,
        "SPARK_HOME": str(spark_home()),
        "SPARK_LOCAL_IP": _HOST,
        "SPARK_DAEMON_MEMORY": "512m",
        "SPARK_CONF_DIR": str(folder),  # nothing of another cluster's settings
    }
    command = [str(spark_home() / "bin" / "spark-class"), f"org.apache.spark.deploy.{role}"]
    command += ["--webui-port", "0", "--properties-file", str(configuration_of(folder)), *arguments]
    with _log(folder, name).open("wb") as log:
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    process = Process(name, child.pid, _started(child.pid) or 0)
    content = {"master": master, "processes": [asdict(each) for each in (*before, process)]}
    write_whole(folder / _RECORD, json.dumps(content, indent=1).encode())
    return process


def _wait(folder: Path, process: Process, is_ready: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + _SECONDS_TO_START
    while not is_ready():
        if not process.is_alive or time.monotonic() > give_up_at:
            raise CannotRun(f"Spark's {process.name} did not come up: see {_log(folder, process.name)}.")
        time.sleep(0.1)


def _is_registered(log: Path) -> bool:
    return _REGISTERED in log.read_text("utf-8", "replace")


def _end(process: Process, by: signal.Signals) -> None:
    if not process.is_alive:
        return
    try:
        os.kill(process.pid, by)
    except ProcessLookupError:
        return
    except PermissionError:
        raise CannotRun(
            f"Spark's {process.name} ({process.pid}) belongs to another user, who has to stop it."
        ) from None


def _write_configuration(folder: Path) -> None:
    """Whoever may open a port on this machine could else run programs as the user of the cluster."""
    path = configuration_of(folder)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(f"spark.authenticate true\nspark.authenticate.secret {secrets.token_hex(32)}\n", "ascii")


def _record(folder: Path) -> dict | None:
    try:
        return json.loads((folder / _RECORD).read_bytes())
    except FileNotFoundError:
        return None


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError:
            raise CannotRun(f"Port {port} on {_HOST} is taken: give another with --port.") from None


def _answers(port: int) -> bool:
    try:
        socket.create_connection((_HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def _log(folder: Path, name: str) -> Path:
    return folder / f"{name}.log"


def _started(pid: int) -> int | None:
    """When a process began, in clock ticks since the machine did; None for one that is gone or only a remnant."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else int(fields[19])
