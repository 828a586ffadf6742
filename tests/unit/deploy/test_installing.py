"""The installer refuses what is damaged or foreign in one sentence, and moves between releases without losing one."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from interface.paths import PROJECT

INSTALL = PROJECT / "deploy" / "install.sh"
SCRIPTS = (INSTALL, PROJECT / "deploy" / "hengliang")


def run(script: str, *, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run functions of the installer with every place below ``folder``, and without systemd."""
    places = "\n".join(f"{name}={folder / name}" for name in ("here", "opt", "units", "command", "os_release"))
    text = f"source {INSTALL}\n{places}\nhas_systemd() {{ false; }}\ncheck_home() {{ :; }}\nscratch={folder}\n{script}"
    return subprocess.run(["bash", "-c", text], capture_output=True, encoding="utf-8", check=False)


def a_bundle(folder: Path, **files: str) -> Path:
    here = folder / "here"
    here.mkdir()
    sums = []
    for name, text in files.items():
        (here / name).write_text(text)
        sums.append(f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n")
    (here / "SHA256SUMS").write_text("".join(sums))
    return here


def a_release(folder: Path, version: str, *units: str) -> None:
    deploy = folder / "opt" / version / "source" / "deploy"
    (deploy / "systemd" / "hengliang-.service.d").mkdir(parents=True)
    (folder / "units").mkdir(exist_ok=True)
    (folder / "opt" / version / "complete").touch()
    (deploy / "hengliang").write_text(f"# {version}\n")
    (deploy / "systemd" / "hengliang-.service.d" / "sandbox.conf").write_text(version)
    for unit in ("hengliang-serve.service", "hengliang-verify.timer", *units):
        (deploy / "systemd" / unit).write_text(f"# {version}\n")


def in_force(folder: Path) -> tuple[str, str]:
    opt = folder / "opt"
    return (opt / "current").readlink().name, (opt / "previous").readlink().name


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_parses(script: Path) -> None:
    assert subprocess.run(["bash", "-n", script], capture_output=True, check=False).stderr == b""


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_has_nothing_that_shellcheck_finds(script: Path) -> None:
    assert subprocess.run(["shellcheck", script], capture_output=True, encoding="utf-8", check=False).stdout == ""


def test_a_whole_bundle_is_taken(tmp_path: Path) -> None:
    a_bundle(tmp_path, RELEASE="version 1\n", wheel="bytes")

    assert run("refuse_damage", folder=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        pytest.param(lambda here: (here / "wheel").write_text("byteS"), "wheel", id="changed"),
        pytest.param(lambda here: (here / "wheel").unlink(), "wheel", id="missing"),
        pytest.param(lambda here: (here / "SHA256SUMS").write_text(""), "SHA256SUMS", id="no-sums"),
    ],
)
def test_a_damaged_bundle_is_refused_and_the_file_named(tmp_path: Path, damage: object, named: str) -> None:
    damage(a_bundle(tmp_path, RELEASE="version 1\n", wheel="bytes"))  # type: ignore[operator]

    done = run("refuse_damage", folder=tmp_path)

    assert done.returncode == 1
    assert done.stderr == f"A file of the bundle is damaged or missing ({named}): carry the archive over again.\n"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        pytest.param('PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n', 0, "", id="debian-12"),
        pytest.param(
            'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n',
            1,
            "This bundle is for Debian 12 and this is Debian GNU/Linux 13 (trixie): use a Debian 12 server.\n",
            id="debian-13",
        ),
    ],
)
def test_only_debian_12_is_taken(tmp_path: Path, text: str, code: int, said: str) -> None:
    (tmp_path / "os_release").write_text(text)

    done = run("uname() { echo x86_64; }; refuse_another_machine", folder=tmp_path)

    assert (done.returncode, done.stderr) == (code, said)


def test_an_upgrade_keeps_the_release_before_and_a_step_back_returns_to_it(tmp_path: Path) -> None:
    a_release(tmp_path, "1")
    a_release(tmp_path, "2", "hengliang-new.timer")

    first = run("switch_to 1; switch_to 2; switch_to 2", folder=tmp_path)

    assert (first.returncode, in_force(tmp_path)) == (0, ("2", "1"))
    assert (tmp_path / "units" / "hengliang-new.timer").is_file()

    back = run("step_back", folder=tmp_path)

    assert back.stdout.startswith("Release 1 is in force again; 2 is kept")
    assert in_force(tmp_path) == ("1", "2")
    assert (tmp_path / "command").read_text() == "# 1\n"
    assert (tmp_path / "units" / "hengliang-serve.service").read_text() == "# 1\n"
    assert not (tmp_path / "units" / "hengliang-new.timer").exists()
    assert (tmp_path / "units" / "hengliang-.service.d" / "sandbox.conf").read_text() == "1"


def test_there_is_no_step_back_from_a_first_release(tmp_path: Path) -> None:
    a_release(tmp_path, "1")

    done = run("switch_to 1; step_back", folder=tmp_path)

    assert done.returncode == 1
    assert done.stderr == f"There is no release to step back to: {tmp_path}/opt/previous names none.\n"


def test_a_release_that_finds_fault_with_the_home_is_not_put_in_force(tmp_path: Path) -> None:
    a_release(tmp_path, "1")
    a_release(tmp_path, "2")

    done = run("switch_to 1; switch_to 2; check_home() { stop 'a file is damaged'; }; step_back", folder=tmp_path)

    assert (done.returncode, in_force(tmp_path)) == (1, ("2", "1"))
