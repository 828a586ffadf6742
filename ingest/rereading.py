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
from interface.errors import CannotRun, Stopped
from interface.files import sha256_of_file
from interface.ledger import Entry, Writer
from interface.paths import Home

_RECEIVED = "received"


@dataclass(frozen=True)
class Reread:
    """One batch as it was landed and as it is read again now.

    ``files`` are its files, each as landed in the home and as read again; ``is_same`` where both have the bytes that
    the ledger records.
    """

    received: Received
    files: tuple[tuple[Path, Path], ...]
    is_same: bool


def reread(home: Home, again: Home, entries: Sequence[Entry]) -> list[Reread]:
    """Build another home from the raw files of this one and from entries of its ledger, in their order.

    Every batch is read from its raw bytes by the recorded name, table, mapping and moment; what else was received,
    and every decision, is taken over as it stands. The other home shares the raw files and has no edition.

    Raises:
        Stopped: raw files are missing, changed, or refused now; the text names each.
    """
    again.root.mkdir(parents=True)
    again.raw.symlink_to(home.raw.absolute(), target_is_directory=True)
    ledger = Writer(again)
    read: list[Reread] = []
    wrong: list[str] = []
    with Reader() as reader:
        for entry in entries:
            content = entry.content
            if entry.kind == _RECEIVED and (received := Received(at=entry.at, **content)).is_batch:
                try:
                    now = _read(reader, home, again, received)
                except CannotRun as reason:
                    wrong.append(f"{received.file_name}: {reason}")
                    continue
                read.append(_held_together(home, again, received, now))
                content = {name: value for name, value in asdict(now).items() if name != "at"}
            ledger.append(kind=entry.kind, content=content, at=entry.at)
    if wrong:
        raise Stopped("\n".join([*wrong, "These files cannot be read again, so no figure can be made from them."]))
    return read


def _read(reader: Reader, home: Home, again: Home, received: Received) -> Received:
    """The receipt that reading the file gives now; CannotRun where it cannot be read as it was."""
    _refuse_damage(home.raw_file(received.file_sha256), received.file_sha256)
    mapping = _mapping_of(home, received)
    now = received
    for claims in _ways(received):
        answers = reader.read(
            Reading(
                home=again,
                file_name=received.file_name,
                named=mapping.table.name if mapping else table_named(received.file_name),
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
        raise CannotRun(f"{home.raw_file(received.file_sha256)} landed then and is refused now: {now.refusal}")
    return now


def _held_together(home: Home, again: Home, received: Received, now: Received) -> Reread:
    files = []
    is_same = _seals(now) == _seals(received)
    for place, was, has in zip((rows_file, quarantine_file), _seals(received), _seals(now), strict=True):
        landed = place(home, *received.identity)
        if was or has:
            files.append((landed, place(again, *received.identity)))
        if was:
            is_same = is_same and landed.is_file() and sha256_of_file(landed) == was
    return Reread(received, tuple(files), is_same)


def _ways(received: Received) -> Iterator[tuple[Claim, ...]]:
    """How a file may have been read: plain rows by the engine, or one by one, as where a cover sheet spoke of it.

    Both land the same rows, but not in the same bytes, and the ledger does not say which way was gone.
    """
    yield ()
    if PurePath(received.file_name).suffix.lower() == ".csv":
        yield (Claim(received.file_name, received.table_name, rows=received.rows_read),)


def _seals(received: Received) -> tuple[str | None, str | None]:
    return received.rows_sha256, received.quarantine_sha256


def _refuse_damage(path: Path, sha256: str) -> None:
    if not path.is_file():
        raise CannotRun(f"{path} is missing: restore it from a backup.")
    if sha256_of_file(path) != sha256:
        raise CannotRun(f"{path} does not have its recorded SHA-256, {sha256}: restore it from a backup.")


def _mapping_of(home: Home, received: Received) -> Mapping | None:
    """The mapping by which a file was read, from the text that was kept, or as it ships; CannotRun where it is lost."""
    if received.mapping is None:
        return None
    name, sha256 = received.mapping.rpartition(" ")[0], received.mapping_sha256
    kept = home.raw_file(sha256)
    if not kept.exists() and name in shipped_mappings() and (shipped := load_mapping(name)).sha256 == sha256:
        return shipped
    _refuse_damage(kept, sha256)
    return parse_mapping(name, kept.read_text("utf-8"))
