"""The official forms as files: one per framework and subject that a form is for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from dashboards.documents.exchange import Exchanged, read_exchanged
from dashboards.documents.exchange_files import write_exchange
from dashboards.documents.forms_cards import Card, read_cards
from dashboards.documents.forms_files import refuse_format, write_form
from dashboards.documents.forms_filled import goals, scores, self_evaluation
from dashboards.documents.forms_goals import goal_details, goal_review
from dashboards.documents.forms_grid import Form
from dashboards.documents.forms_monitoring import MonitorCard, monitoring, read_monitor_cards
from dashboards.documents.forms_sichuan import sichuan_self_evaluation
from dashboards.editions import Edition
from dashboards.taken_away import fit_for_a_name
from interface.errors import CannotRun
from interface.files import sha256_of_text

PREFIX = "form:"

_TARGETS = "it needs indicators with targets, and a printed score sheet has none"

# How a form's subjects are read, how it is filled, and what it needs.
_FORMS: dict[str, tuple[Callable[..., list[Any]], Callable[[Any, str], Form | None], str]] = {
    "self_evaluation": (read_cards, self_evaluation, "it needs a framework of stage SELF"),
    "sichuan_self_evaluation": (read_cards, sichuan_self_evaluation, "it needs a framework of stage SELF"),
    "scores": (read_cards, scores, "run `hengliang evaluate` first"),
    "goals": (read_cards, goals, _TARGETS),
    "goal_details": (read_cards, goal_details, _TARGETS),
    "goal_review": (read_cards, goal_review, "it needs a framework of grade_scale GOAL, by which goals are reviewed"),
    "monitoring": (read_monitor_cards, monitoring, "it needs rows of monitor_row (绩效监控)"),
}
EXCHANGE = "exchange"
_OF_EXCHANGE = "it needs a framework with indicators, a self-evaluation or rows of monitor_row (绩效监控)"
NAMES = tuple(f"{PREFIX}{name}" for name in (*_FORMS, EXCHANGE))

Subject = Card | MonitorCard | Exchanged


def export_forms(
    edition: Edition,
    *,
    what: str,
    period: str | None,
    year: str | None,
    scheme: str | None,
    subject: str | None,
    format: str,
    to: Path,
) -> list[Path]:
    """Write one form for every framework and subject that it is for, or for those asked for; the paths written.

    Raises:
        CannotRun: an unknown form, format, framework or subject, or nothing that the form is for.
    """
    if what not in NAMES:
        raise CannotRun(f"There is no form {what!r} to export: choose {', '.join(NAMES)}.")
    refuse_format(format)
    name = what.removeprefix(PREFIX)
    asked = {"scheme": scheme, "subject": subject}
    if name == EXCHANGE:
        exchanged = _asked_for(read_exchanged(edition, period=period, year=year), **asked)
        if not exchanged:
            raise CannotRun(f"No published evaluation has what {what} shows: {_OF_EXCHANGE}.")
        return [
            path
            for each in exchanged
            for path in write_exchange(each.tables, subject=file_part(each), format=format, to=to)
        ]
    read, fill, wanted = _FORMS[name]
    cards = _asked_for(read(edition, period=period, year=year), **asked)
    filled = [form for card in cards if (form := fill(card, f"form_{name}_{file_part(card)}"))]
    if not filled:
        raise CannotRun(f"No published evaluation has what {what} shows: {wanted}.")
    return [write_form(form, format=format, to=to) for form in filled]


def filled_forms(edition: Edition, *, scheme: str, subject: str) -> list[str]:
    """Names of the forms that can be made for a subject, without their prefix."""

    def own(cards: list[Any]) -> list[Any]:
        return [card for card in cards if (card.scheme_no, card.subject_code) == (scheme, subject)]

    readers = {read for read, _, _ in _FORMS.values()}
    cards = {read: own(read(edition, period=None, year=None)) for read in readers}
    found = [name for name, (read, fill, _) in _FORMS.items() if any(fill(card, "") for card in cards[read])]
    return [*found, *([EXCHANGE] if own(read_exchanged(edition, period=None, year=None)) else [])]


def _asked_for(cards: list[Any], *, scheme: str | None, subject: str | None) -> list[Any]:
    known = sorted({card.scheme_no for card in cards})
    if scheme is not None and known and scheme not in known:
        raise CannotRun(f"No published evaluation is of framework {scheme!r}: choose one of {', '.join(known)}.")
    cards = [card for card in cards if scheme is None or card.scheme_no == scheme]
    subjects = sorted({card.subject_code for card in cards})
    if subject is not None and subjects and subject not in subjects:
        raise CannotRun(f"No published evaluation is of subject {subject!r}: choose one of {', '.join(subjects)}.")
    return [card for card in cards if subject is None or card.subject_code == subject]


def file_part(card: Subject) -> str:
    """Framework and subject in a file's name, made fit for one; names made fit are told apart by a piece of a hash."""
    parts = (card.scheme_no, card.subject_code)
    fit = [fit_for_a_name(part) for part in parts]
    told_apart = "" if fit == list(parts) else f"_{sha256_of_text('/'.join(parts))[:8]}"
    return f"{'_'.join(fit)}{told_apart}"
