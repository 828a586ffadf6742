-- Grain: one row per item version that has tiers.
-- Tiers hold (from_qty, to_qty]; they must begin at 0 and each must begin where the one before
-- ends.
with tiers_in_order as (

    select
        catalogue_code,
        version_no,
        item_code,
        from_qty,
        to_qty,
        lag(to_qty, 1, cast(0 as decimal(18, 6))) over (
            partition by catalogue_code, version_no, item_code
            order by from_qty, seq
        ) as expected_from_qty

    from {{ ref('stg_rules__price_tiers') }}

)

select
    catalogue_code,
    version_no,
    item_code,
    bool_and(
        expected_from_qty is not null
        and from_qty = expected_from_qty
        and (to_qty is null or to_qty > from_qty)
    ) as is_contiguous,
    case when not bool_or(to_qty is null) then max(to_qty) end as highest_qty

from tiers_in_order

group by catalogue_code, version_no, item_code
