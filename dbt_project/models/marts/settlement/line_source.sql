-- Grain: one row per settlement line and input row that decided it; deliveries are in
-- delivery_fate.
with lines as (

    select * from {{ ref('settlement_line') }}

),

numbers as (

    -- Either number by itself: a join on one or the other would compare every line with every
    -- acceptance.
    select
        line_id,
        work_order_no as ref_no
    from lines
    union
    select
        line_id,
        order_no as ref_no
    from lines

),

sources as (

    select
        lines.line_id,
        'contract' as table_name,
        contracts.file_sha256,
        contracts.row_number
    from lines
    inner join {{ ref('stg_rules__contracts') }} as contracts
        on lines.contract_no = contracts.contract_no

    union

    select
        lines.line_id,
        'work_order' as table_name,
        work_orders.file_sha256,
        work_orders.row_number
    from lines
    inner join {{ ref('stg_work__work_orders') }} as work_orders
        on lines.work_order_no = work_orders.work_order_no

    union

    select
        lines.line_id,
        'service_item' as table_name,
        priced.price_file_sha256 as file_sha256,
        priced.price_row_number as row_number
    from lines
    inner join {{ ref('int_work_months_priced') }} as priced
        on
            lines.work_order_no = priced.work_order_no
            and lines.service_period = priced.service_period
            and lines.item_code = priced.item_code

    union

    select
        lines.line_id,
        'price_tier' as table_name,
        tiers.file_sha256,
        tiers.row_number
    from lines
    inner join {{ ref('int_work_months_priced') }} as priced
        on
            lines.work_order_no = priced.work_order_no
            and lines.service_period = priced.service_period
            and lines.item_code = priced.item_code
    inner join {{ ref('stg_rules__price_tiers') }} as tiers
        on
            priced.catalogue_code = tiers.catalogue_code
            and priced.catalogue_version = tiers.version_no
            and priced.item_code = tiers.item_code

    union

    select
        lines.line_id,
        'metering_claim' as table_name,
        claims.file_sha256,
        claims.row_number
    from lines
    inner join {{ ref('stg_work__metering_claims') }} as claims
        on
            lines.work_order_no = claims.work_order_no
            and lines.service_period = claims.period

    union

    select
        lines.line_id,
        'metering_verification' as table_name,
        verifications.file_sha256,
        verifications.row_number
    from lines
    inner join {{ ref('stg_work__metering_verifications') }} as verifications
        on
            lines.work_order_no = verifications.work_order_no
            and lines.service_period = verifications.period

    union

    select
        numbers.line_id,
        'acceptance' as table_name,
        acceptances.file_sha256,
        acceptances.row_number
    from numbers
    inner join {{ ref('stg_work__acceptances') }} as acceptances
        on numbers.ref_no = acceptances.ref_no

)

select
    sources.line_id,
    parameters.run_id,
    sources.table_name,
    sources.file_sha256,
    sources.row_number

from sources
cross join {{ ref('stg_run__parameters') }} as parameters
