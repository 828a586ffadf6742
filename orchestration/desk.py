"""What people have done from the pages, by the functions of the commands."""

from dashboards.visits import Decision, Desk
from expectations.overrides import overrides_among
from ingest.waivers import waivers_among
from interface.ledger import read_entries
from interface.paths import Home
from interface.periods import SHANGHAI, parse_moment
from orchestration import scoring
from orchestration.approving import take
from orchestration.following import follow


def open_desk() -> Desk:
    """Everything that the pages can have done."""
    return Desk(
        take_step=lambda home, settle_no, act, by, because, seen: take(
            home, settle_no, act=act, by=by, because=because, seen=seen
        ),
        give_score=lambda home, place, given, by: scoring.give(home, place, given=given, by=by),
        confirm_score=lambda home, proposal_id, by: scoring.confirm(home, proposal_id, by=by),
        decline_score=lambda home, proposal_id, by, because: scoring.decline(home, proposal_id, by=by, because=because),
        follow=follow,
        decisions=_decisions,
    )


def _decisions(home: Home) -> list[Decision]:
    """Overrides and waivers that wait for their second person, in the order in which they were asked."""
    entries = read_entries(home)
    found = [
        Decision("agree_override", each.override_id, each.asked_by, each.asked_at.astimezone(SHANGHAI).date())
        for each in overrides_among(entries)
        if not each.agreed_by and each.asked_at
    ]
    found += [
        Decision(
            "approve_waiver", each.waiver_id, each.asked_by, parse_moment(each.asked_at).astimezone(SHANGHAI).date()
        )
        for each in waivers_among(entries)
        if not each.decided_by
    ]
    return sorted(found, key=lambda each: (each.asked_on, each.identity))
