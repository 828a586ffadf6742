"""What must hold of the rows that a run was given."""

from expectations.rule import Rule, Suite

SET_ASIDE = Suite(
    "landing.set_aside",
    (
        Rule(
            "no_work_order_is_set_aside",
            "BLOCK",
            """
            select work_order_no || ' (' || reason || ')' as offence
            from {batch}
            where table_name = 'work_order'
            """,
            "有工单因引用或内容冲突被隔离，其工作无法计价。缺少引用的请补正重交；内容冲突（Q221）的须先查清。",
            "A work order was set aside, so its work cannot be priced: send what lacks a reference again, mended; "
            "where two rows contradict each other (Q221), find out which is true.",
        ),
        Rule(
            "no_rule_row_is_set_aside",
            "BLOCK",
            """
            select table_name || ' ' || left(file_sha256, 12) || ':' || row_number || ' (' || reason || ')' as offence
            from {batch}
            where table_name in (
                'catalogue_version', 'service_item', 'price_tier', 'unit_conversion', 'contract', 'deduction_clause'
            )
            """,
            "目录、价格、合同或条款有行被隔离，金额依据不完整。缺少引用的请补正重交；内容冲突（Q221）的须先查清。",
            "A row of the catalogue, the prices, a contract or a clause was set aside: send what lacks a reference "
            "again, mended; where two rows contradict each other (Q221), find out which is true.",
        ),
        Rule(
            "no_work_row_is_set_aside",
            "WARN",
            """
            select table_name || ' ' || coalesce(work_order_no, contract_no, '') || ' (' || reason || ')' as offence
            from {batch}
            where table_name not in (
                'work_order', 'catalogue_version', 'service_item', 'price_tier', 'unit_conversion',
                'contract', 'deduction_clause'
            )
            """,
            "有交付、核定等行因引用、时间或冲突被隔离，未计入金额。请在隔离区查看。",
            "Deliveries or other rows of work were set aside and are not counted: see quarantine.",
        ),
    ),
)

QUARANTINE = Suite(
    "landing.quarantine",
    (
        Rule(
            "every_row_was_readable",
            "WARN",
            "select file_name || ':' || row_number || ' ' || reason as offence from {batch}",
            "有行被隔离，未计入金额。请在隔离区查看原文和原因。",
            "Rows are in quarantine and are not counted: see their raw text and reasons there.",
        ),
    ),
)

ACCEPTANCE = Suite(
    "landing.acceptance",
    (
        Rule(
            "acceptance_was_given",
            "WARN",
            "select 'acceptance' as offence where not exists (select 1 from {batch})",
            "未提供验收记录，验收步骤未检查。",
            "No acceptance was given: the step is not checked.",
        ),
        Rule(
            "every_acceptance_concerns_a_delivery",
            "WARN",
            """
            select accept_no || ' ' || level || ' ' || ref_no as offence
            from {batch} as acceptance
            where not exists (
                select 1
                from landing.work_order as work_order
                inner join intermediate.int_work_months_delivered as delivered
                    on work_order.work_order_no = delivered.work_order_no
                where
                    acceptance.ref_no = case acceptance.level
                        when 'WORK_ORDER' then work_order.work_order_no else work_order.order_no
                    end
                    and coalesce(acceptance.period, delivered.service_period) = delivered.service_period
            )
            """,
            "有验收记录没有对应的交付，未计量。",
            "An acceptance concerns nothing that was delivered, and meters nothing.",
        ),
    ),
)

WORK_ORDERS = Suite(
    "intermediate.int_work_orders_itemised",
    (
        Rule(
            "reserved_work_stays_with_the_operator",
            "BLOCK",
            """
            select work_order_no || ' → ' || provider as offence
            from {batch}
            where no_subcontract_flag and provider <> operator
            """,
            "涉及公共安全、重要民生或重大公共利益的工单由服务商承担，违反管理办法第十七条。",
            "Reserved work was given to a provider (measures, article 17).",
        ),
    ),
)

SUITES = (SET_ASIDE, QUARANTINE, ACCEPTANCE, WORK_ORDERS)
