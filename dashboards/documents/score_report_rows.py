"""What a score report is made from: one subject's published rows and the run that made them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboards.editions import Edition, select
from dashboards.manifests import Manifest
from interface.errors import CannotRun

Row = Mapping[str, Any]


@dataclass(frozen=True)
class ReportRows:
    """One subject of one framework: summary, first level, leaves, findings, what follows, lights; and their run.

    Findings without a subject are those of the framework's documents; lights are those of the newest month.
    """

    manifest: Manifest
    status: str
    summary: Row
    nodes: tuple[Row, ...]
    leaves: tuple[Row, ...]
    findings: tuple[Row, ...]
    consequences: tuple[Row, ...]
    lights: tuple[Row, ...]

    @property
    def scheme_no(self) -> str:
        """The framework."""
        return str(self.summary["scheme_no"])

    @property
    def subject_code(self) -> str:
        """What is evaluated."""
        return str(self.summary["subject_code"])


def read_report_rows(edition: Edition, *, scheme: str | None, subject: str | None) -> ReportRows:
    """The rows of a subject; without a framework or a subject named, of the first that fits the other.

    Raises:
        CannotRun: no such subject was scored; the text names those that were.
    """
    summaries = edition.table("score_summary").to_pylist()
    fitting = [
        row for row in summaries if scheme in (None, row["scheme_no"]) and subject in (None, row["subject_code"])
    ]
    if not fitting:
        known = ", ".join(f"{row['scheme_no']}:{row['subject_code']}" for row in summaries[:8]) or "none was"
        raise CannotRun(f"No published evaluation scored {subject!r} by framework {scheme!r}: choose of {known}.")
    summary = fitting[0]
    own = {"scheme_no": summary["scheme_no"], "subject_code": summary["subject_code"]}
    (manifest,) = [each for each in edition.evaluations if each.run.run_id == summary["run_id"]]
    found = select(edition.table("score_finding"), scheme_no=own["scheme_no"]).to_pylist()
    lights = select(edition.table("monitor_light"), **own).to_pylist()
    newest = max((row["month"] for row in lights), default="")
    nodes = select(edition.table("score_node"), **own).sort_by("sort_key").to_pylist()
    return ReportRows(
        manifest=manifest,
        status=edition.status(manifest),
        summary=summary,
        nodes=tuple(row for row in nodes if row["level"] == 1),
        leaves=tuple(select(edition.table("score_indicator"), **own).sort_by("sort_key").to_pylist()),
        findings=tuple(
            sorted(
                (row for row in found if row["subject_code"] in (None, own["subject_code"])),
                key=lambda row: (row["severity"], row["kind"], row["node"] or "", row["finding_no"]),
            )
        ),
        consequences=tuple(select(edition.table("score_consequence"), **own).to_pylist()),
        lights=tuple(row for row in lights if row["month"] == newest),
    )
