"""The addresses that the pages of a home have: every page, its filters, ids of what is there, and what is not."""

from collections.abc import Iterator
from urllib.parse import quote, urlencode

from dashboards.access import SYSTEM
from dashboards.app import PAGES
from dashboards.editions import Edition, open_edition
from interface.paths import Home


def views_of(home: Home) -> list[str]:
    """Addresses of every page: as the navigation opens it, with ids that are there, and with one that is not."""
    return list(dict.fromkeys([*(page.path for page in PAGES), *_deep(open_edition(home, SYSTEM)), *_strange()]))


def plain_views() -> list[str]:
    """Every page as the navigation opens it."""
    return [page.path for page in PAGES]


def _deep(edition: Edition) -> Iterator[str]:
    for period in (edition.periods[0], edition.periods[-1], edition.newest_settlement.run.period):
        yield f"/settlement?{urlencode({'period': period})}"
    statements = edition.table("settlement").to_pylist()
    yield f"/settlement?{urlencode({'contract': statements[0]['contract_no']})}"
    for row in (statements[0], statements[-1]):
        yield f"/settlement/statement?{urlencode({'settle_no': row['settle_no']})}"
        yield f"/trace?{urlencode({'id': row['settle_no']})}"
    lines = edition.table("settlement_line").to_pylist()
    for name in ("line_id", "work_order_no"):
        yield f"/trace?{urlencode({'id': lines[-1][name]})}"
    source = edition.table("line_source").to_pylist()[0]
    yield f"/trace?{urlencode({'id': '{file_sha256}:{row_number}'.format(**source)})}"
    for card in edition.table("score_summary").to_pylist():
        own = urlencode({"scheme": card["scheme_no"], "subject": card["subject_code"]})
        yield f"/scorecard?{own}"
    for leaf in edition.table("score_indicator").to_pylist()[:: max(1, edition.table("score_indicator").num_rows // 4)]:
        own = urlencode({"scheme": leaf["scheme_no"], "subject": leaf["subject_code"]})
        yield f"/indicator/{quote(leaf['ind_code'], safe='')}?{own}"
    for row in edition.table("gate_result").to_pylist():
        if not row["success"]:
            yield f"/quality?{urlencode({'rule': row['expectation']})}"
            break
    yield "/quality?show=all"
    runs = [manifest.run.run_id for manifest in edition.settlements]
    yield f"/editions?{urlencode({'before': runs[-2], 'after': runs[-1]})}"


def _strange() -> Iterator[str]:
    yield "/nowhere"
    yield "/settlement?period=1999-01"
    yield "/settlement/statement?settle_no=JS-0000"
    yield "/trace?id=nothing-of-this-name"
    yield "/scorecard?scheme=NONE&subject=NONE"
    yield "/indicator/NONE?scheme=NONE&subject=NONE"
    yield "/orders?state=NONE"
    yield "/claims?period=1999-01"
    yield "/quarantine?reason=Q999"
    yield "/audit?person=nobody"
