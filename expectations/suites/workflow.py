"""What must hold of who does the work, how it was ordered and accepted, and what was said against it."""

from expectations.rule import Rule, Suite
from expectations.suites.work_of_the_run import WORK

PROVIDERS = Suite(
    "landing.set_aside",
    (
        Rule(
            "every_work_order_has_one_provider",
            "BLOCK",
            """
            select work_order_no || ' ' || string_agg(distinct provider, ' / ' order by provider) as offence
            from {batch}
            where table_name = 'work_order' and reason = 'Q221'
            group by work_order_no
            having count(distinct provider) > 1
            """,
            "一个工单出现两个服务商，违反管理办法第十七条。请查清由谁承担，另一部分工作另开工单。",
            "A work order names two providers (measures, article 17): find out whose it is, and give the other's work "
            "an order of its own.",
            guards="R19",
            may_be_overridden=True,
        ),
        Rule(
            "reserved_work_stays_with_the_operator",
            "BLOCK",
            """
            select distinct work_order_no || ' → ' || provider as offence
            from {batch}
            where table_name = 'work_order' and reason = 'Q214'
            """,
            "涉及公共安全、重要民生或重大公共利益的工单由服务商承担，违反管理办法第十七条；工单及其交付均已隔离，未计入金额。"
            "请改由数据运营商承担后重新报送，或由两人决定接受。",
            "Reserved work was given to a provider (measures, article 17): the work order is set aside, its deliveries "
            "with it, and none is counted. Send it again with the operator, or have two people accept it.",
            guards="R20",
            may_be_overridden=True,
        ),
    ),
)

WORK_ORDERS = Suite(
    "intermediate.int_work_orders_itemised",
    (
        Rule(
            # What landed was accepted by two people: it is paid, and whoever signs should know.
            "no_reserved_work_was_waived",
            "WARN",
            f"""
            with {WORK}
            select distinct orders.work_order_no || ' → ' || orders.provider as offence
            from {{batch}} as orders
            inner join work on orders.work_order_no = work.work_order_no
            where orders.no_subcontract_flag and orders.provider <> orders.operator
            """,
            "不得转包的工单经两人决定由服务商承担，照常计量（管理办法第十七条）。请核对决定。",
            "Two people let a provider do reserved work (measures, article 17), and it counts: check their decision.",
            guards="R20",
        ),
    ),
)

_NEWEST_APPROVALS = """
    newest as (
        select order_no, approval_no, result
        from {batch}
        qualify row_number() over (
            partition by order_no order by approved_on desc nulls last, approval_no desc
        ) = 1
    )
"""

SPLITS = Suite(
    "landing.split_approval",
    (
        Rule(
            "no_work_is_done_on_a_split_that_was_returned",
            "BLOCK",
            f"""
            with {WORK}, {_NEWEST_APPROVALS}
            select distinct newest.order_no || ' ' || newest.approval_no as offence
            from newest
            inner join work on newest.order_no = work.order_no
            where newest.result = 'RETURNED'
            """,
            "服务单的拆分结果被采购方退回，其工单已有工作，违反管理办法第十六条。请重新拆分并取得审批。",
            "The purchaser returned how a service order was split, yet its work orders have work (measures, article "
            "16): split it anew and have it approved.",
            guards="R18",
            may_be_overridden=True,
        ),
        Rule(
            "every_split_was_approved",
            "WARN",
            f"""
            with {WORK}, {_NEWEST_APPROVALS}
            select distinct work.order_no as offence
            from work
            left join newest on work.order_no = newest.order_no
            where newest.order_no is null and exists (select 1 from newest)
            """,
            "服务单没有拆分审批记录（管理办法第十六条）。请补交采购方的审批。",
            "A service order has no approval of its split (measures, article 16): send the purchaser's approval.",
            guards="R18",
        ),
        Rule(
            # Any work comes from a split order, so the step can be expected wherever the run has work.
            "split_approval_was_given",
            "WARN",
            f"""
            with {WORK}
            select 'split_approval' as offence
            where not exists (select 1 from {{batch}}) and exists (select 1 from work)
            """,
            "未提供拆分审批，管理办法第十六条的步骤未检查。",
            "No split approval was given: the step of article 16 is not checked.",
            guards="R18",
        ),
    ),
)

ORDER_ACCEPTANCES = Suite(
    "landing.acceptance",
    (
        Rule(
            # Quiet where no work order's own acceptance was ever given: then that level is not recorded here.
            "a_service_order_is_accepted_after_its_work_orders",
            "WARN",
            f"""
            with {WORK},
            orders_accepted as (
                select accept_no, ref_no as order_no, period, accepted_at, result
                from {{batch}}
                where level = 'SERVICE_ORDER'
                qualify row_number() over (
                    partition by ref_no, period order by accepted_at desc, accept_no desc
                ) = 1
            ),
            judged as (
                select orders_accepted.accept_no, orders_accepted.order_no, work.work_order_no, own.result
                from orders_accepted
                inner join work
                    on
                        orders_accepted.order_no = work.order_no
                        and coalesce(orders_accepted.period = work.service_period, true)
                left join {{batch}} as own
                    on
                        own.level = 'WORK_ORDER'
                        and work.work_order_no = own.ref_no
                        and coalesce(own.period = work.service_period, true)
                        and own.accepted_at <= orders_accepted.accepted_at
                where orders_accepted.result = 'PASS' and exists (select 1 from {{batch}} where level = 'WORK_ORDER')
                qualify row_number() over (
                    partition by orders_accepted.accept_no, work.work_order_no, work.service_period
                    order by own.accepted_at desc nulls last, own.accept_no desc
                ) = 1
            )
            select
                accept_no || ' ' || order_no || ': '
                || string_agg(distinct work_order_no, ' ' order by work_order_no) as offence
            from judged
            where coalesce(result <> 'PASS', true)
            group by accept_no, order_no
            """,
            "服务单在其全部工单验收之前即已验收，违反管理办法第二十条。请先完成所列工单的验收。",
            "A service order was accepted before all of its work orders were (measures, article 20): accept those that "
            "are shown.",
            guards="R28",
        ),
    ),
)

OBJECTIONS = Suite(
    "landing.objection",
    (
        Rule(
            "no_objection_is_open",
            "WARN",
            """
            select
                objection_no || ' ' || contract_no || coalesce(' ' || work_order_no, '') || coalesce(' ' || period, '')
                    as offence
            from {batch}
            where result is null
            """,
            "有异议尚未处理。请处理并登记结果；维持的异议请提交更正后的数据。",
            "Objections are open: resolve them and give their results; where one is upheld, send the corrected facts.",
            guards="R56",
        ),
    ),
)

EVENTS = Suite(
    "landing.breach_event",
    (
        Rule(
            "every_event_has_a_liable_answer",
            "WARN",
            """
            select event.contract_no || ' ' || event.clause_no || ' ' || event.event_no || ' ' || event.occurred_on
                as offence
            from {batch} as event
            where
                event.liable is null
                and strftime(event.occurred_on, '%Y-%m') <= (
                    select max(months.service_period)
                    from intermediate.int_months_reckoned as months
                    where event.contract_no = months.contract_no
                )
            """,
            "违约事件尚未认定是否有责，未扣减。请认定并登记。",
            "Breach events have no answer yet to whether the operator is liable; nothing is deducted for them: answer.",
            guards="R40",
        ),
    ),
)

SUITES = (PROVIDERS, WORK_ORDERS, SPLITS, ORDER_ACCEPTANCES, OBJECTIONS, EVENTS)
