"""A visit to a page: whose it is, what its address asks for, and what the visitor can have done from there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.access import Principal
from dashboards.approvals import Step
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
        give_score: Gives a result or an expert's score of an indicator: home, place, text by column, by.
        confirm_score: Confirms what another gave, which is then received: home, proposal_id, by.
        decline_score: Declines what was given: home, proposal_id, by, because.
        follow: Follows an id down to its rows and up to the payable, as far as the reader may see: home, reader, id.
        decisions: What one person asked for and a second has not decided yet: home.
    """

    take_step: Callable[[Home, str, str, str, str, int], Step]
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
