"""What must be there for a month to be settled whole: its days, a price version on each, scores and acceptances."""

from expectations.rule import Rule, Suite
from expectations.suites.lines import PROGRAM, REPORT
from interface.tables.published import RUN_TABLES

_FOREIGN_ROWS = " union all ".join(
    f"select '{table.name} ' || coalesce(foreign_row.run_id, '-') as offence from marts.{table.name} as foreign_row "
    "cross join {batch} as run where foreign_row.run_id is distinct from run.run_id"
    for table in RUN_TABLES
    # Asked of it where its rows are read anyway.
    if table.name != "delivery_fate"
)

PARAMETERS = Suite(
    "this_run.parameters",
    (
        Rule(
            "every_row_is_of_this_run",
            "BLOCK",
            _FOREIGN_ROWS,
            "有行不属于本次运行。" + PROGRAM,
            "A row names another run: " + REPORT,
            guards="P3",
        ),
        Rule(
            "a_month_is_over_before_it_is_settled",
            "WARN",
            """
            select settlement_period || ' > ' || known_on as offence
            from {batch}
            where
                not is_annual
                and run_type <> 'INDICATIVE'
                and known_on < last_day(try_cast(settlement_period || '-01' as date))
            """,
            "结算月份尚未结束，月末的交付还会到来，将作为以后的调整入账。",
            "The month is not over: what its last days bring is booked later, as an adjustment.",
            guards="P3",
        ),
    ),
)

PENDING = Suite(
    "marts.pending_metering",
    (
        Rule(
            "a_month_is_not_left_waiting_whole",
            "WARN",
            """
            select
                pending.contract_no || ' ' || pending.service_period || ': '
                || string_agg(distinct pending.waiting_for, ' ' order by pending.waiting_for) as offence
            from (
                select work_orders.contract_no, waiting.service_period, waiting.waiting_for
                from {batch} as waiting
                inner join this_run.parameters as parameters on waiting.service_period = parameters.settlement_period
                inner join intermediate.int_work_orders_itemised as work_orders
                    on waiting.work_order_no = work_orders.work_order_no
            ) as pending
            where
                not exists (
                    select 1
                    from marts.settlement_line as line
                    where pending.contract_no = line.contract_no and pending.service_period = line.service_period
                )
                and 3 = (
                    select count(distinct line.service_period)
                    from booked.settlement_line as line
                    where
                        pending.contract_no = line.contract_no
                        and line.service_period = line.settlement_period
                        and line.service_period < pending.service_period
                        and line.service_period
                        >= strftime(cast(pending.service_period || '-01' as date) - interval 3 month, '%Y-%m')
                )
            group by pending.contract_no, pending.service_period
            """,
            "前三个月都按时结算，本月的工作却全部待验收或待核定。请核对验收、核定文件是否漏报。",
            "Each of the three months before was settled in its turn, and all of this month waits: ask whether the "
            "acceptances or verifications were lost.",
            guards="R24 R30",
        ),
    ),
)

VERSIONS = Suite(
    "landing.catalogue_version",
    (
        Rule(
            # The price is that of the month's first day, which has a rule that blocks.
            "one_catalogue_version_is_in_force_each_day",
            "WARN",
            """
            with days as (
                select distinct
                    contract.catalogue_code,
                    cast(unnest(generate_series(
                        greatest(cast(months.service_period || '-02' as date), contract.service_from),
                        least(last_day(cast(months.service_period || '-01' as date)), contract.service_to),
                        interval 1 day
                    )) as date) as day
                from landing.contract as contract
                inner join intermediate.int_months_reckoned as months on contract.contract_no = months.contract_no
                where contract.catalogue_version is null and not months.is_booked
            ),
            counted as (
                select days.catalogue_code, days.day, count(version.version_no) as version_count
                from days
                left join {batch} as version
                    on
                        days.catalogue_code = version.catalogue_code
                        and days.day >= version.effective_from
                        and coalesce(days.day <= version.effective_to, true)
                group by days.catalogue_code, days.day
            )
            select
                catalogue_code || ' ' || min(day) || '..' || max(day) || ': '
                || case version_count when 0 then '0' else '2+' end as offence
            from counted
            where version_count <> 1
            group by catalogue_code, case version_count when 0 then '0' else '2+' end
            """,
            "月内有日期没有生效的服务目录版本，或同时有两个版本生效。本月按月初版本计价，下月将无法计价，请更正生效日期。",
            "On some days of the month no catalogue version is in force, or two are: the month is priced by its first "
            "day, the next could not be; mend the dates.",
            guards="R7",
        ),
    ),
)

CLAUSES = Suite(
    "landing.deduction_clause",
    (
        Rule(
            "every_assessed_period_has_its_score",
            "WARN",
            """
            with periods as (
                select settlement_period as period from this_run.parameters
                union all
                select
                    left(settlement_period, 4) || '-Q' || quarter(try_cast(settlement_period || '-01' as date))
                        as period
                from this_run.parameters
                where not is_annual and right(settlement_period, 2) in ('03', '06', '09', '12')
            )
            select distinct clause.contract_no || ' ' || periods.period as offence
            from {batch} as clause
            cross join periods
            inner join landing.contract as contract on clause.contract_no = contract.contract_no
            cross join this_run.parameters as parameters
            where
                clause.kind in ('ASSESSMENT', 'SCORE_BAND', 'COEFFICIENT')
                and parameters.settlement_period <= strftime(contract.service_to, '%Y-%m')
                and exists (
                    select 1
                    from intermediate.int_scores_known as earlier
                    where
                        clause.contract_no = earlier.contract_no
                        and length(earlier.period) = length(periods.period)
                        and (earlier.period like '%-Q%') = (periods.period like '%-Q%')
                        and earlier.period < periods.period
                )
                and not exists (
                    select 1
                    from intermediate.int_scores_known as score
                    where clause.contract_no = score.contract_no and score.period = periods.period
                )
            """,
            "合同此前各考核期都有得分，本期没有，未作考核扣减。补报后将在下一次结算中扣减。",
            "A contract was assessed before and has no score for this period; nothing is deducted for it until the "
            "score comes, in the next run.",
            guards="R25 R39",
        ),
    ),
)

SUITES = (PARAMETERS, PENDING, VERSIONS, CLAUSES)
