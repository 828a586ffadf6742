"""What stands between an edition and the whole truth: rows set aside, and files received after it."""

import pyarrow.compute as pc
from dash import html

from dashboards.editions import Edition, NothingReceived, open_inbox
from dashboards.labels import Label, label
from dashboards.pages.frame import notice
from interface.paths import Home


def alerts(home: Home, edition: Edition) -> list[html.P]:
    """Notices for a page that shows amounts, each linked to where the matter is dealt with; none where all is well.

    Raises:
        CannotRun: the newest report of what was received is damaged.
    """
    try:
        inbox = open_inbox(home)
    except NothingReceived:
        return []
    found = []
    set_aside = inbox.table("quarantine").column("closed_by").null_count
    if set_aside:
        found.append(notice("partial", "!", _counted(set_aside, "state.partial"), href="/quarantine"))
    landed_at = inbox.table("ingest_file").column("landed_at")
    later = pc.sum(pc.greater_equal(landed_at, edition.newest_settlement.run.as_of)).as_py() or 0
    if later:
        found.append(notice("stale", "!", _counted(later, "state.stale"), href="/quarantine"))
    return found


def _counted(count: int, key: str) -> Label:
    words = label(key)
    return Label(f"{count:,} {words.zh}", f"{count:,} {words.en}")
