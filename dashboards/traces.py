"""What following an id finds, arranged and not yet worded: the command prints it, the page ``/trace`` draws it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboards.approvals import Step
from interface.errors import CannotRun

Row = Mapping[str, Any]


STATEMENT_STEPS = (
    *(("gross_amt", ""), ("assess_deduct_amt", "−"), ("penalty_amt", "−"), ("carried_in_amt", "−")),
    *(("carried_deduct_amt", "+"), ("accrued_amt", "−"), ("prepay_offset_amt", "−"), ("retention_amt", "−")),
    *(("above_ceiling_amt", "−"), ("payable_amt", "=")),
)
"""From gross to payable: the column of ``settlement`` and the sign before it."""


class NothingToFollow(CannotRun):
    """Nothing published or received has the id asked for, or nothing that the reader may see."""


@dataclass(frozen=True)
class Origin:
    """A received row that something rests on.

    Attributes:
        table_name: Its input table.
        file_sha256: The file's SHA-256; with ``row_number``, the line of the file, where it stands.
        file_name: Blank where the row was not found again, or is not for the reader.
        raw: Its text as received; None where the row was not found again, or is not for the reader.
        is_withheld: Whether it is not for the reader.
    """

    table_name: str
    file_sha256: str
    row_number: int
    file_name: str | None
    raw: str | None
    is_withheld: bool = False

    @property
    def place(self) -> str:
        """``SHA-256:row``, which can be followed in turn."""
        return f"{self.file_sha256}:{self.row_number}"


@dataclass(frozen=True)
class Delivered:
    """A delivery and its row of ``delivery_fate``; ``unit_code`` is that of the counted quantity."""

    fate: Row
    unit_code: str
    origin: Origin


@dataclass(frozen=True)
class LineTrace:
    """A settlement line down to its rows and up to the payable.

    Attributes:
        line: Row of ``settlement_line``.
        differences: Rows of ``run_difference``, where the line corrects what was booked.
        origins: The rows that decided it, deliveries apart.
        deliveries: Deliveries of its work order's month.
        statement: The statement that it counts in; None where the reader may not see it.
        paid_by: The annual statement that pays it; None where its own does, or none does yet.
        waits_for_year: Whether its month only accrued and no annual run has taken it.
    """

    line: Row
    differences: tuple[Row, ...]
    origins: tuple[Origin, ...]
    deliveries: tuple[Delivered, ...]
    statement: Row | None
    paid_by: Row | None
    waits_for_year: bool


@dataclass(frozen=True)
class StatementTrace:
    """A statement: its row, the steps people took, deductions, ledgers, months of its year, and its lines."""

    statement: Row
    approvals: tuple[Step, ...]
    deductions: tuple[Row, ...]
    ledger: tuple[Row, ...]
    months: tuple[Row, ...]
    settled_before: Any
    lines: tuple[Row, ...]


@dataclass(frozen=True)
class RunTrace:
    """A run with the statements or the scores that it made."""

    run: Row
    statements: tuple[Row, ...]
    scores: tuple[Row, ...]


@dataclass(frozen=True)
class WorkOrderTrace:
    """A work order: how far it is (None before that was published), what waits, its lines and its deliveries."""

    work_order_no: str
    progress: Row | None
    pending: tuple[Row, ...]
    lines: tuple[Row, ...]
    deliveries: tuple[Delivered, ...]


@dataclass(frozen=True)
class Fate:
    """What one run made of a delivery: a row of ``delivery_fate`` and the lines of its work order's month."""

    fate: Row
    lines: tuple[Row, ...]


@dataclass(frozen=True)
class RowTrace:
    """A received row and where it went; all empty: it landed and nothing published has used it.

    Attributes:
        origin: The row.
        set_aside: Its row of ``quarantine``; None where it landed.
        fates: Of a delivery, by run.
        decides: Lines that it decided.
        leaves: Scores that come from it, rows of ``score_indicator``.
        pending: What its work order's months wait for, where nothing was made of it yet.
    """

    origin: Origin
    set_aside: Row | None
    fates: tuple[Fate, ...]
    decides: tuple[Row, ...]
    leaves: tuple[Row, ...]
    pending: tuple[Row, ...]


@dataclass(frozen=True)
class SubjectTrace:
    """A subject's score: its row of ``score_summary``, nodes and leaves in the tree's order, findings."""

    summary: Row
    nodes: tuple[Row, ...]
    leaves: tuple[Row, ...]
    findings: tuple[Row, ...]


@dataclass(frozen=True)
class LeafTrace:
    """One indicator's score with what was measured for it and the row that it comes from, if it comes from one."""

    leaf: Row
    measures: tuple[Row, ...]
    origin: Origin | None


@dataclass(frozen=True)
class FindingTrace:
    """A defect found in a sheet, a stated result or a document."""

    finding: Row


Trace = LineTrace | StatementTrace | RunTrace | WorkOrderTrace | RowTrace | SubjectTrace | LeafTrace | FindingTrace
