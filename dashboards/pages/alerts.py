"""What stands between an edition and the whole truth: rows set aside, and files received after it."""

from dash import html

from dashboards.access import may_open
from dashboards.editions import Edition
from dashboards.inbox import NothingReceived, open_inbox
from dashboards.labels import Label, label
from dashboards.manifests import Manifest
from dashboards.pages.frame import notice
from interface.paths import Home


def alerts(home: Home, edition: Edition, *, shown: Manifest | None = None) -> list[html.P]:
    """Notices for a page that shows figures, each linked to where the matter is dealt with; none where all is well.

    Args:
        home: Where everything lies.
        edition: What the page shows figures of.
        shown: The run that they are of; None for the newest settlement.

    Raises:
        CannotRun: the newest report of what was received is damaged.
    """
    try:
        inbox = open_inbox(home, edition.reader)
    except NothingReceived:
        return []
    found = []
    href = "/quarantine" if may_open(edition.reader, "/quarantine") else None
    if inbox.open_count:
        found.append(notice("partial", "!", _counted(inbox.open_count, "state.partial"), href=href))
    if later := inbox.landed_since((shown or edition.newest_settlement).run):
        found.append(notice("stale", "!", _counted(later, "state.stale"), href=href))
    return found


def _counted(count: int, key: str) -> Label:
    words = label(key)
    return Label(f"{count:,} {words.zh}", f"{count:,} {words.en}")
