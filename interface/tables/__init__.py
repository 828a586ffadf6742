"""The shape of every input table and every published table, each written once."""

from interface.tables import (
    inputs_frameworks,
    inputs_payment,
    inputs_rules,
    inputs_scores,
    inputs_steps,
    inputs_work,
    published,
)
from interface.tables.shape import Column, Kind, Table

_IN_ORDER = (
    *inputs_rules.TABLES,
    *inputs_work.TABLES,
    *inputs_steps.TABLES,
    *inputs_payment.TABLES,
    *inputs_frameworks.TABLES,
    *inputs_scores.TABLES,
)

INPUTS: dict[str, Table] = {table.name: table for table in _IN_ORDER}
"""Input tables by name, in the order in which one may refer to another: rules first, then work, its
steps, money, evaluations."""

PUBLISHED: dict[str, Table] = {table.name: table for table in published.TABLES}
"""Published tables by name."""

__all__ = ["INPUTS", "PUBLISHED", "Column", "Kind", "Table"]
