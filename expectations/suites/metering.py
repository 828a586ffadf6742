"""What must hold of quantities and prices before amounts are made of them."""

from expectations.rule import Rule, Suite
from expectations.suites.work_of_the_run import WORK

PRICED = Suite(
    "intermediate.int_work_months_priced",
    (
        Rule(
            "exactly_one_price_applies",
            "BLOCK",
            """
            select work_order_no || ' ' || priced.service_period || ' ' || item_code || ' ' || price_problem as offence
            from {batch} as priced
            inner join intermediate.int_months_reckoned as months
                on priced.contract_no = months.contract_no and priced.service_period = months.service_period
            where price_problem is not null
            """,
            "工单在服务月份没有唯一有效的单价。请补充或更正服务目录版本、服务项单价或阶梯。",
            "A work order has no single price in a service month: complete the catalogue version, the item's price "
            "or its tiers.",
            guards="R7",
        ),
        Rule(
            "a_catalogue_is_published_before_it_takes_effect",
            "WARN",
            f"""
            with {WORK}
            select distinct
                version.catalogue_code || ' ' || version.version_no || ' ' || version.effective_from || ' < '
                || greatest(version.approved_on, version.published_on) as offence
            from {{batch}} as priced
            inner join work
                on priced.work_order_no = work.work_order_no and priced.service_period = work.service_period
            inner join landing.catalogue_version as version
                on priced.catalogue_code = version.catalogue_code and priced.catalogue_version = version.version_no
            -- A blank date is not judged: greatest() passes over it.
            where greatest(version.approved_on, version.published_on) > version.effective_from
            """,
            "服务目录版本在批准、发布之前即已生效并用于计价，违反管理办法第十一条。请核实批准和发布日期。",
            "A catalogue version prices work before it was approved and published (measures, article 11): check its "
            "dates.",
            guards="R1 R2",
        ),
    ),
)

POINTS = Suite(
    "intermediate.int_price_points_worth",
    (
        Rule(
            "tiers_reach_every_quantity",
            "BLOCK",
            """
            select
                points.contract_no || ' ' || item_code || ' ' || points.service_period || ' ' || quantity as offence
            from {batch} as points
            inner join intermediate.int_months_reckoned as months
                on points.contract_no = months.contract_no and points.service_period = months.service_period
            where amount is null
            """,
            "数量超出阶梯单价的最高档，无法计价。请补充阶梯。",
            "A quantity lies beyond the highest tier: add the tier that holds it.",
            guards="R9",
        ),
    ),
)

METERED = Suite(
    "intermediate.int_work_months_metered",
    (
        Rule(
            "verified_is_never_above_claimed",
            "WARN",
            """
            select work_order_no || ' ' || service_period || ' ' || verified_qty || ' > ' || claimed_qty as offence
            from {batch}
            where verified_qty > claimed_qty
            """,
            "核定数量大于申报数量，按申报数量计费。请与监理单位核对。",
            "More was verified than claimed; the claim is billed: check it with the supervisor.",
            guards="R31",
        ),
        Rule(
            "earlier_months_are_settled",
            "WARN",
            """
            select distinct metered.service_period as offence
            from {batch} as metered
            cross join this_run.parameters as parameters
            left join intermediate.int_contract_years as years
                on
                    metered.contract_no = years.contract_no
                    and metered.service_period between years.first_month and years.last_month
            left join intermediate.int_months_reckoned as months
                on metered.contract_no = months.contract_no and metered.service_period = months.service_period
            where
                months.service_period is null
                and case
                    when parameters.is_annual then years.year = parameters.settlement_period
                    else metered.service_period < parameters.settlement_period
                end
            """,
            "有月份已有工作但尚未结算，不在本次结算内。请另行结算这些月份。",
            "Months have work but were never settled; this run leaves them to their own runs.",
            guards="R58",
        ),
    ),
)

ACCEPTED = Suite(
    "intermediate.int_work_months_accepted",
    (
        Rule(
            "an_accepted_quantity_covers_one_month_of_one_work_order",
            "BLOCK",
            """
            select accept_no || ' ' || work_order_no || ' ' || service_period as offence
            from {batch}
            where is_ambiguous
            """,
            "一份验收给出数量却涉及多个工单或月份，无法分摊。请按工单和月份分别验收。",
            "An acceptance gives a quantity but covers several work orders or months: accept each on its own.",
            guards="R10 R29",
        ),
        Rule(
            # More than was ever delivered of a work order is set aside before (Q208). Here stands what was right when
            # it was accepted and was corrected downwards since, and what a service order's acceptance says.
            "accepted_is_never_above_delivered",
            "WARN",
            """
            select work_order_no || ' ' || service_period || ' ' || accepted_qty || ' > ' || delivered_qty as offence
            from {batch}
            where accepted_qty > delivered_qty
            """,
            "验收数量大于现有交付数量（验收后交付经更正减少，或按服务单验收），按验收数量计费。请与验收方核对。",
            "More was accepted than is delivered by now (corrected since, or accepted for a service order), and is "
            "billed: check it with who accepted it.",
            guards="R10 R29",
        ),
    ),
)

CLAIMED = Suite(
    "landing.metering_claim",
    (
        Rule(
            "every_claim_is_reckoned",
            "BLOCK",
            """
            select claim.claim_no || ' ' || claim.line_no as offence
            from {batch} as claim
            left join intermediate.int_unit_factors as factors
                on claim.work_order_no = factors.work_order_no and claim.unit = factors.unit
            where factors.factor is null
            """,
            "申报行的单位无法换算为服务项的计量单位。请登记换算系数。",
            "A claim's unit does not convert to the item's: register the conversion.",
            guards="R15",
        ),
    ),
)

VERIFIED = Suite(
    "landing.metering_verification",
    (
        Rule(
            "every_verification_is_reckoned",
            "BLOCK",
            """
            select verification.verify_no || ' ' || verification.line_no as offence
            from {batch} as verification
            left join intermediate.int_unit_factors as factors
                on verification.work_order_no = factors.work_order_no and verification.unit = factors.unit
            where factors.factor is null
            """,
            "核定行的单位无法换算为服务项的计量单位。请登记换算系数。",
            "A verification's unit does not convert to the item's: register the conversion.",
            guards="R15",
        ),
    ),
)

DELIVERED = Suite(
    "intermediate.int_work_months_delivered",
    (
        Rule(
            "every_delivery_row_is_reckoned",
            "BLOCK",
            """
            -- By receipt: a count of every landed row again would cost what all history costs.
            with received as (
                select work_order_no, stored_at, delivery_count from intermediate.int_work_months_received
            ),
            landed as (
                select landed_at as stored_at, file_name, rows_landed
                from landing.ingest_file
                where table_name = 'delivery' and rows_landed > 0
            )
            select
                coalesce(landed.file_name, cast(received.stored_at as varchar)) || ': '
                || coalesce(received.row_count, 0) || ' / ' || coalesce(landed.rows_landed, 0) as offence
            from landed
            full outer join (
                select stored_at, sum(delivery_count) as row_count from received group by stored_at
            ) as received
                on landed.stored_at = received.stored_at
            where landed.rows_landed is distinct from received.row_count
            union all
            select
                coalesce(received.work_order_no, reckoned.work_order_no) || ': '
                || coalesce(reckoned.row_count, 0) || ' / ' || coalesce(received.row_count, 0) as offence
            from (
                select work_order_no, sum(delivery_count) as row_count from received group by work_order_no
            ) as received
            full outer join (
                select work_order_no, sum(delivery_count) as row_count from {batch} group by work_order_no
            ) as reckoned
                on received.work_order_no = reckoned.work_order_no
            where received.row_count is distinct from reckoned.row_count
            """,
            "有入库的交付行未进入计量。这是程序错误，请报告。",
            "A landed delivery did not reach metering: this is an error of the program, report it.",
            guards="P2",
        ),
        Rule(
            "every_unit_converts",
            "BLOCK",
            """
            select work_order_no || ' ' || service_period || ': ' || unconverted_count as offence
            from {batch}
            where unconverted_count > 0
            """,
            "交付数量的单位无法换算为服务项的计量单位。请登记换算系数。",
            "A delivery's unit does not convert to the item's: register the conversion.",
            guards="R15",
        ),
    ),
)

RECEIVED = Suite(
    "intermediate.int_work_months_received",
    (
        Rule(
            "deliveries_come_before_their_orders_end",
            "WARN",
            """
            with late_months as (
                select received.work_order_no, received.service_period, received.stored_at
                from {batch} as received
                inner join this_run.parameters as parameters
                    on received.service_period = parameters.settlement_period
                where received.late_count > 0
            ),
            deliveries as (
                -- First of all the receipts that hold any: not every receipt ever received is read.
                select delivery_no, work_order_no, delivered_at, stored_at, row_number
                from landing.delivery
                where stored_at in (select stored_at from late_months)
            )
            select deliveries.delivery_no || ' ' || deliveries.work_order_no as offence
            from deliveries
            inner join intermediate.int_work_orders_itemised as work_orders
                on
                    deliveries.work_order_no = work_orders.work_order_no
                    and deliveries.delivered_at > work_orders.end_time
            left join intermediate.int_deliveries_redelivered as redelivered
                on deliveries.stored_at = redelivered.stored_at and deliveries.row_number = redelivered.row_number
            where (
                deliveries.work_order_no,
                strftime(
                    coalesce(redelivered.first_delivered_at, deliveries.delivered_at) at time zone 'Asia/Shanghai',
                    '%Y-%m'
                )
            ) in (select work_order_no, service_period from late_months)
            """,
            "交付晚于工单结束时间：照常计量，并供考核参考。",
            "Deliveries came after their order's end: they count, and are a matter for the assessment.",
            guards="R29",
        ),
    ),
)

SUITES = (PRICED, POINTS, METERED, ACCEPTED, CLAIMED, VERIFIED, DELIVERED, RECEIVED)
