"""What must hold of prices, orders, quantities and scores that a run was given, beside what else is known of them."""

from expectations.rule import Rule, Suite

QUANTITIES = Suite(
    "intermediate.int_profiles_known",
    (
        Rule(
            "no_quantity_is_a_hundredfold",
            "BLOCK",
            """
            with days as (select * from {batch} where facet = 'DAY'),
            months as (
                select contract_no, item_code, service_period, is_new, sum(quantity) as quantity,
                    sum(delivery_count) as delivery_count, max(largest_qty) as largest_qty
                from days
                group by contract_no, item_code, service_period, is_new
            ),
            earlier as (
                select contract_no, item_code, max(quantity) as quantity, sum(delivery_count) as delivery_count,
                    max(largest_qty) as largest_qty, count(*) as month_count
                from months
                where not is_new
                group by contract_no, item_code
            )
            select months.contract_no || ' ' || months.item_code || ' ' || months.service_period || ': '
                || months.quantity || ' ≫ '
                || earlier.quantity as offence
            from months
            inner join earlier on months.contract_no = earlier.contract_no and months.item_code = earlier.item_code
            where
                months.is_new
                and earlier.delivery_count >= 20
                and (
                    (earlier.month_count >= 2 and months.quantity > 100 * earlier.quantity)
                    or months.largest_qty > 200 * cast(earlier.largest_qty as decimal(38, 6))
                )
            """,
            "数量达到以往最大值的百倍以上，几乎可以肯定计量单位有误。请更正后重新报送；数量属实的，由两人放行。",
            "A quantity is more than a hundred times any before, which a wrong unit explains and hardly anything "
            "else: send it again, mended; where it is true, two people may let it pass.",
            guards="R8 R15",
            may_be_overridden=True,
        ),
    ),
)

CONTENTS = Suite(
    "intermediate.int_contents_delivered_twice",
    (
        Rule(
            "no_content_is_delivered_twice",
            "WARN",
            """
            select work_order_no || ' ' || content_hash || ': ' || first_deliverable_key || ' = '
                || last_deliverable_key as offence
            from {batch}
            """,
            "同一工单、同一时刻、同一内容摘要的交付以不同名称报送，会重复计费。请查清后撤回其中一项，或由两人放行。",
            "One content was delivered under two names at one moment of one work order and would be paid twice: find "
            "out, and withdraw one, or have two people let it pass.",
            guards="R10 R88",
        ),
    ),
)

ORDERS = Suite(
    "intermediate.int_work_orders_itemised",
    (
        Rule(
            "an_order_and_its_service_order_name_one_contract",
            "WARN",
            """
            select distinct orders.work_order_no || ' ' || orders.contract_no || ' <> '
                || service_order.contract_no as offence
            from {batch} as orders
            inner join landing.service_order as service_order on orders.order_no = service_order.order_no
            where orders.contract_no <> service_order.contract_no
            union all
            select 'service order ' || order_no || ': '
                || string_agg(distinct contract_no, ' / ' order by contract_no) as offence
            from {batch}
            group by order_no
            having count(distinct contract_no) > 1
            """,
            "工单与其服务单的合同不同，或一个服务单的工单分属两个合同。请查清工作属于哪个合同，更正后重新报送。",
            "A work order names another contract than its service order, or two work orders of one service order do: "
            "find out whose the work is and send it again, mended.",
            guards="R14 R17",
        ),
    ),
)

SCORES = Suite(
    "intermediate.int_scores_known",
    (
        Rule(
            "every_score_lies_on_its_scale",
            "WARN",
            """
            select contract_no || ' ' || period || ' ' || score as offence
            from {batch}
            -- Up to 120: scales of 100 with points on top exist.
            where score not between 0 and 120
            """,
            "考核得分不在 0 到 120 之间。请核对小数点。",
            "A score does not lie between 0 and 120: check its decimal point.",
            guards="R39 R70",
        ),
    ),
)

PRICES = Suite(
    "intermediate.int_work_months_priced",
    (
        Rule(
            "a_new_price_keeps_to_the_old",
            "WARN",
            """
            with used as (
                select distinct priced.catalogue_code, priced.catalogue_version, priced.item_code
                from {batch} as priced
                inner join intermediate.int_months_reckoned as months
                    on priced.contract_no = months.contract_no and priced.service_period = months.service_period
                where not months.is_booked
            )
            select
                used.catalogue_code || ' ' || used.item_code || ': ' || old.version_no || ' ' || old.unit_price
                    || ' → '
                || new.version_no || ' ' || new.unit_price as offence
            from used
            inner join landing.service_item as new
                on used.catalogue_code = new.catalogue_code and used.item_code = new.item_code
                and used.catalogue_version = new.version_no
            inner join landing.catalogue_version as of_new
                on new.catalogue_code = of_new.catalogue_code and new.version_no = of_new.version_no
            inner join landing.service_item as old
                on new.catalogue_code = old.catalogue_code and new.item_code = old.item_code
                    and new.unit_code = old.unit_code
            inner join landing.catalogue_version as of_old
                on old.catalogue_code = of_old.catalogue_code and old.version_no = of_old.version_no
            where
                of_old.effective_from < of_new.effective_from
                and old.unit_price > 0
                and (
                    new.unit_price > 3 * cast(old.unit_price as decimal(38, 6))
                    or 3 * cast(new.unit_price as decimal(38, 6)) < old.unit_price
                )
            qualify row_number() over (
                partition by used.catalogue_code, used.item_code, new.version_no order by of_old.effective_from desc
            ) = 1
            """,
            "服务项新版本的单价与上一版本相差三倍以上。请核对单位（万元、元）和小数点。",
            "An item's price differs from that of the version before by more than three times: check its unit (万元 or "
            "元) and decimal point.",
            guards="R11",
        ),
        Rule(
            "a_catalogue_is_reviewed_and_published",
            "WARN",
            """
            select distinct version.catalogue_code || ' ' || version.version_no as offence
            from {batch} as priced
            inner join intermediate.int_months_reckoned as months
                on priced.contract_no = months.contract_no and priced.service_period = months.service_period
            inner join landing.catalogue_version as version
                on priced.catalogue_code = version.catalogue_code and priced.catalogue_version = version.version_no
            where
                not months.is_booked
                and (version.approved_on is null or version.published_on is null or version.joint_review_no is null)
                -- Quiet where no version ever names them: then the steps are not recorded here.
                and exists (
                    select 1 from landing.catalogue_version as other
                    where other.approved_on is not null or other.published_on is not null
                        or other.joint_review_no is not null
                )
            """,
            "用于计价的目录版本缺少联合评审、批准或发布的记录（管理办法第十一条）。请补充。",
            "A catalogue version prices work without a record of its joint review, approval or publication "
            "(measures, article 11): add them.",
            guards="R1 R2",
        ),
    ),
)

SUITES = (QUANTITIES, CONTENTS, ORDERS, SCORES, PRICES)
