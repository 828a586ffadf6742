"""What must hold of the three checks before a fee is paid: verified quantity, reviewed goal, verified fee."""

from expectations.rule import Rule, Suite
from expectations.suites.work_of_the_run import WORK

VERIFICATIONS = Suite(
    "intermediate.int_work_months_verified",
    (
        Rule(
            "the_verifier_is_independent",
            "BLOCK",
            f"""
            with {WORK},
            parties as (
                select contract_no, provider as party_code from intermediate.int_work_orders_itemised
                union
                select contract_no, operator as party_code from intermediate.int_work_orders_itemised
                union
                select contract_no, evaluator as party_code from landing.perf_scheme where contract_no is not null
            )
            select distinct verified.verify_no || ' ' || verification.supervisor as offence
            from {{batch}} as verified
            inner join work
                on verified.work_order_no = work.work_order_no and verified.service_period = work.service_period
            inner join landing.metering_verification as verification
                on
                    verified.verify_no = verification.verify_no
                    and verified.work_order_no = verification.work_order_no
                    and verified.service_period = verification.period
            inner join parties
                on work.contract_no = parties.contract_no and verification.supervisor = parties.party_code
            where work.metering_basis = 'VERIFIED'
            """,
            "计量核定由合同的数据运营商、服务商或评价机构作出，不独立（管理办法第二十条，由第三方监理单位核定）。请由监理单位重新核定。",
            "The operator, a provider or the evaluator of the contract verified its work (measures, article 20: an "
            "independent supervisor does): have the supervisor verify it anew.",
            guards="R32",
            may_be_overridden=True,
        ),
        Rule(
            # Quiet where no acceptance was ever given: a rule of its own says that.
            "work_is_accepted_before_it_is_verified",
            "WARN",
            f"""
            with {WORK}
            select verified.verify_no || ' ' || verified.work_order_no || ' ' || verified.service_period as offence
            from {{batch}} as verified
            inner join work
                on verified.work_order_no = work.work_order_no and verified.service_period = work.service_period
            left join intermediate.int_work_months_accepted as accepted
                on
                    verified.work_order_no = accepted.work_order_no
                    and verified.service_period = accepted.service_period
            where
                work.metering_basis = 'VERIFIED'
                and (
                    accepted.first_passed_at is null
                    or cast(accepted.first_passed_at at time zone 'Asia/Shanghai' as date) > verified.verified_on
                )
                and exists (select 1 from landing.acceptance)
            """,
            "工作未经验收或在验收之前即已计量核定（管理办法第十九条、第二十条）。请补交验收记录。",
            "Work was verified without an acceptance or before it (measures, articles 19 and 20): send the acceptance.",
            guards="R30",
        ),
        Rule(
            "every_cut_has_a_reason",
            "WARN",
            f"""
            with {WORK}
            select
                verified.verify_no || ' ' || work.work_order_no || ' ' || work.service_period || ' '
                || work.claimed_qty || ' → ' || work.verified_qty as offence
            from {{batch}} as verified
            inner join work
                on verified.work_order_no = work.work_order_no and verified.service_period = work.service_period
            where work.verified_qty < work.claimed_qty and trim(coalesce(verified.cut_reason, '')) = ''
            """,
            "核定数量小于申报数量却没有核减原因（管理办法第二十条）。请监理单位补充原因。",
            "Less was verified than claimed and no reason is given (measures, article 20): ask the supervisor for it.",
            guards="R31",
        ),
    ),
)

_DECIDING_REVIEWS = """
    reviewed as (
        select work.order_no, work.service_period, work.metering_basis, work.billed_qty, review.review_no,
            review.met_flag, review.score
        from work
        left join {batch} as review
            on work.order_no = review.order_no and coalesce(review.period = work.service_period, true)
        qualify row_number() over (
            partition by work.work_order_no, work.service_period
            order by review.period is not null desc, review.reviewed_on desc nulls last, review.review_no desc
        ) = 1
    )
"""

GOALS = Suite(
    "landing.goal_review",
    (
        Rule(
            "every_goal_was_reviewed",
            "WARN",
            f"""
            with {WORK}, {_DECIDING_REVIEWS}
            select distinct order_no || ' ' || service_period as offence
            from reviewed
            where
                metering_basis = 'VERIFIED'
                and billed_qty is not null
                and met_flag is null
                and score is null
                and exists (select 1 from {{batch}})
            """,
            "已核定的工作缺少采购方的绩效目标审核（管理办法第二十条）。请补交审核结果。",
            "Verified work lacks the purchaser's review of its goals (measures, article 20): send the review.",
            guards="R30",
        ),
        Rule(
            "every_reviewed_goal_was_met",
            "WARN",
            f"""
            with {WORK}, {_DECIDING_REVIEWS}
            select distinct order_no || ' ' || service_period || ' ' || review_no as offence
            from reviewed
            where not met_flag
            """,
            "采购方审核认定绩效目标未达成（管理办法第二十条），金额照常计算。请确认是否应当支付。",
            "The purchaser found a goal not met (measures, article 20); the amount is reckoned all the same: decide "
            "whether it is to be paid.",
            guards="R29 R30",
        ),
        Rule(
            # The review follows the verification, so nobody could expect it of work that is not verified.
            "goal_review_was_given",
            "WARN",
            f"""
            with {WORK}
            select 'goal_review' as offence
            where
                not exists (select 1 from {{batch}})
                and exists (select 1 from work where metering_basis = 'VERIFIED' and verified_qty is not null)
            """,
            "未提供绩效目标审核，管理办法第二十条的步骤未检查。",
            "No goal review was given: the step of article 20 is not checked.",
            guards="R30",
        ),
    ),
)

FEES = Suite(
    "landing.fee_verification",
    (
        Rule(
            # The fee follows the verification, so nobody could expect it of work that is not verified.
            "fee_verification_was_given",
            "WARN",
            f"""
            with {WORK}
            select 'fee_verification' as offence
            where
                not exists (select 1 from {{batch}})
                and exists (select 1 from work where metering_basis = 'VERIFIED' and verified_qty is not null)
            """,
            "未提供费用核定，管理办法第二十条的步骤未检查。",
            "No fee verification was given: the step of article 20 is not checked.",
            guards="R30 R34",
        ),
        Rule(
            # Without its rows the step would pass for never given, and all verified work would be paid.
            "a_fee_verification_that_was_given_is_known",
            "BLOCK",
            """
            select file_name as offence
            from landing.ingest_file
            where table_name = 'fee_verification' and rows_read > 0 and not exists (select 1 from {batch})
            """,
            "已提交费用核定，但没有一行入库，无法判断哪些费用已核定。请在隔离区查看原因，更正后重交。",
            "Fee verifications were sent and none of their rows landed, so that no fee counts as verified: see their "
            "reasons in quarantine and send them again, mended.",
            guards="R34",
            may_be_overridden=True,
        ),
        Rule(
            "the_fee_verified_is_the_fee_computed",
            "WARN",
            f"""
            with {WORK},
            fees as (
                select fee_no, order_no, period, gross_amt
                from {{batch}}
                qualify row_number() over (
                    partition by order_no, period order by verified_on desc nulls last, fee_no desc
                ) = 1
            ),
            settled as (
                select order_no, service_period, sum(amount) as amount
                from (
                    select order_no, service_period, amount from booked.settlement_line
                    union all
                    select order_no, service_period, amount from marts.settlement_line
                )
                group by order_no, service_period
            ),
            months as (
                select fees.fee_no, fees.order_no, fees.period, fees.gross_amt, work_months.service_period,
                    work_months.is_of_the_run, coalesce(settled.amount, 0) as amount
                from fees
                inner join (
                    select order_no, service_period, bool_or(is_of_the_run) as is_of_the_run
                    from (
                        select order_no, service_period, true as is_of_the_run from work
                        union all
                        select order_no, service_period, false as is_of_the_run from settled
                    )
                    group by order_no, service_period
                ) as work_months
                    on
                        fees.order_no = work_months.order_no
                        and case
                            when fees.period is not null then fees.period = work_months.service_period
                            -- A fee of all months holds for those that have none of their own.
                            else not exists (
                                select 1
                                from fees as own
                                where own.order_no = work_months.order_no and own.period = work_months.service_period
                            )
                        end
                left join settled
                    on
                        work_months.order_no = settled.order_no
                        and work_months.service_period = settled.service_period
            )
            select
                fee_no || ' ' || order_no || coalesce(' ' || period, '') || ' ' || gross_amt || ' <> ' || sum(amount)
                    as offence
            from months
            group by fee_no, order_no, period, gross_amt
            having bool_or(is_of_the_run) and gross_amt <> sum(amount)
            """,
            "核定费用与按核定数量、目录单价计算的金额不一致，按计算金额结算（管理办法第二十条）。请与业务管理方核对。",
            "The fee verified differs from what quantities and prices make of it, which is settled (measures, article "
            "20): check it with the business manager.",
            guards="R35 R36",
        ),
    ),
)

SUITES = (VERIFICATIONS, GOALS, FEES)
