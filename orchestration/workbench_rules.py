"""The dated rules that ship with the product, laid out in a run's DuckDB file beside those that a home received."""

import duckdb
import pyarrow as pa

from interface.defaults import DEFAULT_RULES
from interface.monitoring import CONSEQUENCE_RULES, MONITOR_RULES
from interface.scoring import GRADE_BANDS, PROFILE_RULES
from interface.units import BUILT_IN_UNITS
from interface.working_days import read_calendar


def lay_out_units(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill ``this_run.built_in_unit``, the units that convert without being registered; the schema stands ready."""
    connection.execute(
        "create table this_run.built_in_unit (from_unit varchar, to_unit varchar, factor decimal(18, 8))"
    )
    connection.executemany(
        "insert into this_run.built_in_unit values (?, ?, ?)", [list(each) for each in BUILT_IN_UNITS]
    )


def lay_out_defaults(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill ``this_run.default_rule``, the dated defaults for what contracts leave open; the schema stands ready."""
    connection.execute(
        "create table this_run.default_rule (rule varchar, effective_from date, value varchar, source varchar)"
    )
    connection.executemany(
        "insert into this_run.default_rule values (?, ?, ?, ?)", [list(each) for each in DEFAULT_RULES]
    )


def lay_out_calendar(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill ``this_run.calendar_day``, the days that differ from their weekday; the schema stands ready.

    The shipped days alone, whatever a machine adds for its schedules: a run is the same everywhere.
    """
    announced = read_calendar().announced
    days = pa.table({"day": list(announced), "is_working": list(announced.values())})
    connection.register("incoming", days)
    connection.execute("create table this_run.calendar_day as select * from incoming")
    connection.unregister("incoming")


def lay_out_scoring_rules(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the shipped grades, rule profiles, monitoring rules and consequences; the schema stands ready."""
    connection.execute(
        "create table this_run.grade_band "
        "(grade_scale varchar, effective_from date, grade varchar, from_score decimal(9, 3), source varchar)"
    )
    connection.executemany(
        "insert into this_run.grade_band values (?, ?, ?, ?, ?)", [list(each) for each in GRADE_BANDS]
    )
    connection.execute(
        "create table this_run.profile_rule (rule_profile varchar, scoring_rule varchar, parameter varchar, "
        "effective_from date, value varchar, source varchar)"
    )
    connection.executemany(
        "insert into this_run.profile_rule values (?, ?, ?, ?, ?, ?)", [list(each) for each in PROFILE_RULES]
    )
    connection.execute(
        "create table this_run.monitor_rule (rule_set varchar, parameter varchar, month_of_year varchar, "
        "effective_from date, value decimal(9, 6), source varchar)"
    )
    connection.executemany(
        "insert into this_run.monitor_rule values (?, ?, ?, ?, ?, ?)", [list(each) for each in MONITOR_RULES]
    )
    connection.execute(
        "create table this_run.consequence_rule (kind varchar, result varchar, consequence varchar, "
        "effective_from date, ratio_from decimal(9, 6), ratio_to decimal(9, 6), due_days integer, due_months integer, "
        "words varchar, source varchar)"
    )
    marks = ", ".join("?" for _ in CONSEQUENCE_RULES[0])
    connection.executemany(
        f"insert into this_run.consequence_rule values ({marks})", [list(each) for each in CONSEQUENCE_RULES]
    )
