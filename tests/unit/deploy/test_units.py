"""Every unit is one that systemd takes, runs a command that there is, sandboxed, and listens on this machine only."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from interface.paths import PROJECT
from orchestration.cli import app

SYSTEMD = PROJECT / "deploy" / "systemd"
SERVICES = sorted(SYSTEMD.glob("*.service"))
TIMERS = sorted(SYSTEMD.glob("*.timer"))
WORST_EXPOSURE = 15  # of 100, as systemd-analyze reckons it; a service as systemd makes it by itself has 96

needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


def analyze(*arguments: str | Path, units: Path = SYSTEMD) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["systemd-analyze", *arguments],
        env=os.environ | {"SYSTEMD_UNIT_PATH": f"{units}:"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@needs_systemd
def test_systemd_finds_nothing_wrong_in_any_unit(tmp_path: Path) -> None:
    units = tmp_path / "units"
    shutil.copytree(SYSTEMD, units)
    for path in units.glob("*.service"):
        # The program is not installed here, and systemd looks for it.
        path.write_text(re.sub(r"/opt/hengliang/current/venv/bin/\S+", "/bin/true", path.read_text("utf-8")), "utf-8")

    done = analyze("verify", "--man=no", *sorted(units.glob("*.*[!d]")), units=units)

    assert (done.returncode, done.stderr) == (0, "")


@needs_systemd
@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.stem)
def test_a_service_can_do_little_beside_its_work(unit: Path) -> None:
    done = analyze("security", "--offline=yes", f"--threshold={WORST_EXPOSURE}", unit)

    assert done.returncode == 0, done.stdout.splitlines()[-1]


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.stem)
def test_a_service_runs_a_program_that_the_release_has(unit: Path) -> None:
    commands = re.findall(
        r"^ExecStart(?:Pre)?=/opt/hengliang/current/venv/bin/(\S+) ?(\S*)", unit.read_text("utf-8"), re.M
    )

    known = {("hengliang", name) for name in get_command(app).commands}  # type: ignore[attr-defined]

    assert commands
    assert {each for each in commands if each[0] == "hengliang"} <= known
    assert {program for program, _ in commands} <= {"hengliang", "dagster-daemon", "dagster-webserver"}


@pytest.mark.parametrize("timer", TIMERS, ids=lambda path: path.stem)
def test_a_timer_starts_a_service_by_the_business_clock(timer: Path) -> None:
    assert timer.with_suffix(".service") in SERVICES
    assert re.search(r"^OnCalendar=.* Asia/Shanghai$", timer.read_text("utf-8"), re.M)


def test_the_dagster_ui_listens_on_this_machine_only() -> None:
    """It has no login: whoever reaches it can book."""
    assert "--host 127.0.0.1 " in (SYSTEMD / "hengliang-dagster-web.service").read_text("utf-8")


def test_a_service_that_only_reads_cannot_write_the_home() -> None:
    writing = {path.stem for path in SERVICES if "ReadWritePaths" in path.read_text("utf-8")}

    assert {path.stem for path in SERVICES} - writing == {"hengliang-verify", "hengliang-alert@"}
    assert "ProtectSystem=strict" in (SYSTEMD / "hengliang-.service.d" / "sandbox.conf").read_text("utf-8")
