"""Reads damaged files as an ingest would, up to judged rows, and says what ended otherwise than refused or judged."""

import resource
import traceback
from collections import Counter
from datetime import UTC, datetime
from random import Random
from time import monotonic
from typing import Any

from ingest.formats.opening import ENDINGS, open_tables
from ingest.headers import match_header
from ingest.rows import RowJudge
from ingest.verdicts import Refusal
from interface.tables import INPUTS
from tests.fuzz.damaging import damaged, odd_rows, valid_files

_MOST_SECONDS_EACH = 5.0
_MOST_MEMORY_BYTES = 2 << 30
_RECEIVED = datetime(2026, 1, 1, tzinfo=UTC)


def serve_readings(asked: Any, seed: int, count: int) -> None:
    """Answer with what ``read_damaged`` gives, in a process that may take little memory."""
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY_BYTES, _MOST_MEMORY_BYTES))
    asked.send(read_damaged(seed, count))


def read_damaged(seed: int, count: int) -> tuple[dict[str, int], list[str]]:
    """How many files were tried, by ending and verdict, and what failed."""
    random = Random(seed)
    files = [(name, content) for name, content in valid_files(seed).items() if name.endswith(ENDINGS)]
    tried: Counter[str] = Counter()
    failures = []
    for number in range(count):
        name, content = random.choice(files)
        content = odd_rows(random) if random.random() < 0.2 and name.endswith(".csv") else damaged(content, random)
        began = monotonic()
        try:
            verdict = _verdict(name, content)
        except Exception:  # Whatever it is, it is what we look for.
            verdict = "failed"
            failures.append(f"input {number}, {name}: {traceback.format_exc(limit=-3)}")
        if monotonic() - began > _MOST_SECONDS_EACH:
            failures.append(f"input {number}, {name}: took {monotonic() - began:.0f} s")
        tried[f"damaged {name.rpartition('.')[2]} {verdict}"] += 1
    return dict(tried), failures


def _verdict(name: str, content: bytes) -> str:
    try:
        rows = 0
        for table, text in open_tables(content, file_name=name, named=INPUTS["delivery"]):
            judge = RowJudge(table, match_header(text.header, table))
            rows += sum(1 for _ in judge.judge_rows(text.rows()))
    except Refusal:
        return "refused"
    return "judged" if rows else "without rows"
