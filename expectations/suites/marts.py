"""What must hold of the tables that are about to be published."""

from expectations.rule import Rule, Suite

_PROGRAM = "这是程序错误，请报告。"
_REPORT = "this is an error of the program, report it."

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
            "同一工单、服务项和月份出现多行。" + _PROGRAM,
            "A work order's month has more than one line: " + _REPORT,
        ),
        Rule(
            "every_line_has_an_amount_and_a_provider",
            "BLOCK",
            "select line_id as offence from {batch} where amount is null or amount = 0 or provider is null",
            "结算明细缺少金额或服务商。" + _PROGRAM,
            "A line lacks its amount or its provider: " + _REPORT,
        ),
        Rule(
            "booked_and_due_make_the_worth",
            "BLOCK",
            """
            with booked as (
                select work_order_no, item_code, service_period, amount from booked.settlement_line
                union all
                select work_order_no, item_code, service_period, amount from {batch}
            ),
            totals as (
                select booked.work_order_no, booked.service_period, sum(booked.amount) as amount
                from booked
                inner join intermediate.int_months_reckoned as months
                    on booked.service_period = months.service_period
                group by booked.work_order_no, booked.service_period
            )
            select coalesce(totals.work_order_no, worth.work_order_no) as offence
            from totals
            full outer join (
                select worth.* from intermediate.int_work_months_worth as worth
                inner join intermediate.int_months_reckoned as months
                    on worth.service_period = months.service_period
            ) as worth
                on totals.work_order_no = worth.work_order_no and totals.service_period = worth.service_period
            where coalesce(totals.amount, 0) <> coalesce(worth.amount, 0)
            """,
            "已入账与本次明细之和不等于当前应计金额。" + _PROGRAM,
            "Booked and due do not add up to what the work is worth: " + _REPORT,
        ),
        Rule(
            "a_month_does_not_jump_against_the_one_before",
            "WARN",
            """
            with months as (
                select contract_no, service_period, sum(amount) as amount
                from (
                    select contract_no, service_period, amount from booked.settlement_line
                    union all
                    select contract_no, service_period, amount from {batch}
                )
                group by contract_no, service_period
            ),
            compared as (
                select
                    *,
                    lag(amount) over (partition by contract_no order by service_period) as prior_amount
                from months
            )
            select compared.contract_no || ' ' || service_period || ' ' || prior_amount || ' → ' || amount as offence
            from compared
            cross join this_run.parameters as parameters
            where
                service_period = parameters.settlement_period
                and prior_amount > 0
                and (amount > 5 * prior_amount or amount * 5 < prior_amount)
            """,
            "本月金额与上月相差五倍以上，请核对。",
            "The month differs from the one before by more than five times: check it.",
        ),
    ),
)

SETTLEMENTS = Suite(
    "marts.settlement",
    (
        Rule(
            "gross_is_the_sum_of_the_lines",
            "BLOCK",
            """
            select settlement.contract_no || ' ' || gross_amt || ' <> ' || coalesce(lines.amount, 0) as offence
            from {batch} as settlement
            full outer join (
                select contract_no, sum(amount) as amount from marts.settlement_line group by contract_no
            ) as lines
                on settlement.contract_no = lines.contract_no
            where settlement.contract_no is null or gross_amt <> coalesce(lines.amount, 0)
            """,
            "结算总额不等于明细之和。" + _PROGRAM,
            "The gross is not the sum of the lines: " + _REPORT,
        ),
        Rule(
            "deductions_are_the_sum_of_their_rows",
            "BLOCK",
            """
            select settlement.contract_no as offence
            from {batch} as settlement
            left join (
                select settle_no, sum(applied_amt) as amount from marts.deduction group by settle_no
            ) as deductions
                on settlement.settle_no = deductions.settle_no
            where assess_deduct_amt + penalty_amt <> coalesce(deductions.amount, 0)
            """,
            "扣减合计不等于扣减明细之和。" + _PROGRAM,
            "Deductions are not the sum of their rows: " + _REPORT,
        ),
        Rule(
            "gross_less_everything_is_the_payable",
            "BLOCK",
            """
            select settlement.contract_no as offence
            from {batch} as settlement
            inner join landing.contract as contracts
                on settlement.contract_no = contracts.contract_no
            where
                contracts.settlement_kind = 'MONTHLY'
                and gross_amt - assess_deduct_amt - penalty_amt - carried_in_amt + carried_deduct_amt
                - prepay_offset_amt - retention_amt - above_ceiling_amt <> payable_amt
            """,
            "从总额逐项扣减不等于应付金额。" + _PROGRAM,
            "Gross less everything is not the payable: " + _REPORT,
        ),
        Rule(
            "no_balance_is_negative",
            "BLOCK",
            """
            select contract_no as offence
            from {batch}
            where least(payable_amt, prepay_offset_amt, prepay_balance_amt, carried_deduct_amt, above_ceiling_amt) < 0
            """,
            "应付金额或余额为负。" + _PROGRAM,
            "A payable or a balance is negative: " + _REPORT,
        ),
        Rule(
            "every_payable_stands_in_words",
            "BLOCK",
            "select contract_no as offence from {batch} where coalesce(payable_amt_cn, '') = ''",
            "应付金额缺少大写。" + _PROGRAM,
            "A payable lacks its words: " + _REPORT,
        ),
    ),
)

PROVIDERS = Suite(
    "marts.provider_settlement",
    (
        Rule(
            "providers_share_the_whole_gross",
            "BLOCK",
            """
            select providers.contract_no as offence
            from (select contract_no, sum(amount) as amount from {batch} group by contract_no) as providers
            inner join marts.settlement as settlement
                on providers.contract_no = settlement.contract_no
            where providers.amount <> settlement.gross_amt
            """,
            "服务商金额之和不等于结算总额。" + _PROGRAM,
            "The providers' amounts do not add up to the gross: " + _REPORT,
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
            "最终结算的月份仍有工作待验收或待核定。请补齐后再做最终结算。",
            "A month cannot be final while its work waits for acceptance or verification: complete it first.",
        ),
    ),
)

FATES = Suite(
    "marts.delivery_fate",
    (
        Rule(
            "every_delivery_has_one_fate",
            "BLOCK",
            """
            select delivery_no as offence
            from {batch}
            group by delivery_no, file_sha256, row_number
            having count(*) > 1
            union all
            select ranked.delivery_no as offence
            from intermediate.int_deliveries_ranked as ranked
            left join {batch} as fates
                on ranked.file_sha256 = fates.file_sha256 and ranked.row_number = fates.row_number
            left join marts.pending_metering as pending
                on
                    ranked.work_order_no = pending.work_order_no
                    and ranked.service_period = pending.service_period
            left join booked.run as booked
                on ranked.service_period = booked.period
            where fates.delivery_no is null and pending.work_order_no is null and booked.run_id is null
            """,
            "有交付行既未计入、也未待计量、也未排除。" + _PROGRAM,
            "A delivery is neither counted nor pending nor replaced: " + _REPORT,
        ),
        Rule(
            "counted_quantities_make_the_delivered_quantity",
            "BLOCK",
            """
            select counted.work_order_no || ' ' || counted.service_period as offence
            from (
                select work_order_no, service_period, sum(counted_qty) as counted_qty, count(*) as row_count
                from {batch}
                where fate <> 'PENDING'
                group by work_order_no, service_period
            ) as counted
            inner join intermediate.int_work_months_metered as metered
                on
                    counted.work_order_no = metered.work_order_no
                    and counted.service_period = metered.service_period
            where
                metered.metering_basis = 'DELIVERED'
                -- Each row is rounded to the six places in which it is published.
                and abs(counted.counted_qty - metered.delivered_qty) * 1000000 > counted.row_count
            """,
            "逐行计入的数量之和不等于计量数量。" + _PROGRAM,
            "The rows' quantities do not add up to the metered quantity: " + _REPORT,
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
            from {batch}
            where verdict = 'DIFFERS'
            """,
            "申报与核定数量、目录单价不一致，按核定结算。请查看审量审价表中的差额和原因。",
            "Claims differ from what was metered or from the catalogue's price; what was metered is settled: see the "
            "differences in claim_review.",
        ),
    ),
)

SUITES = (LINES, SETTLEMENTS, PENDING, PROVIDERS, FATES, CLAIMS)
