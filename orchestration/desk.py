"""What people have done from the pages, by the functions of the commands."""

from dashboards.visits import Desk
from orchestration import scoring
from orchestration.approving import take


def open_desk() -> Desk:
    """Everything that the pages can have done."""
    return Desk(
        take_step=lambda home, settle_no, act, by, because, seen: take(
            home, settle_no, act=act, by=by, because=because, seen=seen
        ),
        give_score=lambda home, place, given, by: scoring.give(home, place, given=given, by=by),
        confirm_score=lambda home, proposal_id, by: scoring.confirm(home, proposal_id, by=by),
        decline_score=lambda home, proposal_id, by, because: scoring.decline(home, proposal_id, by=by, because=because),
    )
