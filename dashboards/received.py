"""Rows set aside as pages and downloads narrow them: by reason, table, file, contract and whether they are open."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from interface.errors import CannotRun

FILTERS = {"reason": "reason", "table": "table_name", "file": "file_name", "contract": "contract_no"}
"""Filters of the address and the columns that they choose in."""

STATES = ("open", "closed")


class UnknownFilter(CannotRun):
    """No row has what a filter asks for; ``choices`` are what it may ask for."""

    def __init__(self, name: str, value: str, choices: tuple[str, ...]) -> None:
        self.name = name
        self.choices = choices
        super().__init__(f"No row set aside has {name} {value!r}: choose one of {', '.join(choices[:20]) or 'none'}.")


def narrowed(rows: pa.Table, query: Mapping[str, str]) -> pa.Table:
    """The rows of ``quarantine`` that the filters of an address leave.

    Raises:
        UnknownFilter: a filter asks for what no row has.
    """
    wanted = {name: query[name] for name in FILTERS if query.get(name)}
    for name, value in wanted.items():
        choices = values_of(rows, name)
        if value not in choices:
            raise UnknownFilter(name, value, choices)
    for name, value in wanted.items():
        rows = rows.filter(pc.equal(rows.column(FILTERS[name]), value))
    state = query.get("state")
    if not state:
        return rows
    if state not in STATES:
        raise UnknownFilter("state", state, STATES)
    is_open = pc.is_null(rows.column("closed_by"))
    return rows.filter(is_open if state == "open" else pc.invert(is_open))


def values_of(rows: pa.Table, name: str) -> tuple[str, ...]:
    """What a filter may ask for, in order."""
    return tuple(sorted(rows.column(FILTERS[name]).drop_null().unique().to_pylist()))
