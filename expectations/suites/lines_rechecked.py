"""What must hold between the lines that are about to be published and what they were made of."""

from expectations.rule import Rule, Suite
from expectations.suites.lines import PROGRAM, REPORT

LINES = Suite(
    "marts.settlement_line",
    (
        Rule(
            "every_line_is_of_its_work_order",
            "BLOCK",
            """
            select line.work_order_no || ' ' || line.service_period as offence
            from {batch} as line
            left join landing.work_order as work_order on line.work_order_no = work_order.work_order_no
            where
                row(line.contract_no, line.order_no, line.item_code, line.provider)
                is distinct from row(work_order.contract_no, work_order.order_no, work_order.item_code,
                    work_order.provider)
            """,
            "结算明细的合同、服务单、服务项或服务商不是其工单的。" + PROGRAM,
            "A line's contract, service order, item or provider is not its work order's: " + REPORT,
            guards="P2 R19",
        ),
        Rule(
            "every_line_bills_what_was_metered",
            "BLOCK",
            """
            with booked as (
                select work_order_no, item_code, service_period, sum(billed_qty) as billed_qty
                from booked.settlement_line
                group by work_order_no, item_code, service_period
            )
            select line.work_order_no || ' ' || line.service_period || ' ' || line.billed_qty as offence
            from {batch} as line
            left join booked
                on
                    line.work_order_no = booked.work_order_no
                    and line.item_code = booked.item_code
                    and line.service_period = booked.service_period
            left join intermediate.int_work_months_metered as metered
                on line.work_order_no = metered.work_order_no and line.service_period = metered.service_period
            where
                line.billed_qty is distinct from
                round(coalesce(metered.billed_qty, 0) - coalesce(booked.billed_qty, 0), 6)
            """,
            "明细的计费数量不等于计量数量减去已入账数量。" + PROGRAM,
            "A line's quantity is not what was metered less what was booked: " + REPORT,
            guards="R7 P2",
        ),
        Rule(
            "every_line_has_the_price_of_its_version",
            "BLOCK",
            """
            select line.work_order_no || ' ' || line.service_period || ' '
                || coalesce(cast(line.unit_price as varchar), '-') as offence
            from {batch} as line
            inner join landing.contract as contract on line.contract_no = contract.contract_no
            left join landing.service_item as item
                on
                    line.item_code = item.item_code
                    and line.catalogue_version = item.version_no
                    and coalesce(contract.catalogue_code = item.catalogue_code, true)
            where
                item.item_code is null
                or line.unit_price is distinct from item.unit_price
                or line.catalogue_version is distinct
                    from coalesce(contract.catalogue_version, line.catalogue_version)
            """,
            "明细的单价不是其目录版本的单价，或版本不是合同约定的版本。" + PROGRAM,
            "A line's price is not that of its catalogue version, or the version is not the contract's: " + REPORT,
            guards="R7",
        ),
        Rule(
            "every_flat_line_is_quantity_times_price",
            "BLOCK",
            """
            with totals as (
                select work_order_no, item_code, service_period, sum(amount) as amount, bool_or(is_new) as is_new
                from (
                    select work_order_no, item_code, service_period, amount, false as is_new
                        from booked.settlement_line
                    union all
                    select work_order_no, item_code, service_period, amount, true as is_new from {batch}
                )
                group by work_order_no, item_code, service_period
            )
            select totals.work_order_no || ' ' || totals.service_period || ' ' || totals.amount as offence
            from totals
            inner join intermediate.int_work_months_priced as priced
                on totals.work_order_no = priced.work_order_no and totals.service_period = priced.service_period
            inner join intermediate.int_work_months_metered as metered
                on totals.work_order_no = metered.work_order_no and totals.service_period = metered.service_period
            where
                totals.is_new
                and priced.is_priced_by_line
                and totals.item_code = priced.item_code
                and totals.amount is distinct from
                round(cast(coalesce(metered.billed_qty, 0) as decimal(38, 14)) * priced.unit_price, 2)
            """,
            "按单价计费的明细合计不等于数量乘以单价。" + PROGRAM,
            "Lines of an item priced by the unit are not quantity times price: " + REPORT,
            guards="R7 R53",
        ),
        Rule(
            "every_line_has_its_own_number",
            "BLOCK",
            """
            select line_id as offence
            from (select line_id from {batch} union all select line_id from booked.settlement_line)
            group by line_id
            having count(*) > 1
            """,
            "两行明细编号相同。" + PROGRAM,
            "Two lines have one number: " + REPORT,
            guards="P3",
        ),
        Rule(
            "every_line_has_inputs",
            "BLOCK",
            """
            select line.line_id as offence
            from {batch} as line
            where
                (select count(distinct source.table_name) from marts.line_source as source
                 where line.line_id = source.line_id and source.table_name in ('contract', 'work_order')) < 2
            """,
            "结算明细缺少来源行。" + PROGRAM,
            "A line has no inputs that it came from: " + REPORT,
            guards="P2",
        ),
        Rule(
            "every_adjustment_has_its_difference",
            "BLOCK",
            """
            select coalesce(line.work_order_no, difference.work_order_no) || ' '
                || coalesce(line.service_period, difference.service_period) as offence
            from (select * from {batch} where adjustment_reason is not null) as line
            full outer join marts.run_difference as difference
                on
                    line.work_order_no = difference.work_order_no
                    and line.item_code = difference.item_code
                    and line.service_period = difference.service_period
            where line.amount is distinct from difference.delta_amount
            """,
            "调整明细与结算差异不一致。" + PROGRAM,
            "An adjustment and its difference do not agree: " + REPORT,
            guards="P4 R56",
        ),
    ),
)

PROVIDERS = Suite(
    "marts.provider_settlement",
    (
        Rule(
            "each_provider_has_its_own_lines",
            "BLOCK",
            """
            select coalesce(shares.contract_no, lines.contract_no) || ' '
                || coalesce(shares.provider, lines.provider) as offence
            from {batch} as shares
            full outer join (
                select contract_no, provider, sum(amount) as amount from marts.settlement_line
                    group by contract_no, provider
            ) as lines on shares.contract_no = lines.contract_no and shares.provider = lines.provider
            where coalesce(shares.amount, 0) <> coalesce(lines.amount, 0)
            """,
            "服务商金额不是其明细之和。" + PROGRAM,
            "A provider's amount is not the sum of its lines: " + REPORT,
            guards="R19 R57",
        ),
    ),
)

PENDING = Suite(
    "marts.pending_metering",
    (
        Rule(
            "all_work_that_waits_is_listed",
            "BLOCK",
            """
            select coalesce(metered.work_order_no, pending.work_order_no) as offence
            from (
                select work_order_no, service_period, round(pending_qty, 6) as quantity
                from intermediate.int_work_months_metered
                where pending_qty is not null
            ) as metered
            full outer join (select * from {batch} where waiting_for not in ('PRICE', 'PERIOD_OPEN')) as pending
                on metered.work_order_no = pending.work_order_no and metered.service_period = pending.service_period
            where metered.quantity is distinct from pending.quantity
                and not (metered.work_order_no is not null and pending.work_order_no is null and exists (
                    select 1 from {batch} as priced
                    where priced.work_order_no = metered.work_order_no
                        and priced.service_period = metered.service_period
                ))
            """,
            "有待计量的工作未列出，或数量不一致。" + PROGRAM,
            "Work that waits is not listed, or not with its quantity: " + REPORT,
            guards="P2 R30",
        ),
    ),
)

DIFFERENCES = Suite(
    "marts.run_difference",
    (
        Rule(
            "no_booked_month_is_taken_back",
            "WARN",
            """
            select line.contract_no || ' ' || line.item_code || ' ' || line.service_period || ' '
                || sum(difference.before_amount)
                || ' → ' || sum(difference.after_amount) as offence
            from {batch} as difference
            inner join marts.settlement_line as line
                on
                    difference.work_order_no = line.work_order_no
                    and difference.item_code = line.item_code
                    and difference.service_period = line.service_period
            group by line.contract_no, line.item_code, line.service_period
            having
                sum(difference.before_amount) > 0
                and (5 * sum(difference.after_amount) < sum(difference.before_amount)
                    or sum(difference.after_amount) > 5 * sum(difference.before_amount))
            """,
            "已入账的月份被更正为五分之一以下或五倍以上。请核对更正是否属实。",
            "A booked month is corrected to less than a fifth or more than five times: ask whether the correction is "
            "true.",
            guards="R56 R67",
        ),
    ),
)

SUITES = (LINES, PROVIDERS, PENDING, DIFFERENCES)
