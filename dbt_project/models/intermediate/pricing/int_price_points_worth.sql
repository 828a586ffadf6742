-- Grain: one row per contract, item, service month and end of the month's quantity, as
-- int_price_points.
-- amount_exact is unrounded; amount is rounded once and lies within the item's bounds. Both are
-- null where the quantity lies beyond the item's highest tier: the gate refuses such a run.
with points as (

    select
        points.contract_no,
        points.item_code,
        points.service_period,
        points.point,
        points.quantity,
        points.catalogue_code,
        points.catalogue_version,
        items.tier_mode,
        items.unit_price,
        items.package_size,
        greatest(points.quantity - coalesce(items.free_qty, 0), 0) as charged_qty,
        items.min_amount,
        items.max_amount,
        coalesce(points.quantity > tiers.highest_qty, false) as is_beyond_tiers

    from {{ ref('int_price_points') }} as points
    inner join {{ ref('stg_rules__service_items') }} as items
        on
            points.catalogue_code = items.catalogue_code
            and points.catalogue_version = items.version_no
            and points.item_code = items.item_code
    left join {{ ref('int_price_tiers_checked') }} as tiers
        on
            points.catalogue_code = tiers.catalogue_code
            and points.catalogue_version = tiers.version_no
            and points.item_code = tiers.item_code

),

tiers_entered as (

    select
        points.contract_no,
        points.item_code,
        points.service_period,
        points.point,
        sum(
            {{ exact_worth(
                'least(points.quantity, tiers.to_qty) - tiers.from_qty', 'tiers.unit_price'
            ) }}
        ) + sum(coalesce(tiers.flat_fee, 0)) as progressive_amount,
        sum({{ exact_worth('points.quantity', 'tiers.unit_price') }} + coalesce(tiers.flat_fee, 0))
        filter (where tiers.to_qty is null or points.quantity <= tiers.to_qty) as volume_amount

    from points
    inner join {{ ref('stg_rules__price_tiers') }} as tiers
        on
            points.catalogue_code = tiers.catalogue_code
            and points.catalogue_version = tiers.version_no
            and points.item_code = tiers.item_code
            and points.quantity > tiers.from_qty

    group by points.contract_no, points.item_code, points.service_period, points.point

),

priced as (

    select
        points.contract_no,
        points.item_code,
        points.service_period,
        points.point,
        points.quantity,
        points.min_amount,
        points.max_amount,
        case
            when points.is_beyond_tiers then null
            when points.tier_mode = 'FLAT'
                then {{ exact_worth('points.charged_qty', 'points.unit_price') }}
            when points.tier_mode = 'PACKAGE'
                then {{ exact_worth(
                    package_count('points.charged_qty', 'points.package_size'), 'points.unit_price'
                ) }}
            when points.tier_mode = 'PROGRESSIVE' then tiers_entered.progressive_amount
            when points.tier_mode = 'VOLUME' then tiers_entered.volume_amount
            when points.tier_mode = 'LUMP' then {{ exact_worth('1', 'points.unit_price') }}
            when points.tier_mode = 'FREE' then {{ exact_worth('0', '0') }}
        end as amount_exact

    from points
    left join tiers_entered
        on
            points.contract_no = tiers_entered.contract_no
            and points.item_code = tiers_entered.item_code
            and points.service_period = tiers_entered.service_period
            and points.point = tiers_entered.point

)

select
    contract_no,
    item_code,
    service_period,
    point,
    quantity,
    case when quantity > 0 then amount_exact else 0 end as amount_exact,
    case
        -- A scope in which nothing was delivered is worth nothing, whatever its minimum.
        when quantity <= 0 then cast(0 as decimal(18, 2))
        when amount_exact is null then null
        else {{ round_yuan('least(greatest(amount_exact, min_amount), max_amount)') }}
    end as amount

from priced
