"""``python -m tests.documents [HOME]``: every statement as published, in its workbook and in its PDF; differences.

Without HOME it builds the demonstration year. Every document is made twice; minutes.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from interface.paths import Home
from interface.settings import read_settings
from orchestration.demo import build_demo
from tests.documents.every_statement import check_every_statement


def main(given: Path | None) -> int:
    """Compare everything; the exit code is 1 where anything differs, and where there was nothing to compare."""
    with TemporaryDirectory(prefix="hengliang-documents-") as folder:
        home = Home(given or Path(folder) / "home")
        if given is None:
            build_demo(home, read_settings({}), seed=2020, say=lambda _: None)
        checked = check_every_statement(home, say=_say)
    for line in checked.wrong:
        _say(line)
    _say(
        f"{checked.statements} statements, {checked.amounts} amounts: published, workbook and PDF; "
        f"{len(checked.wrong)} differences"
    )
    return 1 if checked.wrong or not checked.statements else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
