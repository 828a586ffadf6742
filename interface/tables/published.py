"""Published tables: what `hengliang export` and the dashboards read, and nothing else does."""

from interface.tables import published_assessment, published_ledgers, published_quality, published_settlement
from interface.tables.published_runs import GATE_RESULT, INGEST_FILE, QUARANTINE, RUN

RUN_TABLES = (*published_settlement.TABLES, *published_ledgers.TABLES, *published_quality.TABLES)
"""What dbt builds in every settlement run, in the order in which a reader meets them."""

EVALUATION_TABLES = published_assessment.TABLES
"""What dbt builds in every evaluation run; of each framework the newest run that was asked for it counts."""

EVALUATION = "EVALUATION"
"""The type of an evaluation run; every other run settles."""

SNAPSHOTS = (
    *("pending_metering", "work_order_progress", "claim_reduction"),
    *("month_coverage", "statement_payment", "budget_execution"),
)
"""Tables of how things stand: only the newest of the runs asked for counts."""

TABLES = (RUN, *RUN_TABLES, *EVALUATION_TABLES, GATE_RESULT, QUARANTINE, INGEST_FILE)
