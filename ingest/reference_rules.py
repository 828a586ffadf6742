"""The words in which references are written: one rule is one query for rows to be set aside; no rule stands here."""

from dataclasses import dataclass

from interface.tables import INPUTS


@dataclass(frozen=True)
class Rule:
    """Rows of a table that are set aside.

    Attributes:
        table: The table whose rows are judged.
        needs: Tables that the rule looks at; it holds only where each was given.
        reason: The quarantine code; blank where the query selects it as ``reason``.
        query: Selects file_sha256, row_number, message from ``ingest_pending``, the rows not set aside so far;
            tables that come earlier among the inputs stand ready as ``landing.<table>``.
        waivable: The rule's name where two people may decide that it does not hold against a row; blank: never.
        shown_by_extremes: Whether no delivery can fail unless one that stands alone for its deliverable would fail
            at the earliest or the latest time of the same work order, unit and moment of receipt.
        judges_deliverables: Whether a row is judged by other rows of its deliverable too.
        only_where: A query over small tables or the rows judged; where it finds nothing none can fail. Blank: any may.
    """

    table: str
    needs: tuple[str, ...]
    reason: str
    query: str
    waivable: str = ""
    shown_by_extremes: bool = False
    judges_deliverables: bool = False
    only_where: str = ""


def refers(table: str, columns: dict[str, str], target: str, reason: str = "Q204", where: str = "true") -> Rule:
    """A rule for rows whose columns are all given and together match no landed row of the target.

    Where only the case of its letters differs, it is the id that is unfit (Q203), and not the reference.
    """
    name = next(reversed(columns))
    given = " and ".join(f"pending.{column} is not null" for column in columns)
    equal = " and ".join(f"target.{theirs} = pending.{ours}" for ours, theirs in columns.items())
    alike = " and ".join(f"upper(target.{theirs}) = upper(failing.{ours})" for ours, theirs in columns.items())
    label = INPUTS[table].column(name).label
    query = f"""
        with failing as materialized (
            select pending.*
            from ingest_pending as pending
            where {given} and ({where})
                and not exists (select 1 from landing.{target} as target where {equal})
        )
        select
            failing.file_sha256,
            failing.row_number,
            'Column {name} ({label}): ''' || failing.{name} || ''' is not in {target} ({INPUTS[target].label}).'
                as message,
            case
                when exists (select 1 from landing.{target} as target where {alike}) then 'Q203' else '{reason}'
            end as reason
        from failing
    """
    return Rule(table, (target,), "", query)


def refers_to_order(table: str) -> tuple[Rule, Rule]:
    """Rules for rows whose order is named by no service order and no work order; either table may be missing."""
    query = """
        select
            pending.file_sha256,
            pending.row_number,
            'Column order_no (服务单编号): ''' || pending.order_no
            || ''' is not in service_order (服务单) or work_order (工单).' as message
        from ingest_pending as pending
        where not exists (select 1 from landing.service_order as target where target.order_no = pending.order_no)
            and not exists (select 1 from landing.work_order as target where target.order_no = pending.order_no)
    """
    return Rule(table, ("service_order",), "Q204", query), Rule(table, ("work_order",), "Q204", query)
