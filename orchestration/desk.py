"""What people have done from the pages, by the functions of the commands."""

from dashboards.visits import Decision, Desk
from expectations.overrides import overridable, overrides_among
from ingest.waivers import waivers_among
from interface.ledger import read_entries
from interface.paths import Home
from interface.periods import SHANGHAI, parse_moment
from orchestration import scoring
from orchestration.approving import take
from orchestration.following import follow
from orchestration.gate_decisions import agree
from orchestration.gate_decisions import ask as ask_override
from orchestration.listing_editions import taken_back
from orchestration.quarantine import what_to_do
from orchestration.quarantine_waivers import approve, ask_revocation
from orchestration.quarantine_waivers import ask as ask_waiver
from orchestration.rolling_back import plan_rollback, rollback
from orchestration.work_folders import work_in


def open_desk() -> Desk:
    """Everything that the pages can have done."""
    return Desk(
        take_step=lambda home, settle_no, act, by, because, seen: take(
            home, settle_no, act=act, by=by, because=because, seen=seen
        ),
        overrides=lambda home: overrides_among(read_entries(home)),
        overridable=overridable,
        ask_override=lambda home, folder, rule, because, by: ask_override(
            home, folder, rule=rule, because=because, by=by
        ),
        agree_override=lambda home, override_id, by: agree(home, override_id, by=by),
        waivers=lambda home: waivers_among(read_entries(home)),
        what_to_do=what_to_do,
        ask_waiver=lambda home, address, table, act, because, by: ask_waiver(
            home, address, act=act, because=because, by=by, table=table
        ),
        ask_revocation=lambda home, waiver_id, because, by: ask_revocation(home, waiver_id, because=because, by=by),
        approve_waiver=lambda home, waiver_id, by: approve(home, waiver_id, by=by),
        taken_back=taken_back,
        plan_rollback=plan_rollback,
        roll_back=lambda home, run_id, seen, because, by: rollback(home, run_id, by=by, because=because, seen=seen),
        work=work_in,
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
