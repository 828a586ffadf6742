"""Installs the newest bundle of dist/ on an empty Debian 12 without a network and settles, serves and backs up a month.

Long (a quarter of an hour); needs root, debootstrap and a Debian mirror for the empty system. There is no systemd in a
chroot: what the units start is started by hand.
"""

import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from interface.paths import PROJECT

BUNDLE = "cd /root/hengliang-*/"
INBOX = "/var/lib/hengliang/inbox"
SAMPLE = f"import pathlib, ingest.sample as s; s.write_contract_year(pathlib.Path('{INBOX}'), seed=2020)"
FETCH = "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8050/').status)"
FETCH_PATIENTLY = f"for each in $(seq 60); do python3 -c {shlex.quote(FETCH)} 2>/dev/null && break; sleep 1; done"
RELEASE = "/opt/hengliang/current"

STEPS = (
    ("there is no network but loopback", "test $(grep -c : /proc/net/dev) = 1 && echo lo alone", "lo alone"),
    ("a damaged bundle is refused", f"{BUNDLE}; printf x >>RELEASE; ! ./install.sh", "(RELEASE): carry the archive"),
    ("the bundle installs", f"cd /root; tar -xf hengliang-*.tar; {BUNDLE}; ./install.sh", "is in force"),
    ("installed again, nothing is made anew", f"{BUNDLE}; ./install.sh", "already"),
    ("nobody else may use it", "! runuser -u nobody -- hengliang where", "Only root and hengliang"),
    (
        "the first month is received",
        f"runuser -u hengliang -- {RELEASE}/venv/bin/python -c {shlex.quote(SAMPLE)}; "
        f"hengliang ingest --inputs {INBOX}/2020-05",
        "delivery.csv: 207 read",
    ),
    (
        "it is settled",
        "hengliang settle --period 2020-05",
        "HT-2020-02: gross 622,452.17 yuan, payable 622,452.17 yuan",
    ),
    (
        "its statements are printed",
        "hengliang export --what settlement --period 2020-05 --format pdf --to /var/lib/hengliang/exports; "
        "head -qc 5 /var/lib/hengliang/exports/*.pdf",
        "%PDF-%PDF-%PDF-",
    ),
    ("the home verifies", "hengliang verify", "agree with their recorded hashes"),
    ("the pages are served on loopback", f"hengliang serve & {FETCH_PATIENTLY}", "200"),
    ("a backup is made", "hengliang backup --to /var/backups/hengliang/home", "backup 1 of"),
    ("the backup proves a statement", "hengliang drill --from /var/backups/hengliang/home", "statement JS-202005"),
    (
        "uninstalled, the home stays",
        f"{RELEASE}/source/deploy/install.sh uninstall; ls /var/lib/hengliang/home",
        "ledger",
    ),
)
"""What is shown, the commands that show it, and what they must print."""


def main() -> None:
    """Print each step with its seconds; exit 1 at the first that does not print what it must."""
    archives = sorted((PROJECT / "dist").glob("hengliang-*.tar"), key=lambda path: path.stat().st_mtime)
    if not archives:
        sys.exit("There is no bundle in dist/: run `make bundle` first.")
    root = Path(tempfile.mkdtemp(prefix="hengliang-empty-"))
    root.chmod(0o755)  # it is the system's /, where the service user must be let in
    try:
        _timed("an empty Debian 12 is made", ["debootstrap", "--variant=minbase", "bookworm", str(root)], "")
        shutil.copy(archives[-1], root / "root")
        _timed("the archive is unpacked", ["tar", "-C", str(root / "root"), "-xf", str(archives[-1])], "")
        for what, commands, expected in STEPS:
            _timed(what, _inside(root, commands), expected)
    finally:
        shutil.rmtree(root)


def _timed(what: str, command: list[str], expected: str) -> None:
    began = perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False)
    if done.returncode or expected not in done.stdout:
        sys.exit(f"NOT SHOWN: {what}\n{done.stdout}")
    sys.stdout.write(f"{perf_counter() - began:7.1f} s  {what}\n")
    sys.stdout.flush()


def _inside(root: Path, commands: str) -> list[str]:
    """The command that runs those in the empty system, with processes and a network of their own that end with it."""
    environment = ["env", "-i", "PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LANG=C.UTF-8"]
    chroot = shlex.join(["chroot", str(root), *environment, "bash", "-euc", commands])
    mounts = f"mount --bind /dev {root}/dev; mount -t tmpfs shm {root}/dev/shm; mount -t proc proc {root}/proc"
    within = f"ip link set lo up; {mounts}; exec {chroot}"
    return ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "bash", "-euc", within]


if __name__ == "__main__":
    main()
