"""Reads the raw files of a home again into another one, as the ledger says they were read, and holds both together."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePath

from ingest.batches import quarantine_file, rows_file
from ingest.controls import Claim
from ingest.folder import table_named
from ingest.mappings.loading import load_mapping, parse_mapping, shipped_mappings
from ingest.mappings.shape import Mapping
from ingest.reading import Reader, Reading
from ingest.received import Received
from interface.errors import CannotRun
from interface.files import sha256_of_file
from interface.ledger import Entry, Writer
from interface.paths import Home

_RECEIVED = "received"


@dataclass(frozen=True)
class Reread:
    """One batch as it was landed and as it is read again now; ``wrong`` says why it could not be, blank where it was.

    ``files`` are its files, each as landed in the home and as read again; ``is_same`` where both have the bytes that
    the ledger records.
    """

    received: Received
    files: tuple[tuple[Path, Path], ...] = ()
    is_same: bool = False
    wrong: str = ""


def reread(home: Home, again: Home, entries: Sequence[Entry]) -> list[Reread]:
    """Build another home from the raw files of this one and from entries of its ledger, in their order.

    Every batch is read from its raw bytes by the recorded name, table, mapping and moment; what else was received,
    and every decision, is taken over as it stands. The other home shares the raw files and has no edition.
    """
    again.root.mkdir(parents=True)
    again.raw.symlink_to(home.raw.absolute(), target_is_directory=True)
    ledger = Writer(again)
    read: list[Reread] = []
    with Reader() as reader:
        for entry in entries:
            content = entry.content
            if entry.kind == _RECEIVED and (received := Received(at=entry.at, **content)).is_batch:
                batch, now = _read(reader, home, again, received)
                read.append(batch)
                content = {name: value for name, value in asdict(now).items() if name != "at"}
            ledger.append(kind=entry.kind, content=content, at=entry.at)
    return read


def _read(reader: Reader, home: Home, again: Home, received: Received) -> tuple[Reread, Received]:
    """The batch and its receipt now; where it cannot be read again, one of a file that gave nothing."""
    raw = home.raw_file(received.file_sha256)
    wrong = _damage(raw, received.file_sha256)
    try:
        mapping = _mapping_of(home, received)
    except CannotRun as reason:
        wrong = wrong or str(reason)
    if wrong:
        return Reread(received, wrong=wrong), replace(received, refusal=wrong)
    now = received
    for claims in _ways(received):
        named = mapping.table.name if mapping else table_named(received.file_name)
        answers = reader.read(
            Reading(
                home=again,
                file_name=received.file_name,
                named=named,
                file_sha256=received.file_sha256,
                at=received.at,
                tables=(received.table_name,),
                mapping=mapping,
                claims=claims,
            )
        )
        now = replace(answers[0], table_name=received.table_name, together=received.together)
        if _seals(now) == _seals(received):
            break
    if now.refusal:
        return Reread(received, wrong=f"{raw} is refused now: {now.refusal}"), now
    return Reread(received, tuple(_files(home, again, received, now)), _seals(now) == _seals(received)), now


def _ways(received: Received) -> Iterator[tuple[Claim, ...]]:
    """How a file may have been read: plain rows by the engine, or one by one, as where a cover sheet spoke of it.

    Both land the same rows, but not in the same bytes, and the ledger does not say which way was gone.
    """
    yield ()
    if PurePath(received.file_name).suffix.lower() == ".csv":
        yield (Claim(received.file_name, received.table_name, rows=received.rows_read),)


def _seals(received: Received) -> tuple[str | None, str | None]:
    return received.rows_sha256, received.quarantine_sha256


def _files(home: Home, again: Home, before: Received, now: Received) -> Iterator[tuple[Path, Path]]:
    for place, was, has in (
        (rows_file, before.rows_sha256, now.rows_sha256),
        (quarantine_file, before.quarantine_sha256, now.quarantine_sha256),
    ):
        if was or has:
            yield place(home, *before.identity), place(again, *before.identity)


def _damage(path: Path, sha256: str) -> str:
    if not path.is_file():
        return f"{path} is missing: restore it from a backup."
    if sha256_of_file(path) != sha256:
        return f"{path} does not have its recorded SHA-256, {sha256}: restore it from a backup."
    return ""


def _mapping_of(home: Home, received: Received) -> Mapping | None:
    """The mapping by which a file was read, from the text that was kept, or as it ships; CannotRun where it is lost."""
    if received.mapping is None:
        return None
    name, sha256 = received.mapping.rpartition(" ")[0], received.mapping_sha256
    kept = home.raw_file(sha256)
    if kept.is_file() and not _damage(kept, sha256):
        return parse_mapping(name, kept.read_text("utf-8"))
    if name in shipped_mappings() and (shipped := load_mapping(name)).sha256 == sha256:
        return shipped
    raise CannotRun(f"{kept}, mapping {name} by which {received.file_name} was read, is missing or changed.")
