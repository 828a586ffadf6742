"""``python -m tests.access``: every role, page, callback, export and document with forged parameters; leaks 0 of N."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.access.matrix import try_everything
from tests.unit.dashboards.made_entry import cheap_passwords


def main() -> int:
    """Try everything; the exit code is 1 where anything leaked or broke."""
    with TemporaryDirectory(prefix="hengliang-access-") as folder, pytest.MonkeyPatch.context() as patch:
        cheap_passwords(patch)
        found = try_everything(Path(folder))
    lines = [*found.wrong[:40], f"leaks and breaks: {len(found.wrong)} of {found.answers} answers"]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
