"""Settles a month of the shipped sample in a throw-away home, and says what came out: does this installation reckon?"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from dashboards.access import SYSTEM
from dashboards.editions import open_edition
from ingest.sample import write_contract_year
from interface.paths import Home

HENGLIANG = Path(sys.executable).with_name("hengliang")


def main() -> None:
    """Print ``outputs <hash>``, by which installations are compared; a step that fails ends it with its sentence."""
    with tempfile.TemporaryDirectory(prefix="hengliang-check-") as scratch:
        folder = Path(scratch)
        home = Home(folder / "home")
        first, period = write_contract_year(folder / "sample", seed=2020)[0]
        _run(home, "ingest", "--inputs", str(folder / "sample" / first))
        _run(home, "settle", "--period", str(period))
        _run(home, "verify")
        _run(home, "export", "--what", "settlement", "--period", str(period), "--format", "pdf", "--to", str(folder))
        _refuse_boxes_for_chinese()
        print(f"outputs {open_edition(home, SYSTEM).current.run.outputs_hash}")


def _run(home: Home, *arguments: str) -> None:
    environment = os.environ | {"HENGLIANG_HOME": str(home.root)}
    done = subprocess.run([HENGLIANG, *arguments], env=environment, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        sys.exit(f"hengliang {arguments[0]} of the sample failed: {said[-1] if said else 'it said nothing'}")


def _refuse_boxes_for_chinese() -> None:
    """A PDF is written also where no font knows Chinese, with an empty box for every sign."""
    try:
        fonts = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, check=False).stdout
    except FileNotFoundError:
        fonts = b""
    if not fonts.strip():
        sys.exit("No Chinese font is installed, so statements would show empty boxes: install fonts-noto-cjk.")


if __name__ == "__main__":
    main()
