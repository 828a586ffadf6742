"""What people give for indicators, as the home's writer: asked, confirmed by another person, received as a file."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from dashboards.access import SYSTEM
from dashboards.editions import Edition, open_edition, select
from dashboards.proposals import (
    CONFIRMED,
    DECLINED,
    EXPERT_SCORE,
    LANDED,
    LEVELS,
    Place,
    Proposal,
    ask,
    asked_for,
    decide,
    find,
    proposals_among,
)
from ingest.cells import canonical, judge
from ingest.landing import ingest_folder
from ingest.tracing import received_texts
from interface.errors import CannotRun
from interface.ledger import read_entries, writing
from interface.paths import Home
from interface.people import given_text
from interface.periods import SHANGHAI, print_moment
from interface.tables import INPUTS
from orchestration.work_folders import open_work_folder

_ELEMENTS = re.compile(r"[0-9]{1,3}( *[;；,，、] *[0-9]{1,3})*[;；]?")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?%?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_REQUIRED = ("actual_value", "score", "as_of_date", "evidence_no", "expert_no", "signed_on")


def give(home: Home, place: Place, *, given: Mapping[str, str], by: str) -> Proposal:
    """Ask that a result or an expert's score of an indicator be received; another person must confirm it.

    Args:
        home: Where it is kept.
        place: The framework, the subject and the indicator, as they were scored.
        given: Text by column of the input table that the indicator's rule goes to.
        by: Who gives it.

    Raises:
        CannotRun: no such indicator was scored, the rule takes no person's word, or a cell is missing or unfit.
    """
    with writing(home) as ledger:
        leaf = _leaf(open_edition(home, SYSTEM), place)
        table, names = asked_for(leaf["rule"])
        cells = dict(zip(("scheme_no", "subject_code", "ind_code"), place, strict=True))
        cells |= {name: text for name in names if (text := _cell(table, name, given.get(name, "")))}
        _refuse_unfit(leaf, cells, today=ledger.next_moment().astimezone(SHANGHAI).date())
        _refuse_outdated(home, table, cells)
        return ask(ledger, read_entries(home), table=table, cells=cells, by=_fit_name(by))


def confirm(home: Home, proposal_id: str, *, by: str) -> Proposal:
    """Confirm what another person gave, and receive it as a file; the next evaluation takes it.

    Who confirms again what was confirmed and then interrupted ends it.

    Raises:
        CannotRun: it does not wait for this person, or its row was set aside; the text says why.
    """
    with writing(home) as ledger:
        entries = read_entries(home)
        proposal = find(entries, proposal_id)
        if proposal.state == LANDED:
            raise CannotRun(f"{proposal_id} was confirmed by {proposal.decided_by} and received already.")
        if proposal.verdict != CONFIRMED:
            by = _fit_name(by)
            if not proposal.verdict:
                _refuse_outdated(home, proposal.table, proposal.cells)
            proposal = decide(ledger, entries, proposal_id, verdict=CONFIRMED, by=by)
        folder = open_work_folder(home, "score")
    try:
        path = folder.path / "inputs" / proposal.file_name
        path.parent.mkdir(parents=True)
        path.write_text(proposal.file_text(), encoding="utf-8")
        (outcome,) = ingest_folder(home, folder.path / "inputs", tables=(proposal.table,))
    finally:
        folder.remove()
    if outcome.refusal or outcome.rows_quarantined:
        raise CannotRun(
            f"{proposal_id} was confirmed and received as {proposal.file_name}, and its row was set aside: "
            f"{outcome.refusal or 'see `hengliang quarantine list`'}."
        )
    return find(read_entries(home), proposal_id)


def decline(home: Home, proposal_id: str, *, by: str, because: str) -> Proposal:
    """Decline what a person gave, or take one's own back; CannotRun where it does not wait or no reason is given."""
    with writing(home) as ledger:
        return decide(ledger, read_entries(home), proposal_id, verdict=DECLINED, by=by, because=because)


def list_proposals(home: Home) -> list[str]:
    """Two lines per proposal, in the order in which they were asked; one line where there is none."""
    lines = []
    for each in proposals_among(read_entries(home)):
        cells = " · ".join(f"{name} {text}" for name, text in each.cells.items())
        decided = f" · {each.verdict} by {each.decided_by}" if each.verdict else ""
        because = f": {each.because}" if each.because else ""
        lines.append(f"{each.proposal_id} {each.state} {each.table}: {cells}")
        lines.append(f"  given by {each.asked_by} at {print_moment(each.asked_at)}{decided}{because}")
    return lines or ["Nobody gave a score here."]


def _leaf(edition: Edition, place: Place) -> Mapping[str, Any]:
    scheme_no, subject_code, ind_code = place
    own = {"scheme_no": scheme_no, "subject_code": subject_code, "ind_code": ind_code}
    leaves = select(edition.table("score_indicator"), **own).to_pylist()
    if not leaves:
        raise CannotRun(
            f"Framework {scheme_no} has no indicator {ind_code!r} of subject {subject_code} in the newest evaluation: "
            "score one that it has, or evaluate first."
        )
    if leaves[0]["origin"] == "SHEET":
        raise CannotRun(
            f"Indicator {ind_code} comes from a printed score sheet: send the corrected sheet with its next edition."
        )
    if any(row["value"] is not None for row in select(edition.table("indicator_measure"), **own).to_pylist()):
        raise CannotRun(f"Indicator {ind_code} is measured from what was received: nobody's figure goes before that.")
    return leaves[0]


def _cell(table: str, name: str, text: str) -> str:
    """The cell as it will be received, judged as a file's would be; blank where nothing is given."""
    column = INPUTS[table].column(name)
    cell = judge(text, column)
    if cell.code and text.strip():
        raise CannotRun(f"{column.label} {name}: {cell.found}; correct it.")
    if not text.strip() and name in _REQUIRED:
        raise CannotRun(f"{column.label} {name} is blank: nothing is taken until it is given.")
    return canonical(cell.value)


def _fit_name(by: str) -> str:
    """The name with its blanks evened out; one that no id may be would have the confirmed row set aside."""
    by = given_text(by, "--by")
    cell = judge(by, INPUTS["indicator_result"].column("reviewer"))
    if cell.code:
        raise CannotRun(f"A name that stands beside a score must be fit for it: {cell.found}.")
    return by


def _refuse_unfit(leaf: Mapping[str, Any], cells: Mapping[str, str], *, today: date) -> None:
    """Refuse a score outside its weight, a value the rule does not read, a day to come, a shortfall unexplained."""
    rule, actual, weight = leaf["rule"], cells.get("actual_value", ""), leaf["framework_weight"]
    if "score" in cells and not 0 <= Decimal(cells["score"]) <= weight:
        raise CannotRun(f"A score of {cells['score']} does not lie from 0 to the weight {weight.normalize():f}.")
    if rule == "LEVEL" and actual not in LEVELS:
        raise CannotRun(f"The level {actual!r} is none of {', '.join(LEVELS)}: choose one.")
    if rule == "ELEMENTS" and not _ELEMENTS.fullmatch(actual):
        raise CannotRun(f"{actual!r} does not name elements: give the numbers of those met, such as 1;3;4.")
    if rule in ("RATIO", "AT_LEAST", "AT_MOST", "BANDS", "DEDUCT", "SURVEY") and not _NUMBER.fullmatch(actual):
        raise CannotRun(f"{actual!r} is no number, and rule {rule} goes by one: give digits, such as 96.5.")
    if rule == "BY_DATE" and _day(actual) is None:
        raise CannotRun(f"{actual!r} is no day, and rule BY_DATE goes by one: give it as 2020-12-31.")
    for name in ("as_of_date", "signed_on"):
        if name in cells and date.fromisoformat(cells[name]) > today:
            raise CannotRun(f"The day {cells[name]} is still to come: give one up to {today}.")
    if _falls_short(leaf, cells) and "reason" not in cells:
        raise CannotRun("What stays below the full score needs its reason (偏差原因 reason): say why.")


def _falls_short(leaf: Mapping[str, Any], cells: Mapping[str, str]) -> bool:
    """Whether points are lost as far as can be told before an evaluation; an expert's reason is on the signed sheet."""
    if leaf["rule"] == "EXPERT":
        return False
    if "score" in cells:
        return Decimal(cells["score"]) < leaf["framework_weight"]
    if leaf["rule"] == "BY_DATE":
        done, due = _day(cells["actual_value"]), _day(leaf["target_value"])
        return done is not None and due is not None and done > due
    actual, target = _number(cells["actual_value"]), _number(leaf["target_value"])
    if leaf["rule"] == "DEDUCT":
        return actual is not None and actual > 0
    if actual is None or target is None:
        return False
    signs = {"AT_LEAST": actual < target, "AT_MOST": actual > target, "EQUALS": actual != target}
    return signs.get(leaf["rule"], False)


def _number(text: str | None) -> Decimal | None:
    return Decimal(text.removesuffix("%")) if text and _NUMBER.fullmatch(text) else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text and _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _refuse_outdated(home: Home, table: str, cells: Mapping[str, str]) -> None:
    """Refuse a result that is not the newest of its indicator, and an expert's second score: neither would count."""
    name = "expert_no" if table == EXPERT_SCORE else "as_of_date"
    place = {column: cells[column] for column in ("scheme_no", "subject_code", "ind_code")}
    known = received_texts(home, table, name, **place)
    if name == "expert_no" and cells[name] in known:
        raise CannotRun(f"A score of expert {cells[name]} was received already: choose another expert.")
    if name == "as_of_date" and known and cells[name] <= max(known):
        raise CannotRun(f"A result of {max(known)} was received already: give one whose data end on a later day.")
