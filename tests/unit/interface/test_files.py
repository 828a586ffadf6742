"""A file is there whole or not at all, and the same content always has the same fingerprint."""

import hashlib
import os

import pytest

from interface import files
from interface.files import canonical_json, sha256_of_file, sha256_of_text, write_whole

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
"""SHA-256 of the three bytes abc, as its standard (FIPS 180-2, appendix B) prints it."""


def test_the_fingerprint_is_that_of_the_standard(tmp_path):
    path = tmp_path / "abc"
    path.write_bytes(b"abc")

    assert sha256_of_file(path) == ABC
    assert sha256_of_text("abc") == ABC


def test_a_file_larger_than_one_piece_has_the_fingerprint_of_its_whole(tmp_path):
    content = b"0123456789abcdef" * 65_536 + b"rest"  # one byte piece of 2**20, and four bytes more
    path = tmp_path / "large"
    path.write_bytes(content)

    assert sha256_of_file(path) == hashlib.sha256(content).hexdigest()


def test_canonical_text_does_not_depend_on_the_order_of_names():
    assert canonical_json({"b": [1, None], "a": "衡"}) == '{"a":"衡","b":[1,null]}'
    assert canonical_json({"a": "衡", "b": [1, None]}) == '{"a":"衡","b":[1,null]}'


def test_writing_makes_the_folders_and_leaves_nothing_else(tmp_path):
    path = tmp_path / "a" / "b" / "file"

    write_whole(path, b"content")

    assert path.read_bytes() == b"content"
    assert [each.name for each in path.parent.iterdir()] == ["file"]


def test_the_names_of_new_folders_are_flushed_as_well(tmp_path, monkeypatch):
    """Only the innermost was once flushed: after a loss of power a recorded file could be gone with its folder."""
    flushed = []
    monkeypatch.setattr(files, "sync_folder", flushed.append)

    write_whole(tmp_path / "a" / "b" / "file", b"content")
    assert flushed == [tmp_path, tmp_path / "a", tmp_path / "a" / "b"]

    flushed.clear()
    write_whole(tmp_path / "a" / "b" / "another", b"content")
    assert flushed == [tmp_path / "a" / "b"]


def test_writing_replaces_what_was_there(tmp_path):
    path = tmp_path / "file"
    write_whole(path, b"a longer content")

    write_whole(path, b"short")

    assert path.read_bytes() == b"short"


def test_a_crash_before_the_end_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "file"
    write_whole(path, b"old")

    def crash(handle):
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(OSError, match="disk full"):
        write_whole(path, b"new")

    assert path.read_bytes() == b"old"


def test_a_reader_that_opened_the_old_file_reads_it_to_its_end(tmp_path):
    path = tmp_path / "file"
    write_whole(path, b"old content")

    with path.open("rb") as reader:
        begun = reader.read(3)
        write_whole(path, b"new")
        rest = reader.read()

    assert begun + rest == b"old content"
