"""A visit to a page: whose it is, what its address asks for, and what the visitor can have done from there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.access import Principal
from dashboards.approvals import Step
from dashboards.decisions import Override, TakenBack, Waiver, Work
from dashboards.proposals import Place, Proposal
from dashboards.traces import Trace
from interface.paths import Home

Query = Mapping[str, str]


@dataclass(frozen=True)
class Decision:
    """An override or a waiver that waits for its second person.

    Attributes:
        act: What the second person would do, as ``access`` names it: ``agree_override`` or ``approve_waiver``.
        identity: Its number.
        asked_by: Who asked, and does not decide.
        asked_on: The day on which it was asked.
    """

    act: str
    identity: str
    asked_by: str
    asked_on: date


@dataclass(frozen=True)
class Desk:
    """What people have done from the pages: the functions of the commands, each as the home's writer.

    Attributes:
        take_step: Takes a step with a statement: home, settle_no, act, by, because, how many steps were seen.
        overrides: Every override of the gate in the order in which it was asked.
        overridable: Names of the rules that two people may override.
        ask_override: Asks that a rule hold back a refused run no more: home, folder of the refusal, rule, because, by.
        agree_override: Agrees as a second person: home, override_id, by.
        waivers: Every waiver of a row set aside, in the order in which it was asked.
        what_to_do: What whoever mends a row set aside for a reason does.
        ask_waiver: Asks to accept or withdraw a row: home, address, table, act, because, by.
        ask_revocation: Asks that a waiver hold no more: home, waiver_id, because, by.
        approve_waiver: Approves as a second person: home, waiver_id, by.
        taken_back: The published runs that were taken back, oldest first.
        plan_rollback: The runs that making an earlier one current would take back; refuses like ``roll_back``.
        roll_back: Makes an earlier run current again: home, run_id, the current run as it was seen, because, by.
        work: What is under way in a home, and what dead processes left.
        give_score: Gives a result or an expert's score of an indicator: home, place, text by column, by.
        confirm_score: Confirms what another gave, which is then received: home, proposal_id, by.
        decline_score: Declines what was given: home, proposal_id, by, because.
        follow: Follows an id down to its rows and up to the payable, as far as the reader may see: home, reader, id.
        decisions: What one person asked for and a second has not decided yet: home.
    """

    take_step: Callable[[Home, str, str, str, str, int], Step]
    overrides: Callable[[Home], Sequence[Override]]
    overridable: Callable[[], frozenset[str]]
    ask_override: Callable[[Home, str, str, str, str], Override]
    agree_override: Callable[[Home, str, str], Override]
    waivers: Callable[[Home], Sequence[Waiver]]
    what_to_do: Callable[[str], str]
    ask_waiver: Callable[[Home, str, str, str, str, str], Waiver]
    ask_revocation: Callable[[Home, str, str, str], Waiver]
    approve_waiver: Callable[[Home, str, str], Waiver]
    taken_back: Callable[[Home], Sequence[TakenBack]]
    plan_rollback: Callable[[Home, str], tuple[str, ...]]
    roll_back: Callable[[Home, str, str, str, str], tuple[str, ...]]
    work: Callable[[Home], Sequence[Work]]
    give_score: Callable[[Home, Place, Mapping[str, str], str], Proposal]
    confirm_score: Callable[[Home, str, str], Proposal]
    decline_score: Callable[[Home, str, str, str], Proposal]
    follow: Callable[[Home, Principal, str], Sequence[Trace]]
    decisions: Callable[[Home], Sequence[Decision]]


@dataclass(frozen=True)
class Visit:
    """One reader at one page.

    Attributes:
        home: Where everything lies.
        reader: Who looks, as the session knows them.
        query: The filters of the address; a name that stands there twice counts once.
        desk: What can be done from here.
    """

    home: Home
    reader: Principal
    query: Query
    desk: Desk


VisitOf = Callable[[Query], Visit]
"""Gives, within a request, the visit with these filters."""
