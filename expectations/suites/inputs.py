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
            -- Reserved work of a provider has a rule of its own.
            where table_name = 'work_order' and reason <> 'Q214'
            """,
            "有工单因引用或内容冲突被隔离，其工作无法计价。缺少引用的请补正重交；内容冲突（Q221）的须查清，由两人撤回错的一行。",
            "A work order was set aside, so its work cannot be priced: send what lacks a reference again, mended; "
            "where two rows contradict each other (Q221), have two people withdraw the wrong one.",
            guards="P2 R17",
            may_be_overridden=True,
        ),
        Rule(
            "no_rule_row_is_set_aside",
            "BLOCK",
            """
            select table_name || ' ' || left(file_sha256, 12) || ':' || row_number || ' (' || reason || ')' as offence
            from {batch}
            where table_name in (
                'catalogue_version', 'service_item', 'price_tier', 'unit_conversion', 'contract', 'deduction_clause',
                'deduction_band', 'contract_payment_term'
            )
            """,
            "目录、价格、合同或条款有行被隔离，金额依据不完整。缺少引用的请补正重交；内容冲突（Q221）的须查清，由两人撤回错的一行。",
            "A row of the catalogue, the prices, a contract or a clause was set aside: send what lacks a reference "
            "again, mended; where two rows contradict each other (Q221), have two people withdraw the wrong one.",
            guards="P2 R4",
            may_be_overridden=True,
        ),
        Rule(
            "no_work_row_is_set_aside",
            "WARN",
            """
            select table_name || ' ' || coalesce(work_order_no, contract_no, '') || ' (' || reason || ')' as offence
            from {batch}
            where table_name not in (
                'work_order', 'catalogue_version', 'service_item', 'price_tier', 'unit_conversion',
                'contract', 'deduction_clause', 'deduction_band', 'contract_payment_term'
            )
            """,
            "有交付、核定等行因引用、时间或冲突被隔离，未计入金额。请在隔离区查看。",
            "Deliveries or other rows of work were set aside and are not counted: see quarantine.",
            guards="P2",
        ),
    ),
)

QUARANTINE = Suite(
    "landing.quarantine",
    (
        Rule(
            "every_row_was_readable",
            "WARN",
            "select file_name || ':' || row_number || ' ' || reason as offence from {batch} where closed_by is null",
            "有行被隔离，未计入金额。请查看原文和原因，补正后重新报送，或经两人决定豁免。",
            "Rows are in quarantine and are not counted: send them again, mended, or have two people decide on them.",
            guards="P2",
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
            guards="R29",
        ),
        Rule(
            "every_acceptance_concerns_work",
            "WARN",
            """
            with work as (
                select work_order_no, order_no, service_period
                from intermediate.int_work_months_gathered
                -- By verification, what was claimed or verified is work as well.
                where delivered_qty is not null or metering_basis = 'VERIFIED'
            ),
            named as (
                select 'WORK_ORDER' as level, work_order_no as ref_no, service_period as period from work
                union
                select 'SERVICE_ORDER', order_no, service_period from work
            )
            select acceptance.accept_no || ' ' || acceptance.level || ' ' || acceptance.ref_no as offence
            from {batch} as acceptance
            -- Level by level: to look at every month of work for every acceptance would take their product.
            anti join (from named union select level, ref_no, null from named) as named
                on
                    acceptance.level = named.level
                    and acceptance.ref_no = named.ref_no
                    and acceptance.period is not distinct from named.period
            """,
            "有验收记录没有对应的工作，未计量。",
            "An acceptance concerns no work that is known, and meters nothing.",
            guards="R29",
        ),
    ),
)

SUITES = (SET_ASIDE, QUARANTINE, ACCEPTANCE)
