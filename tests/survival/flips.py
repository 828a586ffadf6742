"""Single bytes changed in every kind of stored file: ``verify`` must find each and name the file."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

from interface.errors import CannotRun
from interface.paths import Home
from orchestration.verify import verify

Change = Callable[[bytes, int, Random], bytes]


def _flip(content: bytes, place: int, random: Random) -> bytes:
    changed = bytearray(content)
    changed[place] ^= 1 << random.randrange(8)
    return bytes(changed)


def _other(content: bytes, place: int, random: Random) -> bytes:
    changed = bytearray(content)
    changed[place] = (changed[place] + random.randint(1, 255)) % 256
    return bytes(changed)


def _cut(content: bytes, place: int, _: Random) -> bytes:
    return content[:place]


def _insert(content: bytes, place: int, random: Random) -> bytes:
    return content[:place] + bytes([random.randrange(256)]) + content[place:]


def _append(content: bytes, _: int, random: Random) -> bytes:
    return content + bytes([random.randrange(256)])


CHANGES: dict[str, Change] = {
    "a bit": _flip,
    "a byte": _other,
    "cut there": _cut,
    "a byte more there": _insert,
    "a byte more at the end": _append,
}


def stored_files(root: Path) -> dict[str, list[Path]]:
    """Stored files of a home by those kinds that it has; the lock and throw-away files are no part of the truth."""
    home = Home(root)
    published = sorted(home.published.rglob("*"))
    refused = sorted(home.refused.rglob("*"))
    kinds = {
        "ledger": [home.ledger],
        "pointer": [home.pointer],
        "manifest": [each for each in (*published, *refused) if each.name == "manifest.json"],
        "published": [each for each in published if each.suffix == ".parquet"],
        "refused": [each for each in refused if each.suffix == ".parquet"],
        "report of a refusal": [each for each in refused if each.suffix == ".md"],
        "landed": [each for each in sorted(home.landing.rglob("*.parquet")) if home.reports not in each.parents],
        "report": sorted(home.reports.rglob("*.parquet")),
        "raw": [each for each in sorted(home.raw.rglob("*")) if each.is_file()],
    }
    return {kind: files for kind, files in kinds.items() if files}


def change_everywhere(root: Path, count: int, seed: int) -> tuple[dict[str, int], list[str]]:
    """Change one byte after the other in files of every kind; how many of each, and which ``verify`` did not find."""
    random = Random(seed)
    tried: dict[str, int] = {}
    missed: list[str] = []
    sound = verify(Home(root))[1]
    if sound:
        return {}, [f"the home is damaged before any change: {sound}"]
    kinds = stored_files(root)
    for kind, files in kinds.items():
        for place, path, change in _chosen(files, random, -(-count // len(kinds))):
            content = path.read_bytes()
            tried[kind] = tried.get(kind, 0) + 1
            changed = CHANGES[change](content, place, random)
            path.write_bytes(changed)
            missed += _missed(root, f"{kind}: {change} of {len(content)} at {place}", path)
            path.write_bytes(content)
        missed += _swapped(root, kind, files)
    return tried, missed


def _chosen(files: list[Path], random: Random, count: int) -> Iterator[tuple[int, Path, str]]:
    """The first and the last byte of a file, then places spread over all files of the kind."""
    for number in range(count):
        path = files[number % len(files)]
        size = path.stat().st_size
        place = (0, size - 1)[number] if number < 2 else random.randrange(size)
        yield place, path, list(CHANGES)[number % len(CHANGES)]


def _swapped(root: Path, kind: str, files: list[Path]) -> list[str]:
    """Two files of one kind in each other's place."""
    pairs = [(one, other) for one, other in pairwise(files) if one.read_bytes() != other.read_bytes()]
    missed = []
    for one, other in pairs[:5]:
        first, second = one.read_bytes(), other.read_bytes()
        one.write_bytes(second)
        other.write_bytes(first)
        missed += _missed(root, f"{kind}: swapped", one, other)
        one.write_bytes(first)
        other.write_bytes(second)
    return missed


def _missed(root: Path, change: str, *paths: Path) -> list[str]:
    """Nothing where ``verify`` names one of the files, or the folder of a run whose manifest is one of them."""
    try:
        sentences = verify(Home(root))[1]
    except CannotRun as reason:
        sentences = [str(reason)]
    except Exception as error:  # Whatever it is, it is no sentence.
        sentences = [f"it failed with {error!r}"]
    names = [str(path) for path in paths] + [str(path.parent) for path in paths if path.name == "manifest.json"]
    if any(name in each for each in sentences for name in names):
        return []
    return [f"{paths[0].relative_to(root)}, {change}: {sentences or 'not found'}"]
