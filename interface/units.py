"""Units that convert into each other without being registered; every other conversion is data."""

BUILT_IN_UNITS: tuple[tuple[str, str, str], ...] = (
    ("条", "万条", "0.0001"),
    ("条", "亿条", "0.00000001"),
    ("万条", "条", "10000"),
    ("万条", "亿条", "0.0001"),
    ("亿条", "条", "100000000"),
    ("亿条", "万条", "10000"),
)
"""from_unit, to_unit, factor: how many ``to_unit`` one ``from_unit`` is."""
