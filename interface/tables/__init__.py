"""The shape of every input table and every published table, each written once."""

from interface.tables import inputs_rules, inputs_work, published
from interface.tables.shape import Column, Kind, Table

INPUTS: dict[str, Table] = {table.name: table for table in (*inputs_rules.TABLES, *inputs_work.TABLES)}
"""Input tables by name, in the order in which one may refer to another: rules first, work after them."""

PUBLISHED: dict[str, Table] = {table.name: table for table in published.TABLES}
"""Published tables by name."""

__all__ = ["INPUTS", "PUBLISHED", "Column", "Kind", "Table"]
