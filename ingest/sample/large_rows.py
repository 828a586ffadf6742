"""The rows of a large made home's month, written by the engine: each a function of seed, month and number alone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from typing import NamedTuple

import duckdb

from ingest.sample.large_frame import CONTRACTS, ITEMS, ORDERS_PER_SERVICE_ORDER, year_of
from interface.periods import SHANGHAI, Month
from interface.settings import read_settings

_MARGIN_SECONDS = 7200
"""No deliverable begins in the last hours of a month, so that it can be delivered again in it."""


class _Some(NamedTuple):
    """Deliverables with a fate of their own: those whose number leaves ``rest`` when divided by ``each``."""

    each: int
    rest: int


# No number is in two of them: their rests differ by the last digit.
_LATE, _AGAIN, _CORRECTED, _COPIED, _BAD = _Some(50, 7), _Some(40, 11), _Some(400, 33), _Some(500, 79), _Some(500, 95)

BASE_SHARE = 1 / (1 + 1 / _AGAIN.each + 1 / _CORRECTED.each + 1 / _COPIED.each + 1 / _BAD.each)
"""Deliverables that a month begins, of the rows of its log."""

# `o` is a work order's number, `j` a deliverable's, `r` its 64 random bits, `n` its quantity in the smallest part.
# Orders take turns, and begin anew one further on, so that no order's deliverables all share a fate.
_MACROS = f"""
    create macro order_of(j) as (j + j // orders_of_year()) % orders_of_year();
    create macro item_of(o) as (o % {ORDERS_PER_SERVICE_ORDER} + o // {ORDERS_PER_SERVICE_ORDER}) % {len(ITEMS)} + 1;
    create macro basis_of(o) as (o // {ORDERS_PER_SERVICE_ORDER}) % {CONTRACTS} % 6;
    create macro low_of(o) as ({[item.low for item in ITEMS]!r})[item_of(o)];
    create macro span_of(o) as ({[item.high - item.low + 1 for item in ITEMS]!r})[item_of(o)];
    create macro unit_of(o) as ({[item.unit for item in ITEMS]!r})[item_of(o)];
    create macro parts_of(o) as ({[10**item.places for item in ITEMS]!r})[item_of(o)];
    create macro bits_of(month, j) as md5_number_lower(seed() || '/' || month || '/' || j);
    create macro count_of(o, r) as (low_of(o) + (r >> 20) % span_of(o))::bigint;
    create macro in_records(o, r) as unit_of(o) = '万条' and r % 4 < 3;
    create macro decimals(o, n) as
        case when parts_of(o) = 1 then n::varchar else n // 10000 || '.' || lpad((n % 10000)::varchar, 4, '0') end;
    create macro written(o, r, n) as case when in_records(o, r) then n::varchar else decimals(o, n) end;
    create macro written_unit(o, r) as case when in_records(o, r) then '条' else unit_of(o) end;
    create macro written_moment(second, r) as
        case
            when (r >> 8) % 20 < 17
                then strftime(make_timestamp((second + 28800) * 1000000), '%Y-%m-%dT%H:%M:%S') || '+08:00'
            else
                strftime(make_timestamp(second * 1000000), '%Y-%m-%dT%H:%M:%S')
                || case when (r >> 8) % 20 < 19 then 'Z' else '+00:00' end
        end;
"""


class _Month(NamedTuple):
    """A month of deliverables: its name, the year that its orders are numbered by, its first second and how many."""

    name: str
    orders_year: int
    start: int
    seconds: int


@contextmanager
def open_rows(*, orders: int, seed: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine that knows how a deliverable is made of its number."""
    settings = read_settings()
    with duckdb.connect(":memory:", config={"threads": settings.threads, "memory_limit": settings.memory}) as engine:
        # Not variables: several cursors work at the same time, and each has its own.
        engine.execute(f"create macro seed() as '{seed}'; create macro orders_of_year() as {orders};")
        engine.execute(_MACROS)
        yield engine


def delivery_rows(months: Sequence[Month], month: Month, first: int, last: int) -> str:
    """The query of a part of a month's log: of the deliverables ``first`` to ``last`` of it and of earlier months."""
    this = _seconds_of(month, months)
    parts = [
        _rows(this, _numbers(first, last), "1", apart=_LATE),
        _rows(this, _numbers(first, last, _AGAIN), "2", moment=_later_this_month(this), changes=True),
        _rows(this, _numbers(first, last, _COPIED), "1"),
        _bad_rows(this, _numbers(first, last, _BAD)),
    ]
    age = months.index(month)
    if age >= 1:
        parts.append(_rows(_seconds_of(months[age - 1], months), _numbers(first, last, _LATE), "1"))
    # A correction is delivered under the contract year of what it corrects.
    if age % 12 >= 2:
        corrected = _seconds_of(months[age - 2], months)
        moment = f"{this.start} + ((r >> 33) % {this.seconds})::bigint"
        parts.append(_rows(corrected, _numbers(first, last, _CORRECTED), "2", moment=moment, changes=True))
    return " union all by name ".join(parts)


def acceptance_rows(months: Sequence[Month], month: Month) -> str:
    """The query of a month's acceptances: every work order that is paid by acceptance or by verification passes."""
    year = year_of(month, months).year
    day = month.last_day.isoformat()
    return f"""
        select
            'YS-{month}-' || lpad(o::varchar, 7, '0') as accept_no,
            'WORK_ORDER' as level,
            {_order_no(year)} as ref_no,
            '{month}' as period,
            'PASS' as result,
            '{day}T23:59:59+08:00' as accepted_at
        from (select range as o from range(orders_of_year()))
        where basis_of(o) in (4, 5)
    """


def claim_rows(months: Sequence[Month], month: Month, deliverables: int) -> str:
    """The query of a month's claims: what was logged of the month, and late of the month before, by work order."""
    return f"""
        select
            'SB-{month}' as claim_no,
            row_number() over (order by period, o) as line_no,
            {_order_no_of_period(months)} as work_order_no,
            period,
            decimals(o, n) as claimed_qty,
            unit_of(o) as unit
        from ({_claimed(months, month, deliverables)})
        order by period, o
    """


def verification_rows(months: Sequence[Month], month: Month, deliverables: int) -> str:
    """The query of a month's verifications: of this month what was claimed, a seventh of it cut by a twentieth."""
    return f"""
        select
            'HD-{month}' as verify_no,
            row_number() over (order by o) as line_no,
            {_order_no_of_period(months)} as work_order_no,
            period,
            decimals(o, n - case when o % 7 = 0 then n // 20 else 0 end) as verified_qty,
            unit_of(o) as unit,
            case when o % 7 = 0 and n >= 20 then '佐证材料不足' end as cut_reason,
            'JL-01' as supervisor,
            '{month.plus(1).first_day.replace(day=3).isoformat()}' as verified_on
        from ({_claimed(months, month, deliverables)})
        where period = '{month}'
        order by o
    """


def _claimed(months: Sequence[Month], month: Month, deliverables: int) -> str:
    """Quantities in the smallest part by service month and work order of the contracts that are paid by verification.

    A quantity that is delivered again does not change there: what was claimed would have to be claimed anew.
    """
    numbers = f"select range as j, order_of(range) as o from range({deliverables})"
    late = f"j % {_LATE.each} = {_LATE.rest}"
    sums = [f"select '{month}' as period, o, j from ({numbers}) where basis_of(o) = 5 and not {late}"]
    age = months.index(month)
    if age >= 1:
        sums.append(f"select '{months[age - 1]}' as period, o, j from ({numbers}) where basis_of(o) = 5 and {late}")
    return f"""
        select period, o, sum(count_of(o, bits_of(period, j)))::bigint as n
        from ({" union all ".join(sums)})
        group by period, o
    """


def _rows(
    month: _Month,
    numbers: str,
    version: str,
    *,
    moment: str = "",
    changes: bool = False,
    apart: _Some | None = None,
) -> str:
    where = f"where j % {apart.each} <> {apart.rest}" if apart else ""
    changed = "n + case when basis_of(o) = 5 then 0 else (r >> 41) % (n // 8 + 1) end" if changes else "n"
    return f"""
        select
            'JF-{month.name}-' || lpad(j::varchar, 9, '0') as delivery_no,
            {_order_no(month.orders_year)} as work_order_no,
            '{month.name}/交付物/' || j as deliverable_key,
            written_moment({moment or _begun(month)}, r) as delivered_at,
            written(o, r, {changed}) as quantity,
            written_unit(o, r) as unit,
            '{version}' as version,
            lower(hex(r)) as content_hash
        from ({_made(month, numbers)})
        {where}
    """


def _bad_rows(month: _Month, numbers: str) -> str:
    """A row of its own for each number, with one bad cell by turns."""
    kind = f"j // {_BAD.each} % 5"
    return f"""
        select
            'JF-{month.name}-B' || lpad(j::varchar, 8, '0') as delivery_no,
            case when {kind} = 0 then 'GD-0000-0000000' else {_order_no(month.orders_year)} end as work_order_no,
            '{month.name}/补录/' || j as deliverable_key,
            case
                when {kind} = 1 then '{month.name[:4]}-02-30T10:15:00+08:00' else written_moment({_begun(month)}, r)
            end as delivered_at,
            case {kind} when 2 then n || '万' when 3 then '-3' when 4 then n || ' 000' else written(o, r, n) end
                as quantity,
            written_unit(o, r) as unit,
            '1' as version,
            lower(hex(r)) as content_hash
        from ({_made(month, numbers)})
    """


def _made(month: _Month, numbers: str) -> str:
    return f"""
        select *, count_of(o, r) as n
        from (select j, order_of(j) as o, bits_of('{month.name}', j) as r from ({numbers}))
    """


def _numbers(first: int, last: int, some: _Some | None = None) -> str:
    if some is None:
        return f"select range as j from range({first}, {last})"
    begin = first + (some.rest - first) % some.each
    return f"select range as j from range({begin}, {last}, {some.each})"


def _begun(month: _Month) -> str:
    return f"{month.start} + ((r >> 13) % {month.seconds - _MARGIN_SECONDS})::bigint"


def _later_this_month(month: _Month) -> str:
    begun = _begun(month)
    return f"{begun} + 1 + ((r >> 29) % ({month.start + month.seconds - 1} - ({begun})))::bigint"


def _order_no(year: int) -> str:
    return f"'GD-{year}-' || lpad(o::varchar, 7, '0')"


def _order_no_of_period(months: Sequence[Month]) -> str:
    """The number of a work order by its contract year, which ``period`` tells."""
    years = {str(month): year_of(month, months).year for month in months}
    whens = " ".join(f"when '{period}' then {year}" for period, year in years.items())
    return f"'GD-' || case period {whens} end || '-' || lpad(o::varchar, 7, '0')"


def _seconds_of(month: Month, months: Sequence[Month]) -> _Month:
    start, end = (
        int(datetime.combine(day, time(), SHANGHAI).timestamp()) for day in (month.first_day, month.plus(1).first_day)
    )
    return _Month(str(month), year_of(month, months).year, start, end - start)
