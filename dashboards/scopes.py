"""The rows of a published table that are a reader's own: an operator's contracts, a provider's work orders."""

from collections.abc import Callable, Iterable

import pyarrow as pa
import pyarrow.compute as pc

from dashboards.access import Principal, Role, refuse_table

_UNSCOPED = ("run",)


def own_rows(reader: Principal, name: str, table: pa.Table, read: Callable[[str], pa.Table]) -> pa.Table:
    """The rows that the reader may see.

    Args:
        reader: Who reads.
        name: The published table.
        table: Its rows.
        read: Reads every row of another published table, which tells whose work order or line one is.

    Raises:
        Forbidden: the role may not read the table.
    """
    refuse_table(reader, name)
    if name in _UNSCOPED or reader.role not in (Role.OPERATOR, Role.PROVIDER):
        return table
    if name == "gate_result":
        return _let_pass(reader, table, read)
    if reader.role is Role.OPERATOR and "contract_no" in table.column_names:
        return _among(table, "contract_no", reader.contracts)
    if reader.role is Role.PROVIDER and "provider" in table.column_names:
        return _among(table, "provider", reader.providers)
    if "line_id" in table.column_names:
        return _among(table, "line_id", _own(reader, "settlement_line", "line_id", read))
    if "work_order_no" in table.column_names:
        # Work without a line is somebody's too; what a run before this table published is known by its lines.
        orders = _own(reader, "work_order_progress", "work_order_no", read)
        return _among(table, "work_order_no", orders | _own(reader, "settlement_line", "work_order_no", read))
    return table.slice(0, 0)


def _let_pass(reader: Principal, table: pa.Table, read: Callable[[str], pa.Table]) -> pa.Table:
    """What two people let pass in the runs of an operator's statements: it is printed on what the operator signs.

    Not the sample of offending rows, which may be of other contracts.
    """
    runs = own_rows(reader, "settlement", read("settlement"), read).column("run_id").unique().to_pylist()
    passed = _among(table.filter(pc.is_valid(table.column("overridden_by"))), "run_id", runs)
    place = table.column_names.index("sample")
    return passed.set_column(place, table.schema.field("sample"), pa.nulls(passed.num_rows, pa.string()))


def _own(reader: Principal, name: str, column: str, read: Callable[[str], pa.Table]) -> set[str]:
    """Values of a column in the reader's own rows of a table that says whose each row is."""
    return set(own_rows(reader, name, read(name), read).column(column).unique().to_pylist())


def _among(table: pa.Table, column: str, values: Iterable[str]) -> pa.Table:
    return table.filter(pc.is_in(table.column(column), pa.array(sorted(values), pa.string())))
