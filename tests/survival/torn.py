"""A ledger whose last line broke off at any byte, and files that were never put in their place."""

from pathlib import Path

from dashboards.access import SYSTEM
from dashboards.editions import open_edition
from interface.ledger import read_entries, writing
from interface.paths import Home
from tests.survival.pictures import damages


def torn_everywhere(root: Path, old_pointer: bytes | None) -> tuple[int, list[str]]:
    """Cut the last line at each of its bytes: readers read on, the next writer goes on; how many cuts, and wrongs.

    A pointer follows the ledger: where the last line tells of a publication, the old pointer stands beside it, or none.
    """
    home = Home(root)
    whole = home.ledger.read_bytes()
    entries = read_entries(home)
    start = whole[:-1].rfind(b"\n") + 1
    if entries[-1].kind == "published":
        home.pointer.unlink()
        if old_pointer is not None:
            home.pointer.write_bytes(old_pointer)
    wrong = []
    for size in range(start, len(whole)):
        home.ledger.write_bytes(whole[:size])
        expected = entries if size == len(whole) - 1 else entries[:-1]
        if read_entries(home) != expected:
            wrong.append(f"cut at byte {size}: {len(read_entries(home))} entries of {len(expected)}")
        if home.pointer.exists():
            open_edition(home, SYSTEM)
        # Every cut would be 300 times the same look at all other files.
        if size % 50 == 0:
            told = [each for each in damages(root) if "the next settle mends" not in each]
            if size > start and not any(str(home.ledger) in each for each in told):
                wrong.append(f"cut at byte {size}: verify finds {told}")
        with writing(home) as ledger:
            added = ledger.append(kind="test", content={}, at=ledger.next_moment())
        if read_entries(home) != [*expected, added] or not home.ledger.read_bytes().startswith(whole[:start]):
            wrong.append(f"cut at byte {size}: the next entry does not follow")
    home.ledger.write_bytes(whole)
    return len(whole) - start, wrong
