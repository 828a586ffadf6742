"""Results that people give for indicators: asked by one, confirmed by another, in the ledger until they are landed."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import StringIO
from typing import Any

from interface.errors import CannotRun
from interface.files import sha256_of_text
from interface.ledger import Entry, Writer
from interface.people import given_text, is_same_person
from interface.tables import INPUTS

WAITS, CONFIRMED, DECLINED, LANDED = "WAITS", "CONFIRMED", "DECLINED", "LANDED"
RESULT, EXPERT_SCORE = "indicator_result", "expert_score"

Place = tuple[str, str, str]
"""Framework, subject and indicator."""

LEVELS = ("达成", "部分达成", "未达成")
"""What a qualitative indicator can be found to be."""

_ASKED, _DECIDED, _RECEIVED = "score_asked", "score_decided", "received"
_OF_RESULTS = ("as_of_date", "evidence_no", "reason", "improvement")


@dataclass(frozen=True)
class Proposal:
    """A row that a person asks to have received for an indicator; it counts for nothing until another confirms it.

    Attributes:
        table: The input table that the row is for.
        cells: Its cells by column, as they will be received.
        asked_by: Who gave it.
        verdict: ``CONFIRMED`` or ``DECLINED``; blank while it waits.
        because: Why it was declined.
        is_landed: Whether the confirmed row was received; false where whoever confirmed it was stopped before.
    """

    proposal_id: str
    table: str
    cells: Mapping[str, str]
    asked_by: str
    asked_at: datetime
    verdict: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    because: str = ""
    is_landed: bool = False

    @property
    def state(self) -> str:
        """WAITS, DECLINED, CONFIRMED (and not yet received) or LANDED (the next evaluation takes it)."""
        return LANDED if self.is_landed else self.verdict or WAITS

    @property
    def file_name(self) -> str:
        """The name that the row's file is received by."""
        return f"{self.table}/{self.proposal_id}.csv"

    @property
    def place(self) -> Place:
        """The indicator and the subject that it is about."""
        return self.cells["scheme_no"], self.cells["subject_code"], self.cells["ind_code"]

    def file_text(self) -> str:
        """The file that is received: a heading and the row, with both people where its table has room for them."""
        people = {"judge": self.asked_by, "reviewer": self.decided_by}
        cells = {**self.cells, **people}
        names = [name for name in INPUTS[self.table].names if cells.get(name)]
        stream = StringIO()
        csv.writer(stream, lineterminator="\n").writerows((names, [cells[name] for name in names]))
        return stream.getvalue()


def asked_for(rule: str) -> tuple[str, tuple[str, ...]]:
    """The input table that a person's word on a rule's indicator goes to, and the columns to fill in."""
    if rule == "EXPERT":
        return EXPERT_SCORE, ("expert_no", "score", "signed_on")
    found = {"GIVEN": ("score",), "LEVEL": ("actual_value", "score")}.get(rule, ("actual_value",))
    return RESULT, (*found, *_OF_RESULTS)


def proposals_among(entries: Sequence[Entry]) -> list[Proposal]:
    """Every proposal as it stands, in the order in which they were asked."""
    found: dict[str, Proposal] = {}
    received = {
        (entry.content["file_name"], entry.content["file_sha256"])
        for entry in entries
        if entry.kind == _RECEIVED and entry.content["refusal"] is None
    }
    for entry in entries:
        if entry.kind == _ASKED:
            found[entry.content["proposal_id"]] = Proposal(**entry.content, asked_at=entry.at)
        elif entry.kind == _DECIDED:
            asked = found[entry.content["proposal_id"]]
            found[asked.proposal_id] = _decided(asked, entry.content, entry.at)
    return [
        replace(each, is_landed=each.verdict == CONFIRMED and _landing(each) in received) for each in found.values()
    ]


def ask(ledger: Writer, entries: Sequence[Entry], *, table: str, cells: Mapping[str, str], by: str) -> Proposal:
    """Note in the ledger what a person gives; it changes nothing until another confirms it.

    Raises:
        CannotRun: the same fact waits already, or the person is not named.
    """
    by = given_text(by, "--by")
    known = proposals_among(entries)
    key = INPUTS[table].key
    for each in known:
        if each.state in (WAITS, CONFIRMED) and each.table == table and _key(each.cells, key) == _key(cells, key):
            raise CannotRun(f"{each.proposal_id} of {each.asked_by} gives this and waits: decide on that first.")
    at = ledger.next_moment()
    content: dict[str, Any] = {
        "proposal_id": f"PF{len(known) + 1:05d}",
        "table": table,
        "cells": dict(cells),
        "asked_by": by,
    }
    ledger.append(kind=_ASKED, content=content, at=at)
    return Proposal(**content, asked_at=at)


def decide(
    ledger: Writer, entries: Sequence[Entry], proposal_id: str, *, verdict: str, by: str, because: str = ""
) -> Proposal:
    """Note in the ledger that a person confirms what another gave, or declines it.

    Raises:
        CannotRun: there is no such proposal, it is decided, the same person asked, or a text is missing.
    """
    by = given_text(by, "--by")
    proposal = find(entries, proposal_id)
    if proposal.verdict:
        raise CannotRun(f"{proposal_id} is {proposal.verdict} already, by {proposal.decided_by}.")
    if verdict == CONFIRMED and is_same_person(proposal.asked_by, by):
        raise CannotRun(f"{by} gave {proposal_id}: another person must confirm it.")
    if verdict == DECLINED:
        because = given_text(because, "--reason")
    at = ledger.next_moment()
    content = {"proposal_id": proposal_id, "verdict": verdict, "by": by, "because": because}
    ledger.append(kind=_DECIDED, content=content, at=at)
    return _decided(proposal, content, at)


def find(entries: Sequence[Entry], proposal_id: str) -> Proposal:
    """The proposal of that number; CannotRun where there is none."""
    for each in proposals_among(entries):
        if each.proposal_id == proposal_id:
            return each
    raise CannotRun(f"Nothing was given as {proposal_id!r}: `hengliang score list` names what was.")


def _decided(proposal: Proposal, content: Mapping[str, str], at: datetime) -> Proposal:
    verdict, by, because = (content[name] for name in ("verdict", "by", "because"))
    return replace(proposal, verdict=verdict, decided_by=by, decided_at=at, because=because)


def _landing(proposal: Proposal) -> tuple[str, str]:
    return proposal.file_name, sha256_of_text(proposal.file_text())


def _key(cells: Mapping[str, str], key: Sequence[str]) -> tuple[str | None, ...]:
    return tuple(cells.get(name) for name in key)
