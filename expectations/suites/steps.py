"""What must hold of the steps that follow a month of work: claimed once, verified by a name, in their order."""

from expectations.rule import Rule, Suite

VERIFICATIONS = Suite(
    "landing.metering_verification",
    (
        Rule(
            "every_verification_names_its_supervisor",
            "WARN",
            """
            select verification.verify_no || ' ' || verification.work_order_no || ' '
                || verification.period as offence
            from {batch} as verification
            inner join intermediate.int_work_orders_itemised as orders
                on verification.work_order_no = orders.work_order_no
            inner join intermediate.int_months_reckoned as months
                on orders.contract_no = months.contract_no and verification.period = months.service_period
            where
                verification.supervisor is null
                and not months.is_booked
                -- Quiet where no verification ever names one: then the step is not recorded here.
                and exists (select 1 from {batch} where supervisor is not null)
            """,
            "计量核定没有注明监理单位，独立性无法检查。请补充。",
            "A verification does not name who verified, so that independence is not checked: add the supervisor.",
            guards="R32",
        ),
        Rule(
            "one_verification_counts_for_a_month",
            "WARN",
            """
            with newest as (
                select *, rank() over (
                    partition by work_order_no, period order by verified_on desc nulls last
                ) as place
                from {batch}
            ),
            stated as (
                select work_order_no, period, verify_no, unit, sum(verified_qty) as verified_qty
                from newest where place = 1
                group by work_order_no, period, verify_no, unit
            )
            select stated.work_order_no || ' ' || stated.period || ': '
                || string_agg(stated.verify_no || ' '
                    || stated.verified_qty, ' / ' order by stated.verify_no) as offence
            from stated
            inner join intermediate.int_work_orders_itemised as orders
                on stated.work_order_no = orders.work_order_no
            inner join intermediate.int_months_reckoned as months
                on orders.contract_no = months.contract_no and stated.period = months.service_period
            where orders.metering_basis = 'VERIFIED' and not months.is_booked
            group by stated.work_order_no, stated.period
            having count(distinct stated.verify_no) > 1 and count(distinct stated.verified_qty) > 1
            """,
            "同一工单同一月份同一日期有两份数量不同的核定，不能区分以哪份为准。请更正核定日期或撤回其中一份。",
            "A work order's month has two verifications of one day with other quantities, and nothing says which is "
            "newer: mend verified_on, or withdraw one.",
            guards="R31",
        ),
    ),
)

CLAIMS = Suite(
    "landing.metering_claim",
    (
        Rule(
            "a_month_is_claimed_once",
            "WARN",
            """
            select claim.work_order_no || ' ' || claim.period || ': '
                || string_agg(distinct claim.claim_no, ' / ' order by claim.claim_no) as offence
            from {batch} as claim
            inner join intermediate.int_work_orders_itemised as orders on claim.work_order_no = orders.work_order_no
            inner join intermediate.int_months_reckoned as months
                on orders.contract_no = months.contract_no and claim.period = months.service_period
                    and not months.is_booked
            group by claim.work_order_no, claim.period, claim.claimed_qty, claim.unit
            having count(distinct claim.claim_no) > 1
            """,
            "同一工单同一月份以相同数量申报了两次，两次相加后为核定上限。请核对是否重复申报。",
            "A work order's month was claimed twice with one quantity, and both add up to what may be verified: ask "
            "whether it is one claim.",
            guards="R31 R35",
        ),
    ),
)

GOALS = Suite(
    "landing.goal_review",
    (
        Rule(
            "a_goal_is_reviewed_after_the_verification",
            "WARN",
            """
            select distinct review.review_no || ' ' || review.order_no || ' ' || verified.service_period || ' '
                || review.reviewed_on
                || ' < ' || verified.verified_on as offence
            from {batch} as review
            inner join intermediate.int_work_orders_itemised as orders on review.order_no = orders.order_no
            inner join intermediate.int_work_months_verified as verified
                on orders.work_order_no = verified.work_order_no and review.period = verified.service_period
            inner join intermediate.int_months_reckoned as months
                on orders.contract_no = months.contract_no and verified.service_period = months.service_period
            where not months.is_booked and review.reviewed_on < verified.verified_on
            """,
            "绩效目标审核早于计量核定（管理办法第二十条的顺序为先核定后审核）。请核对日期。",
            "A goal was reviewed before the work was verified (measures, article 20: verification first): check the "
            "days.",
            guards="R30",
        ),
    ),
)

FEES = Suite(
    "landing.fee_verification",
    (
        Rule(
            "a_fee_is_verified_after_the_steps_before_it",
            "WARN",
            """
            with steps as (
                select orders.order_no, orders.contract_no, verified.service_period, verified.verified_on as day
                from intermediate.int_work_months_verified as verified
                inner join intermediate.int_work_orders_itemised as orders
                    on verified.work_order_no = orders.work_order_no
                union
                select orders.order_no, orders.contract_no, review.period, review.reviewed_on as day
                from landing.goal_review as review
                inner join intermediate.int_work_orders_itemised as orders on review.order_no = orders.order_no
            ),
            fees as (
                select * from {batch}
                qualify row_number() over (partition by order_no, period order by verified_on desc nulls last,
                    fee_no desc) = 1
            )
            select fees.fee_no || ' ' || fees.order_no || ' ' || steps.service_period || ' ' || fees.verified_on
                || ' < '
                || max(steps.day) as offence
            from fees
            inner join steps on fees.order_no = steps.order_no and fees.period = steps.service_period
            inner join intermediate.int_months_reckoned as months
                on steps.contract_no = months.contract_no and steps.service_period = months.service_period
            where not months.is_booked and fees.verified_on < steps.day
            group by fees.fee_no, fees.order_no, steps.service_period, fees.verified_on
            """,
            "费用核定早于计量核定或绩效目标审核（管理办法第二十条）。请核对日期。",
            "A fee was verified before the work was, or before its goal was reviewed (measures, article 20): check "
            "the days.",
            guards="R30 R34",
        ),
    ),
)

SUITES = (VERIFICATIONS, CLAIMS, GOALS, FEES)
