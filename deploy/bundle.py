"""Packs the commit that is checked out, with all that a bare Debian 12 needs to run it, into one archive."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

from deploy.pins import needed_names, run_lock, run_requirements
from interface.errors import CannotRun
from interface.files import sha256_of_file
from interface.paths import PROJECT

DIST = PROJECT / "dist"
BESIDE_THE_SOURCE = ("install.sh", "debian-packages.txt")
"""Files of deploy/ that the target needs before there is a source folder."""

# Debian 12 has glibc 2.36; a wheel says the oldest that it runs on, and pip wants each spelled out.
_PLATFORMS = [f"manylinux_2_{minor}_x86_64" for minor in range(36, 4, -1)]
_PLATFORMS += ["manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"]
_WITH_NGINX = "nginx"


def main() -> None:
    """Write dist/hengliang-<version>-<commit>.tar and its SHA-256 beside it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without-debs", action="store_true", help="the target's own mirror has the Debian packages")
    asked = parser.parse_args()
    try:
        archive = bundle(with_debs=not asked.without_debs)
    except CannotRun as reason:
        sys.exit(str(reason))
    print(f"{archive.relative_to(PROJECT)}  {archive.stat().st_size / 1e6:,.0f} MB  sha256 {sha256_of_file(archive)}")


def bundle(*, with_debs: bool) -> Path:
    """Make the archive; the same commit, wheels and Debian packages give the same bytes.

    Raises:
        CannotRun: something is changed and not committed, or a tool that fetches or packs failed.
    """
    if _git("status", "--porcelain"):
        raise CannotRun("Something is changed and not committed, and a bundle holds a commit: commit it, or stash it.")
    version = f"{metadata.version('hengliang')}-{_git('rev-parse', '--short=12', 'HEAD')}"
    DIST.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=DIST) as scratch:
        folder = Path(scratch) / f"hengliang-{version}"
        folder.mkdir()
        _run("git", "archive", "--format=tar", f"--output={folder / 'source.tar'}", "HEAD")
        for name in BESIDE_THE_SOURCE:
            shutil.copy(PROJECT / "deploy" / name, folder)
        _add_wheels(folder)
        if with_debs:
            _add_debs(folder / "debs", Path(scratch) / "apt")
        checked = _run(sys.executable, "-m", "deploy.self_check").strip()
        (folder / "RELEASE").write_text(f"version {version}\ncommit {_git('rev-parse', 'HEAD')}\n{checked}\n")
        (folder / "SHA256SUMS").write_text(_sums(folder))
        return _packed(folder)


def required_debs() -> list[str]:
    """Names of the Debian packages that the product needs."""
    lines = (PROJECT / "deploy" / "debian-packages.txt").read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _add_wheels(folder: Path) -> None:
    """Everything that the run needs, fetched by the hashes of requirements.lock, wherever pip is told to look."""
    names = needed_names(
        run_requirements((PROJECT / "pyproject.toml").read_text("utf-8")), lambda name: metadata.requires(name) or []
    )
    lock = folder / "requirements-run.lock"
    lock.write_text(run_lock((PROJECT / "requirements.lock").read_text("utf-8"), names))
    target = ["--only-binary", ":all:", "--python-version", "3.11", "--implementation", "cp"]
    target += [word for abi in ("cp311", "abi3", "none") for word in ("--abi", abi)]
    target += [word for platform in _PLATFORMS for word in ("--platform", platform)]
    fetch = ["download", "--quiet", "--require-hashes", "--no-deps", "--dest", str(folder / "wheels"), "-r", str(lock)]
    _run(sys.executable, "-m", "pip", *fetch, *target)


def _add_debs(debs: Path, state: Path) -> None:
    """The packages with all that they depend on, down to libc, and the index by which apt reads the folder.

    apt looks where this machine's own configuration says, and is told that nothing is installed.
    """
    fetched = state / "cache" / "archives"
    for each in (fetched / "partial", state / "lists" / "partial", debs):
        each.mkdir(parents=True)
    (state / "status").touch()
    places = {"State": state, "State::status": state / "status", "Cache": state / "cache"}
    apt = ["apt-get", "-qq", "-o", "APT::Sandbox::User=root", "-o", "APT::Architecture=amd64"]
    apt += [word for name, place in places.items() for word in ("-o", f"Dir::{name}={place}")]
    _run(*apt, "update")
    _run(*apt, "install", "-y", "--download-only", "--no-install-recommends", *required_debs(), _WITH_NGINX)
    index = []
    for package in sorted(fetched.glob("*.deb")):
        # An epoch's colon is spelled %3a in apt's cache, and would be read as a colon again in an address.
        kept = debs / package.name.replace("%3a", ".")
        shutil.move(package, kept)
        fields = _run("dpkg-deb", "--field", str(kept)).rstrip("\n")
        index.append(
            f"{fields}\nFilename: ./{kept.name}\nSize: {kept.stat().st_size}\nSHA256: {sha256_of_file(kept)}\n"
        )
    (debs / "Packages").write_text("\n".join(index))


def _sums(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return "".join(f"{sha256_of_file(path)}  {path.relative_to(folder)}\n" for path in files)


def _packed(folder: Path) -> Path:
    archive = DIST / f"{folder.name}.tar"
    same = ["--sort=name", "--format=gnu", "--owner=0", "--group=0", "--numeric-owner", "--mode=u+rw,go+r-w,a+X"]
    committed_at = _git("show", "--no-patch", "--format=%ct", "HEAD")
    _run("tar", *same, f"--mtime=@{committed_at}", "-C", str(folder.parent), "-cf", str(archive), folder.name)
    archive.with_name(f"{archive.name}.sha256").write_text(f"{sha256_of_file(archive)}  {archive.name}\n")
    return archive


def _git(*arguments: str) -> str:
    return _run("git", *arguments).strip()


def _run(*command: str) -> str:
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, encoding="utf-8", check=True)
    except FileNotFoundError:
        raise CannotRun(f"{command[0]} was not found: a bundle is made on a Debian 12 machine with git.") from None
    except subprocess.CalledProcessError as failed:
        said = " ".join(((failed.stderr or "") + (failed.stdout or "")).split())[-600:]
        raise CannotRun(f"{' '.join(command[:4])} … failed: {said}") from None
    return done.stdout


if __name__ == "__main__":
    main()
