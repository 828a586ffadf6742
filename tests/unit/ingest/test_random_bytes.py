"""Whatever bytes arrive, a file ends refused or balanced, never in a traceback."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.formats.csv import CsvText
from ingest.headers import match_header
from ingest.rows import RowJudge
from ingest.verdicts import Refusal
from interface.tables import INPUTS
from tests.unit.ingest.conftest import DELIVERY_HEADER, FRAME, Trial, a_delivery, deliveries

VALID = deliveries(a_delivery("D1"), a_delivery("D2", quantity="3"), a_delivery("D3", work_order_no="W2", unit="个"))
PIECES = [
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\r\n",
    b"\x00",
    b"\xff",
    b"\xe4\xb8",
    "１".encode(),
    b"1e9",
    b"-",
    "\u200b".encode(),
]

anything = st.one_of(st.binary(max_size=200), st.text(max_size=100).map(lambda text: (DELIVERY_HEADER + text).encode()))
changes = st.lists(
    st.tuples(st.integers(0, len(VALID.encode())), st.integers(0, 12), st.sampled_from(PIECES) | st.binary(max_size=4)),
    min_size=1,
    max_size=4,
)


def changed(edits: list[tuple[int, int, bytes]], encoding: str = "utf-8") -> bytes:
    content = VALID.encode(encoding)
    for position, length, piece in edits:
        content = content[:position] + piece + content[position + length :]
    return content


def judged(content: bytes) -> int | None:
    try:
        text = CsvText(content)
        header = match_header(text.header, INPUTS["delivery"])
        return len(list(RowJudge(INPUTS["delivery"], header).judge_rows(text.rows())))
    except Refusal:
        return None


@settings(max_examples=300, deadline=None)
@given(anything)
def test_any_bytes_are_refused_or_judged(content: bytes) -> None:
    judged(content)


@settings(max_examples=300, deadline=None)
@given(changes, st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_damage_is_refused_or_judged(edits: list[tuple[int, int, bytes]], encoding: str) -> None:
    judged(changed(edits, encoding))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes | anything)
def test_any_damage_lands_in_balance(damage: list[tuple[int, int, bytes]] | bytes) -> None:
    content = damage if isinstance(damage, bytes) else changed(damage)
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder))

        outcomes = trial.send({"party.csv": FRAME["party.csv"], "delivery.csv": content})

        delivery = outcomes["delivery.csv"]
        counted = delivery.rows_landed + delivery.rows_duplicate + delivery.rows_quarantined
        assert delivery.rows_read == counted
        assert (delivery.refusal is None) == (delivery.rows_read > 0)
        assert outcomes["party.csv"].rows_landed == 1
