{#
    What catalogue prices mean, once for settlements and quotes; the arithmetic itself is in money.sql.
#}

{# Why an item's price cannot be applied; null where it can. The relations are aliases of an item and its tiers. #}
{% macro price_problem(items, tiers) -%}
    case
        when {{ items }}.tier_mode in ('FLAT', 'PACKAGE', 'LUMP') and {{ items }}.unit_price is null
            then 'NO_PRICE'
        when {{ items }}.tier_mode = 'PACKAGE' and coalesce({{ items }}.package_size, 0) <= 0
            then 'NO_PACKAGE_SIZE'
        when {{ items }}.tier_mode in ('PROGRESSIVE', 'VOLUME') and {{ tiers }}.item_code is null
            then 'NO_TIERS'
        when {{ items }}.tier_mode in ('PROGRESSIVE', 'VOLUME') and not {{ tiers }}.is_contiguous
            then 'TIER_GAP'
        when {{ items }}.tier_mode in ('PROGRESSIVE', 'VOLUME', 'LUMP', 'FREE') and {{ items }}.free_qty > 0
            then 'FREE_QTY_UNDEFINED'
    end
{%- endmacro %}

{# Whether a catalogue version is in force on a day, both ends included. #}
{% macro is_in_force(versions, day) -%}
    (
        {{ versions }}.effective_from <= {{ day }}
        and coalesce({{ versions }}.effective_to >= {{ day }}, true)
    )
{%- endmacro %}

{#
    A query for what quantities are worth: one row per row of `points`, with its `key` columns, quantity,
    amount_exact and amount.

    A point is a quantity of an item that is priced as a whole: it has the columns catalogue_code,
    catalogue_version, item_code and quantity beside its key. amount_exact lies within the item's bounds and is
    unrounded, amount is it rounded once. Both are null where the quantity lies beyond the item's highest tier.
#}
{% macro worth_of_points(points, key, items, tiers, tiers_checked) -%}
{%- set of_point = "points." ~ key | join(", points.") -%}
with points as (

    select
        {{ of_point }},
        points.quantity,
        points.catalogue_code,
        points.catalogue_version,
        points.item_code as priced_item_code,
        items.tier_mode,
        items.unit_price,
        items.package_size,
        greatest(points.quantity - coalesce(items.free_qty, 0), 0) as charged_qty,
        items.min_amount,
        items.max_amount,
        coalesce(points.quantity > tiers.highest_qty, false) as is_beyond_tiers

    from {{ points }} as points
    inner join {{ items }} as items
        on
            points.catalogue_code = items.catalogue_code
            and points.catalogue_version = items.version_no
            and points.item_code = items.item_code
    left join {{ tiers_checked }} as tiers
        on
            points.catalogue_code = tiers.catalogue_code
            and points.catalogue_version = tiers.version_no
            and points.item_code = tiers.item_code

),

tiers_entered as (

    select
        {{ of_point }},
        sum(
            {{ exact_worth(
                'least(points.quantity, tiers.to_qty) - tiers.from_qty', 'tiers.unit_price'
            ) }}
        ) + sum(coalesce(tiers.flat_fee, 0)) as progressive_amount,
        sum({{ exact_worth('points.quantity', 'tiers.unit_price') }} + coalesce(tiers.flat_fee, 0))
        filter (where tiers.to_qty is null or points.quantity <= tiers.to_qty) as volume_amount

    from points
    inner join {{ tiers }} as tiers
        on
            points.catalogue_code = tiers.catalogue_code
            and points.catalogue_version = tiers.version_no
            and points.priced_item_code = tiers.item_code
            and points.quantity > tiers.from_qty

    group by {{ of_point }}

),

priced as (

    select
        {{ of_point }},
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
        end as amount_in_mode

    from points
    left join tiers_entered
        on
            {% for column in key -%}
            points.{{ column }} = tiers_entered.{{ column }}{% if not loop.last %} and {% endif %}
            {%- endfor %}

),

bounded as (

    select
        {{ key | join(", ") }},
        quantity,
        case
            -- A scope in which nothing was delivered is worth nothing, whatever its minimum.
            when quantity <= 0 then 0
            when amount_in_mode is null then null
            else least(greatest(amount_in_mode, min_amount), max_amount)
        end as amount_exact

    from priced

)

select
    {{ key | join(", ") }},
    quantity,
    amount_exact,
    {{ round_yuan('amount_exact') }} as amount

from bounded
{%- endmacro %}
