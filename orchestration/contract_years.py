"""When the contract years that start in a calendar year are over, from the contracts of a home."""

import duckdb

from ingest.known import open_engine, open_known
from interface.paths import Home
from interface.periods import Month, Year

# The months of a contract year are those of int_contract_years: the month of an anniversary belongs to the year
# before, unless it is the month's first day; a year that is cut short before it has a month of its own has none.
_LAST_MONTHS = """
    with begun as (
        select
            count = 0 as is_first,
            service_to,
            cast(service_from + to_years(cast(count as integer)) as date) as starts_on,
            least(
                cast(service_from + to_years(cast(count + 1 as integer)) - interval 1 day as date), service_to
            ) as ends_on
        from landing.contract
        cross join unnest(range(0, date_sub('year', service_from, service_to) + 1)) as counted (count)
    )
    select strftime(starts_on, '%Y') as year, strftime(max(ends_on), '%Y-%m') as last_month
    from begun
    where
        starts_on <= service_to
        and (is_first or day(starts_on) = 1 or strftime(starts_on, '%Y-%m') < strftime(ends_on, '%Y-%m'))
    group by year
    order by year
"""


def last_months(home: Home) -> dict[Year, Month]:
    """For each year in which a contract year starts, the last month of the one among them that ends last."""
    connection: duckdb.DuckDBPyConnection
    with open_engine(home) as connection:
        connection.execute("set TimeZone = 'Asia/Shanghai'")
        open_known(connection, home, as_of=None)
        rows = connection.execute(_LAST_MONTHS).fetchall()
    return {Year.parse(year): Month.parse(month) for year, month in rows}
