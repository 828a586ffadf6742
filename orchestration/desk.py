"""What people have done from the pages, by the functions of the commands."""

from dashboards.visits import Desk
from orchestration.approving import take


def open_desk() -> Desk:
    """Everything that the pages can have done."""
    return Desk(
        take_step=lambda home, settle_no, act, by, because, seen: take(
            home, settle_no, act=act, by=by, because=because, seen=seen
        )
    )
