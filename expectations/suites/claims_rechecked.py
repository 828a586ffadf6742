"""What must hold between reviews of claims that are about to be published, their sums, and what was claimed."""

from expectations.rule import Rule, Suite
from expectations.suites.lines import PROGRAM, REPORT

CLAIMS = Suite(
    "marts.claim_review",
    (
        Rule(
            "every_claim_has_its_review",
            "BLOCK",
            """
            select claim.claim_no || ' ' || claim.line_no as offence
            from landing.metering_claim as claim
            inner join intermediate.int_work_orders_itemised as orders on claim.work_order_no = orders.work_order_no
            -- What is claimed of other months waits for their runs.
            inner join intermediate.int_months_reckoned as months
                on orders.contract_no = months.contract_no and claim.period = months.service_period
            anti join (
                select claim_no, line_no from {batch}
                union all
                select claim_no, line_no from booked.claim_review
            ) as reviews on claim.claim_no = reviews.claim_no and claim.line_no = reviews.line_no
            """,
            "有申报行没有审核结果。" + PROGRAM,
            "A claim has no review: " + REPORT,
            guards="R35 P2",
        ),
        Rule(
            "every_review_adds_up",
            "BLOCK",
            """
            select claim_no || ' ' || line_no as offence
            from {batch}
            where difference is distinct from cast(claimed_amount as decimal(38, 2)) - computed_amount
                or (verdict = 'NO_RECORD') <> (computed_amount is null)
            union all
            select review.claim_no || ' ' || review.line_no as offence
            from {batch} as review
            inner join intermediate.int_claims_reviewed as reviewed
                on review.claim_no = reviewed.claim_no and review.line_no = reviewed.line_no
            where row(review.computed_amount, review.verdict, review.billed_qty)
                is distinct from row(reviewed.computed_amount, reviewed.verdict, reviewed.billed_qty)
            """,
            "审量审价表的差额或结论不一致。" + PROGRAM,
            "A review does not add up: " + REPORT,
            guards="R35 R36",
        ),
    ),
)

REDUCTIONS = Suite(
    "marts.claim_reduction",
    (
        Rule(
            "reductions_sum_every_claim_as_last_reviewed",
            "BLOCK",
            """
            with reviews as (
                select review.*, run.position
                from booked.claim_review as review
                inner join booked.run as run on review.run_id = run.run_id
                union all
                select review.*, 1000000000 as position from marts.claim_review as review
            ),
            newest as (
                select * from reviews
                qualify position = max(position) over (partition by claim_no, line_no)
            ),
            views as (
                select contract_no, period, claimed_amount, computed_amount from newest
                union all
                select '*', period, claimed_amount, computed_amount from newest
                union all
                select contract_no, '*', claimed_amount, computed_amount from newest
                union all
                select '*', '*', claimed_amount, computed_amount from newest
            ),
            summed as (
                select contract_no, period, count(*) as line_count,
                    sum(claimed_amount) filter (where computed_amount is not null) as claimed_amount,
                    sum(computed_amount) filter (where claimed_amount is not null) as computed_amount
                from views
                group by contract_no, period
            )
            select coalesce(batch.contract_no, summed.contract_no) || ' '
                || coalesce(batch.period, summed.period) as offence
            from {batch} as batch
            full outer join summed on batch.contract_no = summed.contract_no and batch.period = summed.period
            where
                row(batch.line_count, batch.claimed_amount, batch.computed_amount)
                is distinct from row(summed.line_count, summed.claimed_amount, summed.computed_amount)
            """,
            "核减汇总与逐行审核不一致。" + PROGRAM,
            "The sums of claims are not those of their reviews: " + REPORT,
            guards="R35 R36",
        ),
        Rule(
            "a_reduction_rate_is_what_was_cut_by_what_was_claimed",
            "BLOCK",
            """
            select contract_no || ' ' || period || ' ' || coalesce(reduction_rate::varchar, '?') as offence
            from {batch}
            where
                difference is distinct from cast(claimed_amount as decimal(38, 2)) - computed_amount
                or (
                    reduction_rate is null
                    and claimed_amount > 0
                    and abs(difference) < 999 * cast(claimed_amount as decimal(38, 2))
                )
                or (reduction_rate is not null and coalesce(claimed_amount, 0) <= 0)
                -- Within half of the sixth place.
                or 2000000 * abs(cast(reduction_rate as decimal(38, 6)) * claimed_amount - difference) > claimed_amount
            """,
            "核减率不等于审减金额除以送审金额。" + PROGRAM,
            "A reduction rate is not what was cut by what was claimed: " + REPORT,
            guards="R33 R35",
        ),
    ),
)

SUITES = (CLAIMS, REDUCTIONS)
