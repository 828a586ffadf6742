"""Follows a score to its leaves and the rows that they come from, or a finding to its node."""

from collections.abc import Callable, Sequence

from dashboards.access import may_read
from dashboards.editions import Edition, select
from dashboards.traces import FindingTrace, LeafTrace, Origin, Row, SubjectTrace, Trace

Origins = Callable[[Sequence[tuple[str, str, int]]], tuple[Origin, ...]]


def follow_score(edition: Edition, identity: str, origins: Origins) -> tuple[Trace, ...]:
    """What is known of a framework, ``FRAMEWORK:SUBJECT``, ``FRAMEWORK:SUBJECT:INDICATOR`` or a finding_no.

    Empty where nothing published has that id, or the reader may not see scores.

    Args:
        edition: What is published, as its reader may see it.
        identity: The id.
        origins: Finds received rows by table, SHA-256 and row number.
    """
    if not may_read(edition.reader, "score_summary"):
        return ()
    if found := select(edition.table("score_finding"), finding_no=identity).to_pylist():
        return tuple(FindingTrace(row) for row in found)
    traces: list[Trace] = []
    for summary in edition.table("score_summary").to_pylist():
        whole = f"{summary['scheme_no']}:{summary['subject_code']}"
        if identity in (summary["scheme_no"], whole):
            traces.append(_follow_subject(edition, summary))
        elif identity.startswith(f"{whole}:"):
            leaves = select(edition.table("score_indicator"), **_of_subject(summary))
            own = select(leaves, ind_code=identity[len(whole) + 1 :]).to_pylist()
            traces += [_follow_leaf(edition, leaf, origins) for leaf in own]
    return tuple(traces)


def _follow_subject(edition: Edition, summary: Row) -> SubjectTrace:
    own = _of_subject(summary)
    nodes, leaves, findings = (
        select(edition.table(name), **own).to_pylist() for name in ("score_node", "score_indicator", "score_finding")
    )
    return SubjectTrace(
        summary=summary,
        nodes=tuple(sorted(nodes, key=lambda row: (row["sort_key"], row["level"]))),
        leaves=tuple(sorted(leaves, key=lambda row: row["sort_key"])),
        findings=tuple(findings),
    )


def _follow_leaf(edition: Edition, leaf: Row, origins: Origins) -> LeafTrace:
    measures = select(edition.table("indicator_measure"), **_of_subject(leaf), ind_code=leaf["ind_code"]).to_pylist()
    origin = None
    if leaf["file_sha256"]:
        table_name = "score_sheet" if leaf["origin"] == "SHEET" else "indicator_result"
        [origin] = origins([(table_name, leaf["file_sha256"], leaf["row_number"])])
    return LeafTrace(leaf, tuple(measures), origin)


def _of_subject(row: Row) -> dict[str, str]:
    return {"scheme_no": row["scheme_no"], "subject_code": row["subject_code"]}
