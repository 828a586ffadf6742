"""What runs there are: a month, the contract years that start in a year, an evaluation; as on the command line."""

import dagster as dg

from interface.paths import Home
from interface.periods import Month, Year
from interface.settings import Settings
from orchestration.assets.receiving import received
from orchestration.assets.steps import Kind, steps_of
from orchestration.evaluation import conclude_evaluation, prepare_evaluation
from orchestration.preparing import Prepared
from orchestration.settlement import conclude, prepare

# No end_offset: the newest partition is the last month that is over.
MONTHS = dg.MonthlyPartitionsDefinition(start_date="2010-01-01", timezone="Asia/Shanghai")
# A contract year that starts in a year ends on its 31 December at the earliest, so none is over while the year runs.
YEARS = dg.TimeWindowPartitionsDefinition(
    cron_schedule="0 0 1 1 *", start="2010", fmt="%Y", timezone="Asia/Shanghai", end_offset=0
)
# Only so that a backfill goes in order: months may be settled with gaps, and Dagster lets anyone launch one by hand.
_THE_ONE_BEFORE = dg.TimeWindowPartitionMapping(start_offset=-1, end_offset=-1)


def _prepare_month(home: Home, settings: Settings, partition: str | None) -> Prepared:
    return prepare(home, Month.parse(str(partition)[:7]), settings=settings)


def _prepare_year(home: Home, settings: Settings, partition: str | None) -> Prepared:
    return prepare(home, Year.parse(str(partition)), settings=settings)


def _prepare_evaluation(home: Home, settings: Settings, _: str | None) -> Prepared:
    return prepare_evaluation(home, settings=settings)


MONTH = steps_of(
    Kind(
        built="built_month",
        built_description="One month metered, priced and netted in a throw-away database, which waits for its "
        "judgement.",
        edition="edition",
        edition_description="The month's settlement, published; where nothing new was learned, the last edition "
        "stays the current one.",
        group="settlement",
        partitions=MONTHS,
        deps=[received, dg.AssetDep("built_month", partition_mapping=_THE_ONE_BEFORE)],
        prepare=_prepare_month,
        conclude=conclude,
    )
)

YEAR = steps_of(
    Kind(
        built="built_year",
        built_description="Every contract year that starts in a year, settled over the months booked for it, in a "
        "throw-away database, which waits for its judgement.",
        edition="annual_edition",
        edition_description="The annual settlement of those contract years, published.",
        group="settlement",
        partitions=YEARS,
        deps=[
            dg.AssetDep(MONTH.edition, partition_mapping=dg.AllPartitionMapping()),
            dg.AssetDep("built_year", partition_mapping=_THE_ONE_BEFORE),
        ],
        prepare=_prepare_year,
        conclude=conclude,
    )
)

# Not by month: an evaluation scores what is known by now, and says in its edition up to which month.
EVALUATION = steps_of(
    Kind(
        built="built_evaluation",
        built_description="Every subject of every framework scored in a throw-away database, which waits for its "
        "judgement.",
        edition="evaluation",
        edition_description="Scores and findings, published; where every score is as published, nothing is "
        "published anew.",
        group="evaluation",
        partitions=None,
        deps=[received],
        prepare=_prepare_evaluation,
        conclude=conclude_evaluation,
    )
)
