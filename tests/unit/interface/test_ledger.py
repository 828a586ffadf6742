"""The ledger shows any change to what it holds, survives a crash in mid-line, and has one writer at a time."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from interface import ledger
from interface.errors import CannotRun
from interface.files import canonical_json, sha256_of_text
from interface.paths import Home

NOON = datetime(2020, 6, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def filled(home: Home, *, entries: int = 3) -> Home:
    with ledger.writing(home):
        for number in range(1, entries + 1):
            ledger.append(home, kind="file", content={"name": f"文件{number}"}, at=NOON + timedelta(seconds=number))
    return home


def test_no_ledger_holds_no_entries(home):
    assert ledger.read_entries(home) == []


def test_entries_come_back_in_order_and_whole(home):
    entries = ledger.read_entries(filled(home, entries=2))

    assert [(entry.number, entry.kind, entry.content, entry.at) for entry in entries] == [
        (1, "file", {"name": "文件1"}, datetime(2020, 6, 1, 4, 0, 1, tzinfo=UTC)),
        (2, "file", {"name": "文件2"}, datetime(2020, 6, 1, 4, 0, 2, tzinfo=UTC)),
    ]


def test_each_entry_names_the_hash_of_the_one_before(home):
    first, second, third = ledger.read_entries(filled(home))

    assert first.prior == "0" * 64
    assert second.prior == first.hash
    assert third.prior == second.hash


def test_the_same_facts_give_the_same_chain_in_another_home(tmp_path):
    here, there = filled(Home(tmp_path / "here")), filled(Home(tmp_path / "there"))

    assert here.ledger.read_bytes() == there.ledger.read_bytes()


def test_every_changed_byte_is_found(home):
    filled(home, entries=2)
    sound = home.ledger.read_bytes()

    for place in range(len(sound)):
        changed = bytearray(sound)
        changed[place] ^= 1
        home.ledger.write_bytes(bytes(changed))
        with pytest.raises(CannotRun, match=r"Line \d of .* does not continue the chain"):
            ledger.read_entries(home)


@pytest.mark.parametrize("end", [b"\r", b"\r\n", b" \n", b"\x0b"])
def test_an_end_of_a_line_that_says_the_same_in_other_bytes_is_found(home, end):
    home.ledger.write_bytes(filled(home).ledger.read_bytes()[:-1] + end)

    with pytest.raises(CannotRun, match=r"Line 3 of .* does not continue the chain"):
        ledger.read_entries(home)


@pytest.mark.parametrize(
    ("order", "line"),
    [((1, 2), 1), ((0, 2), 2), ((0, 2, 1), 2), ((0, 0, 1, 2), 2)],
    ids=["first-removed", "middle-removed", "swapped", "doubled"],
)
def test_a_removed_or_moved_line_is_found_and_named(home, order, line):
    lines = filled(home).ledger.read_bytes().splitlines(keepends=True)
    home.ledger.write_bytes(b"".join(lines[index] for index in order))

    with pytest.raises(CannotRun, match=rf"Line {line} of"):
        ledger.read_entries(home)


def test_a_line_exchanged_for_a_sound_one_of_another_ledger_is_found(home, tmp_path):
    other = Home(tmp_path / "other")
    with ledger.writing(other):
        ledger.append(other, kind="file", content={"name": "another"}, at=NOON)
    lines = filled(home).ledger.read_bytes().splitlines(keepends=True)
    home.ledger.write_bytes(other.ledger.read_bytes() + b"".join(lines[1:]))

    with pytest.raises(CannotRun, match="Line 2 of"):
        ledger.read_entries(home)


def test_a_line_with_a_number_out_of_turn_is_found_even_where_its_hash_is_right(home):
    body = {"number": 2, "at": NOON.isoformat(), "kind": "run", "content": {}, "prior": "0" * 64}
    line = canonical_json({**body, "hash": sha256_of_text(canonical_json(body))})
    home.root.mkdir()
    home.ledger.write_text(line + "\n", encoding="utf-8")

    with pytest.raises(CannotRun, match="Line 1 of"):
        ledger.read_entries(home)


@pytest.mark.parametrize("torn", [b'{"number":4', b"\xe6", b"{}"], ids=["half-a-line", "half-a-letter", "no-end"])
def test_a_last_line_that_a_crash_left_unfinished_does_not_count(home, torn):
    filled(home)
    with home.ledger.open("ab") as stream:
        stream.write(torn)

    assert [entry.number for entry in ledger.read_entries(home)] == [1, 2, 3]


def test_the_next_append_cuts_an_unfinished_line_away(home):
    sound = filled(home).ledger.read_bytes()
    with home.ledger.open("ab") as stream:
        stream.write(b'{"number":4,"at":"20')

    with ledger.writing(home):
        added = ledger.append(home, kind="run", content={}, at=NOON)

    assert added.number == 4
    assert home.ledger.read_bytes().startswith(sound + b'{"at":')
    assert ledger.read_entries(home)[-1] == added


def test_one_writer_reads_the_ledger_once_and_continues_its_chain(home, monkeypatch):
    filled(home, entries=2)
    read, readings = ledger.read_entries, []
    monkeypatch.setattr(ledger, "read_entries", lambda home: readings.append(home) or read(home))

    with ledger.writing(home) as writer:
        assert writer.count == 2
        for number in range(3, 6):
            writer.append(kind="file", content={"name": f"文件{number}"}, at=writer.next_moment())

    assert len(readings) == 1
    assert [entry.number for entry in read(home)] == [1, 2, 3, 4, 5]


def test_the_same_facts_give_the_same_chain_by_one_writer(tmp_path):
    here, there = filled(Home(tmp_path / "here")), Home(tmp_path / "there")
    with ledger.writing(there) as writer:
        for number in range(1, 4):
            writer.append(kind="file", content={"name": f"文件{number}"}, at=NOON + timedelta(seconds=number))

    assert here.ledger.read_bytes() == there.ledger.read_bytes()


def test_a_writer_sees_what_was_appended_past_it(home):
    with ledger.writing(home) as writer:
        writer.append(kind="file", content={}, at=NOON)
        ledger.append(home, kind="report", content={}, at=NOON + timedelta(days=9999))
        assert writer.count == 2
        assert writer.next_moment() == NOON + timedelta(days=9999, microseconds=1)
        writer.append(kind="file", content={}, at=NOON)

    assert [(entry.number, entry.kind) for entry in ledger.read_entries(home)] == [
        (1, "file"),
        (2, "report"),
        (3, "file"),
    ]


def test_a_writer_cuts_away_what_a_write_of_its_own_left_unfinished(home):
    with ledger.writing(home) as writer:
        first = writer.append(kind="file", content={}, at=NOON)
        with home.ledger.open("ab") as stream:
            stream.write(b'{"number":2')
        second = writer.append(kind="file", content={}, at=NOON)

    assert ledger.read_entries(home) == [first, second]


def test_an_entry_that_the_disk_does_not_confirm_is_taken_back_at_once(home, monkeypatch):
    """It once stayed for readers and the next writer, although whoever wrote it was told that it failed."""

    def no_space(_):
        raise OSError("no space left")

    with ledger.writing(home) as writer:
        writer.append(kind="file", content={}, at=NOON)
        before = home.ledger.read_bytes()
        monkeypatch.setattr("os.fsync", no_space)
        with pytest.raises(OSError, match="no space"):
            writer.append(kind="file", content={"unconfirmed": True}, at=NOON)
        monkeypatch.undo()
        assert home.ledger.read_bytes() == before
        writer.append(kind="file", content={}, at=NOON)

    assert [(entry.number, entry.content) for entry in ledger.read_entries(home)] == [(1, {}), (2, {})]


def test_a_last_entry_that_lacks_only_the_end_of_its_line_counts_and_is_continued(home):
    """It was once cut away as unfinished, so one lost byte lost an entry without a word."""
    content = filled(home).ledger.read_bytes()
    home.ledger.write_bytes(content[:-1])

    assert [entry.number for entry in ledger.read_entries(home)] == [1, 2, 3]
    with ledger.writing(home):
        ledger.append(home, kind="file", content={}, at=NOON)

    assert home.ledger.read_bytes().startswith(content)
    assert [entry.number for entry in ledger.read_entries(home)] == [1, 2, 3, 4]


def test_a_changed_ledger_takes_no_further_entry(home):
    content = filled(home).ledger.read_bytes()
    home.ledger.write_bytes(content.replace("文件1".encode(), "文件9".encode()))

    with ledger.writing(home), pytest.raises(CannotRun, match="Line 1 of"):
        ledger.append(home, kind="run", content={}, at=NOON)


def test_whoever_comes_second_gives_up_with_a_sentence(home, monkeypatch):
    monkeypatch.setattr(ledger, "_WAIT_SECONDS", -1)

    with (
        ledger.writing(home),
        pytest.raises(CannotRun, match="Another hengliang process has been writing"),
        ledger.writing(home),
    ):
        pass


def test_the_lock_holds_against_another_process(home):
    attempt = "import fcntl, sys; fcntl.flock(open(sys.argv[1], 'a'), fcntl.LOCK_EX | fcntl.LOCK_NB)"

    with ledger.writing(home):
        second = subprocess.run([sys.executable, "-c", attempt, str(home.lock)], capture_output=True, check=False)

    assert b"BlockingIOError" in second.stderr


def test_the_lock_is_free_again_after_an_error(home, monkeypatch):
    monkeypatch.setattr(ledger, "_WAIT_SECONDS", -1)
    with pytest.raises(RuntimeError), ledger.writing(home):
        raise RuntimeError

    with ledger.writing(home):
        ledger.append(home, kind="run", content={}, at=NOON)

    assert len(ledger.read_entries(home)) == 1


def test_the_next_moment_lies_after_the_last_entry_even_where_the_clock_went_back(home):
    ahead = datetime.now(UTC) + timedelta(days=1)
    with ledger.writing(home):
        ledger.append(home, kind="run", content={}, at=ahead)

    assert ledger.next_moment(home) == ahead + timedelta(microseconds=1)


def test_the_next_moment_is_now_where_the_clock_is_right(home):
    before = datetime.now(UTC)

    moment = ledger.next_moment(filled(home))

    assert before <= moment <= datetime.now(UTC)
