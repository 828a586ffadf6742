"""What is wrong in a score table, in what its report states and in documents' own figures, as pages list it."""

from collections.abc import Collection
from typing import Any

from dash import html

from dashboards.editions import Edition, select
from dashboards.labels import code_label, label
from dashboards.pages.frame import both, card, column_label, plain_table


def findings(
    edition: Edition, scheme_no: str, subject_code: str, *, nodes: Collection[str] | None = None
) -> html.Section:
    """Defects first, then notes; those of documents' own figures belong to every subject of the framework.

    Args:
        edition: Where to read.
        scheme_no: The framework.
        subject_code: The subject.
        nodes: Only those at a node of one of these names; None for all.
    """
    rows = [
        row
        for row in select(edition.table("score_finding"), scheme_no=scheme_no).to_pylist()
        if row["subject_code"] in (None, subject_code) and (nodes is None or row["node"] in nodes)
    ]
    if not rows:
        return card("scorecard.findings", both(label("scorecard.no_finding"), tag=html.P))
    rows.sort(key=lambda row: (row["severity"], row["kind"], row["node"] or "", row["finding_no"]))
    names = ("severity", "kind", "node", "stated", "computed")
    heads = [(column_label("score_finding", name), "text") for name in names]
    heads.append((label("scorecard.message"), "text"))
    cells: list[list[Any]] = [
        [
            *(str(code_label(row[name])) for name in ("severity", "kind")),
            *(row[name] or "—" for name in ("node", "stated", "computed")),
            html.Div([html.Span(row["message"], className="zh"), html.Span(row["message_en"], className="en")]),
        ]
        for row in rows
    ]
    listed = html.Div(plain_table(heads, cells), className="findings", tabIndex=0)
    return card("scorecard.findings", listed, note=f"{len(rows):,}")
