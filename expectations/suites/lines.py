"""What must hold of the lines and the rows of work that are about to be published."""

from expectations.rule import Rule, Suite

PROGRAM = "这是程序错误，请报告。"
REPORT = "this is an error of the program, report it."

LINES = Suite(
    "marts.settlement_line",
    (
        Rule(
            "one_line_per_work_order_item_and_month",
            "BLOCK",
            """
            select work_order_no || ' ' || item_code || ' ' || service_period as offence
            from {batch}
            group by work_order_no, item_code, service_period
            having count(*) > 1
            """,
            "同一工单、服务项和月份出现多行。" + PROGRAM,
            "A work order's month has more than one line: " + REPORT,
            guards="R36",
        ),
        Rule(
            "every_line_has_an_amount_and_a_provider",
            "BLOCK",
            "select line_id as offence from {batch} where amount is null or amount = 0 or provider is null",
            "结算明细缺少金额或服务商。" + PROGRAM,
            "A line lacks its amount or its provider: " + REPORT,
            guards="R7 R19",
        ),
        Rule(
            "booked_and_due_make_the_worth",
            "BLOCK",
            """
            with booked as (
                select contract_no, work_order_no, service_period, amount from booked.settlement_line
                union all
                select contract_no, work_order_no, service_period, amount from {batch}
            ),
            totals as (
                select booked.work_order_no, booked.service_period, sum(booked.amount) as amount
                from booked
                inner join intermediate.int_months_reckoned as months
                    on booked.contract_no = months.contract_no and booked.service_period = months.service_period
                group by booked.work_order_no, booked.service_period
            )
            select coalesce(totals.work_order_no, worth.work_order_no) as offence
            from totals
            full outer join (
                select worth.* from intermediate.int_work_months_worth as worth
                inner join intermediate.int_work_orders_itemised as work_orders
                    on worth.work_order_no = work_orders.work_order_no
                inner join intermediate.int_months_reckoned as months
                    on work_orders.contract_no = months.contract_no and worth.service_period = months.service_period
            ) as worth
                on totals.work_order_no = worth.work_order_no and totals.service_period = worth.service_period
            where coalesce(totals.amount, 0) <> coalesce(worth.amount, 0)
            """,
            "已入账与本次明细之和不等于当前应计金额。" + PROGRAM,
            "Booked and due do not add up to what the work is worth: " + REPORT,
            guards="P4 R56",
        ),
        Rule(
            # Only months that lie within the contract's service from their first day to their last are compared.
            "a_months_amount_keeps_to_its_history",
            "WARN",
            """
            with months as (
                select lines.contract_no, lines.service_period, sum(lines.amount) as amount
                from (
                    select contract_no, service_period, amount from booked.settlement_line
                    union all
                    select contract_no, service_period, amount from {batch}
                ) as lines
                inner join landing.contract as contract
                    on
                        lines.contract_no = contract.contract_no
                        and lines.service_period || '-01' >= strftime(contract.service_from, '%Y-%m-%d')
                        and last_day(cast(lines.service_period || '-01' as date)) <= contract.service_to
                group by lines.contract_no, lines.service_period
            ),
            compared as (
                select
                    new.contract_no,
                    new.service_period,
                    new.amount,
                    min(old.amount) as smallest,
                    max(old.amount) as largest
                from months as new
                inner join this_run.parameters as parameters on new.service_period = parameters.settlement_period
                inner join months as old
                    on
                        new.contract_no = old.contract_no
                        and new.service_period > old.service_period
                        and old.service_period
                        >= strftime(cast(new.service_period || '-01' as date) - interval 12 month, '%Y-%m')
                where old.amount > 0
                group by new.contract_no, new.service_period, new.amount
            )
            select
                contract_no || ' ' || service_period || ': ' || smallest || '..' || largest || ' → ' || amount
                    as offence
            from compared
            where amount > 5 * largest or 5 * amount < smallest
            """,
            "本月金额超出此前各月的范围五倍以上，请核对。",
            "The month's amount lies outside the range of the months before by more than five times: check it.",
            guards="R11 R67",
        ),
    ),
)

PENDING = Suite(
    "marts.pending_metering",
    (
        Rule(
            "a_final_month_leaves_nothing_unverified",
            "BLOCK",
            """
            select work_order_no || ' ' || waiting_for as offence
            from {batch} as pending
            inner join this_run.parameters as parameters
                on pending.service_period = parameters.settlement_period
            where parameters.run_type = 'FINAL'
            """,
            "最终结算的月份仍有工作待验收、待计量核定或待费用核定。请补齐后再做最终结算。",
            "A month cannot be final while its work waits for acceptance, verification or its fee.",
            guards="R34",
        ),
    ),
)

PROGRESS = Suite(
    "marts.work_order_progress",
    (
        Rule(
            "every_work_order_has_its_progress",
            "BLOCK",
            """
            select coalesce(progress.work_order_no, orders.work_order_no) as offence
            from {batch} as progress
            full outer join intermediate.int_work_orders_itemised as orders
                on progress.work_order_no = orders.work_order_no
            where
                progress.work_order_no is null
                or orders.work_order_no is null
                or progress.provider <> orders.provider
                or progress.contract_no <> orders.contract_no
            """,
            "有工单没有进度，或其合同、服务商不符。" + PROGRAM,
            "A work order lacks its progress, or its contract or provider is another's: " + REPORT,
            guards="P2 R19",
        ),
        Rule(
            "the_lines_of_a_work_order_make_what_is_booked_of_it",
            "BLOCK",
            """
            with booked as (
                select work_order_no, amount from booked.settlement_line
                union all
                select work_order_no, amount from marts.settlement_line
            ),
            totals as (
                select work_order_no, sum(amount) as amount
                from booked
                group by work_order_no
            )
            select progress.work_order_no as offence
            from {batch} as progress
            left join totals
                on progress.work_order_no = totals.work_order_no
            where progress.booked_amt is distinct from totals.amount
            """,
            "工单的已入账金额不等于其全部明细之和。" + PROGRAM,
            "What is booked of a work order is not the sum of its lines: " + REPORT,
            guards="P4 R36",
        ),
    ),
)

FATES = Suite(
    "marts.delivery_fate",
    (
        Rule(
            "every_delivery_has_one_fate",
            "BLOCK",
            # One reading of what may be a hundred million rows.
            """
            with fated as (
                select
                    work_order_no,
                    service_period,
                    count(*) as delivery_count,
                    sum(row_number) as row_number_sum,
                    count(*) filter (where run_id is distinct from (select run_id from this_run.parameters))
                        as foreign_count,
                    count(*) filter (where fate <> 'PENDING') as reckoned_count,
                    sum(counted_qty) filter (where fate <> 'PENDING') as counted_qty
                from {batch}
                group by work_order_no, service_period
            )
            select
                delivered.work_order_no || ' ' || delivered.service_period || ': '
                || coalesce(fated.delivery_count, 0) || ' / ' || delivered.delivery_count as offence
            from intermediate.int_work_months_delivered as delivered
            left join fated
                on delivered.work_order_no = fated.work_order_no and delivered.service_period = fated.service_period
            left join marts.pending_metering as pending
                on
                    delivered.work_order_no = pending.work_order_no
                    and delivered.service_period = pending.service_period
            left join booked.run as booked
                on delivered.service_period = booked.period
            where
                fated.delivery_count <> delivered.delivery_count
                -- As many, but one is lost and another stands twice.
                or fated.row_number_sum <> delivered.row_number_sum
                or (fated.delivery_count is null and pending.work_order_no is null and booked.run_id is null)
            union all
            select work_order_no || ' ' || service_period || ': ' || foreign_count || ' of another run' as offence
            from fated
            where foreign_count > 0
            union all
            select
                fated.work_order_no || ' ' || fated.service_period || ': ' || fated.counted_qty || ' / '
                || metered.delivered_qty as offence
            from fated
            inner join intermediate.int_work_months_metered as metered
                on fated.work_order_no = metered.work_order_no and fated.service_period = metered.service_period
            where
                metered.metering_basis = 'DELIVERED'
                and fated.reckoned_count > 0
                -- Each row is rounded to the six places in which it is published.
                and abs(fated.counted_qty - metered.delivered_qty) * 1000000 > fated.reckoned_count
            """,
            "有交付行既未计入、也未待计量、也未排除，或逐行计入的数量之和不等于计量数量。" + PROGRAM,
            "A delivery is neither counted nor pending nor replaced, or the rows' quantities do not add up to the "
            "metered quantity: " + REPORT,
            guards="P2 R36",
        ),
    ),
)

CLAIMS = Suite(
    "marts.claim_review",
    (
        Rule(
            "every_claim_agrees_with_the_catalogue",
            "WARN",
            """
            select
                claim_no || '/' || line_no || ' ' || work_order_no || ' ' || period || ' '
                || coalesce(claimed_amount::varchar, '?') || ' → ' || computed_amount as offence
            from {batch} as review
            where
                verdict = 'DIFFERS'
                -- A cut for which the supervisor gave a reason is the ordinary course, where nothing else differs.
                and not exists (
                    select 1
                    from landing.metering_claim as claim
                    where
                        review.claim_no = claim.claim_no
                        and review.line_no = claim.line_no
                        and claim.claimed_amount is null
                        and coalesce(review.claimed_unit_price = review.unit_price, true)
                        and trim(coalesce(review.cut_reason, '')) <> ''
                )
            """,
            "申报与核定数量、目录单价不一致，按核定结算。请查看审量审价表中的差额和原因。",
            "Claims differ from what was metered or from the catalogue's price; what was metered is settled: see the "
            "differences in claim_review.",
            guards="R35",
        ),
    ),
)

SUITES = (LINES, PENDING, PROGRESS, FATES, CLAIMS)
