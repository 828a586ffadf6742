"""What a disk may hold after the power went: what was flushed, and of all else what chance kept."""

import ast
import shutil
from pathlib import Path
from random import Random


def lose_power(root: Path, base: Path, log: Path, random: Random) -> list[str]:
    """Take from a home what its last process had not flushed when it died; say what was taken.

    Bytes of a file that was not flushed since it was written are cut anywhere. Names that changed in a folder that was
    not flushed since are set back, or not, as a disk may write them early: each by chance.

    Args:
        root: The home as the process left it.
        base: The home as it found it, with the same moments of change; missing for a new home.
        log: What ``touches.watch`` noted of flushes.
        random: Decides what is lost.
    """
    flushed, listed = _flushed(log)
    taken = []
    for path in sorted(each for each in root.rglob("*") if each.is_file()):
        stat = path.stat()
        before = base / path.relative_to(root)
        now = (stat.st_size, stat.st_mtime_ns)
        same = before.exists() and (before.stat().st_size, before.stat().st_mtime_ns) == now
        if not same and (stat.st_ino, *now) not in flushed and not _thrown_away(root, path):
            kept = before.stat().st_size if path.name == "ledger.jsonl" and before.exists() else 0
            size = random.randint(kept, stat.st_size)
            with path.open("r+b") as stream:
                stream.truncate(size)
            taken.append(f"{path.relative_to(root)} cut from {stat.st_size} to {size} bytes")
    folders = [each for each in (root, *root.rglob("*")) if each.is_dir() and not _thrown_away(root, each)]
    for folder in sorted(folders, reverse=True):
        taken += [f"{each.relative_to(root)} set back" for each in _set_back(folder, root, base, listed, random)]
    return taken


def _flushed(log: Path) -> tuple[set[tuple[int, int, int]], dict[int, dict[str, int]]]:
    files: set[tuple[int, int, int]] = set()
    folders: dict[int, dict[str, int]] = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "F":
            inode, size, changed = map(int, rest.split())
            files.add((inode, size, changed))
        elif kind == "D":
            inode_of_folder, _, names = rest.partition(" {")
            folders[int(inode_of_folder)] = ast.literal_eval(f"{{{names}")
    return files, folders


def _set_back(folder: Path, root: Path, base: Path, listed: dict[int, dict[str, int]], random: Random) -> list[Path]:
    """Names that differ from those that were flushed, or that were there before, taken back by chance."""
    before = base / folder.relative_to(root)
    known = listed.get(folder.stat().st_ino)
    changed = []
    for path in sorted(folder.iterdir()):
        original = before / path.name
        if known is not None:
            is_known = known.get(path.name) == path.stat().st_ino
        else:
            is_known = original.exists() and (
                path.is_dir() or original.stat().st_mtime_ns == path.stat().st_mtime_ns or path.name == "ledger.jsonl"
            )
        if is_known or _thrown_away(root, path) or random.random() < 0.3:
            continue
        changed.append(path)
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
            if original.is_file():
                shutil.copy2(original, path)
    return changed


def _thrown_away(root: Path, path: Path) -> bool:
    return path.relative_to(root).parts[:1] in (("work",), ("writer.lock",))
