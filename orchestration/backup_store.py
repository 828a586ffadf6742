"""A folder of backups: files by their SHA-256, each once, and a list per backup of what it holds; knows no home."""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from interface.errors import CannotRun, Stopped
from interface.files import canonical_json, sha256_of_text, sync_folder, write_whole

_FORMAT = 1
_CHUNK_BYTES = 1 << 20


class OtherBytes(Exception):
    """A file does not have the SHA-256 that it should; the text names it."""


@dataclass(frozen=True)
class Backup:
    """One backup: its number, when it was taken, the ledger's lines it holds, and its files by their place in the home.

    ``files`` gives the SHA-256 of each; ``last_hash`` is the hash of the ledger's last line, ``ledger`` the SHA-256 of
    all its lines.
    """

    number: int
    taken_at: str
    entries: int
    last_hash: str
    ledger: str
    files: Mapping[str, str]


class Store:
    """The folder; whatever is in it was written whole, and the list of a backup after everything that it names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._touched: set[Path] = set()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only one who writes to the folder; CannotRun where another backup is under way, or other files lie."""
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = self._folder / "backup.lock"
        if not lock.exists() and any(self._folder.iterdir()):
            raise CannotRun(f"{self._folder} holds other files and no backups: name an empty or a new folder.")
        with lock.open("a") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CannotRun(f"Another backup to {self._folder} is under way: wait for it to end.") from None
            for left in self._objects.glob("*/.*.part"):
                left.unlink()
            yield

    @property
    def numbers(self) -> list[int]:
        """The numbers of the backups, oldest first."""
        return sorted(int(path.stem) for path in self._lists.glob("*.json") if path.stem.isdecimal())

    def read(self, number: int | None = None) -> Backup:
        """One backup's list, or the newest.

        Raises:
            CannotRun: there is none, or not that one.
            Stopped: the list was changed.
        """
        numbers = self.numbers
        if not numbers:
            raise CannotRun(f"{self._folder} holds no backup: check --from, or take one with `hengliang backup`.")
        if number is not None and number not in numbers:
            raise CannotRun(f"{self._folder} holds no backup {number}: choose one of {numbers[0]} to {numbers[-1]}.")
        path = self._list(number or numbers[-1])
        content = path.read_bytes()
        try:
            body = json.loads(content)
            digest = body.pop("hash")
            if body.pop("format") != _FORMAT or _listed(Backup(**body)) != content or not digest:
                raise ValueError
            return Backup(**body)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Stopped(f"{path} was changed since it was written: take another backup with --backup.") from None

    def add(self, backup: Backup) -> None:
        """Write the list of a backup, once every file that it names has reached the disk."""
        for folder in sorted(self._touched):
            sync_folder(folder)
        if self._touched:
            sync_folder(self._objects)
        self._touched.clear()
        write_whole(self._list(backup.number), _listed(backup))

    def put(self, path: Path, sha256: str) -> int:
        """Keep a file's bytes, unless they are kept already; how many bytes were copied.

        Raises:
            FileNotFoundError: the file is not there.
            OtherBytes: the file has another SHA-256.
        """
        kept = self._object(sha256)
        if kept.exists():
            return 0
        kept.parent.mkdir(parents=True, exist_ok=True)
        aside = kept.with_name(f".{sha256}.part")
        try:
            size = _copy(path, aside, sha256)
            aside.replace(kept)
        finally:
            aside.unlink(missing_ok=True)
        self._touched.add(kept.parent)
        return size

    def put_bytes(self, content: bytes) -> str:
        """Keep bytes that are no file of their own; their SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        write_whole(self._object(sha256), content)
        self._touched.add(self._object(sha256).parent)
        return sha256

    def take(self, sha256: str, to: Path) -> None:
        """Write kept bytes to a new file.

        Raises:
            OtherBytes: they are missing, or were changed since they were kept.
        """
        to.parent.mkdir(parents=True, exist_ok=True)
        try:
            _copy(self._object(sha256), to, sha256)
        except FileNotFoundError:
            raise OtherBytes(f"{self._object(sha256)} is missing") from None

    @property
    def _objects(self) -> Path:
        return self._folder / "objects"

    @property
    def _lists(self) -> Path:
        return self._folder / "backups"

    def _object(self, sha256: str) -> Path:
        return self._objects / sha256[:2] / sha256

    def _list(self, number: int) -> Path:
        return self._lists / f"{number:06d}.json"


def _listed(backup: Backup) -> bytes:
    body = {"format": _FORMAT, **asdict(backup)}
    return canonical_json({**body, "hash": sha256_of_text(canonical_json(body))}).encode()


def _copy(source: Path, target: Path, sha256: str) -> int:
    """Copy to disk and count the bytes; OtherBytes where they have another SHA-256."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as given, target.open("wb") as taken:
        while chunk := given.read(_CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
            taken.write(chunk)
        taken.flush()
        os.fsync(taken.fileno())
    if digest.hexdigest() != sha256:
        raise OtherBytes(f"{source} does not have its recorded SHA-256, {sha256}")
    return size
