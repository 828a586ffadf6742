-- Grain: one row per quantity to be quoted.
-- The version is the one asked for; where none is, the only one that the catalogue has, unless a
-- day was asked for; otherwise the one in force on the day.
with versions_known as (

    select
        catalogue_code,
        version_no
    from {{ ref('stg_rules__catalogue_versions') }}
    union
    select
        catalogue_code,
        version_no
    from {{ ref('stg_rules__service_items') }}

),

versions_counted as (

    select
        *,
        count(*) over (partition by catalogue_code) as version_count

    from versions_known

),

items_versioned as (

    select
        items.catalogue_code,
        items.version_no,
        items.item_code,
        case
            when request.version_no is not null then items.version_no = request.version_no
            when not request.is_day_given and versions.version_count = 1 then true
            else coalesce({{ is_in_force('dated', 'request.priced_on') }}, false)
        end as is_applicable

    from {{ ref('stg_rules__service_items') }} as items
    inner join versions_counted as versions
        on
            items.catalogue_code = versions.catalogue_code
            and items.version_no = versions.version_no
    -- Null where no row dates the version: it is in force on no day.
    left join {{ ref('stg_rules__catalogue_versions') }} as dated
        on
            items.catalogue_code = dated.catalogue_code
            and items.version_no = dated.version_no
    cross join {{ ref('stg_quote__request') }} as request

),

rows_versioned as (

    select
        quotes.row_number,
        quotes.item_code,
        quotes.quantity,
        quotes.unit,
        count(items.item_code) as item_count,
        count(items.item_code) filter (where items.is_applicable) as applicable_count,
        min(items.catalogue_code) filter (where items.is_applicable) as catalogue_code,
        min(items.version_no) filter (where items.is_applicable) as version_no

    from {{ ref('stg_quote__rows') }} as quotes
    -- Null where no version has the item.
    left join items_versioned as items
        on quotes.item_code = items.item_code

    group by quotes.row_number, quotes.item_code, quotes.quantity, quotes.unit

),

rows_itemised as (

    select
        quotes.row_number,
        quotes.item_code,
        quotes.catalogue_code,
        quotes.version_no as catalogue_version,
        quotes.quantity,
        coalesce(quotes.unit, items.unit_code) as unit,
        items.unit_code,
        case
            when quotes.item_count = 0 then 'NO_ITEM'
            when quotes.applicable_count = 0 then 'NO_VERSION'
            when quotes.applicable_count > 1 then 'SEVERAL_VERSIONS'
            else {{ price_problem('items', 'tiers') }}
        end as price_problem

    from rows_versioned as quotes
    left join {{ ref('stg_rules__service_items') }} as items
        on
            quotes.catalogue_code = items.catalogue_code
            and quotes.version_no = items.version_no
            and quotes.item_code = items.item_code
    left join {{ ref('int_price_tiers_checked') }} as tiers
        on
            quotes.catalogue_code = tiers.catalogue_code
            and quotes.version_no = tiers.version_no
            and quotes.item_code = tiers.item_code

),

factors as (

    {{ unit_factors(
        subjects='rows_itemised',
        key='row_number',
        conversions=ref('stg_rules__unit_conversions'),
        built_in=ref('stg_run__built_in_units')
    ) }}

)

select
    quotes.row_number,
    quotes.item_code,
    quotes.catalogue_code,
    quotes.catalogue_version,
    quotes.unit_code,
    {{ converted_quantity('quotes.quantity', 'factors.factor') }} as quantity,
    case
        when quotes.price_problem is not null then quotes.price_problem
        when factors.factor is null then 'NO_CONVERSION'
    end as price_problem

from rows_itemised as quotes
-- Null where the unit does not convert to the item's.
left join factors
    on
        quotes.row_number = factors.row_number
        and quotes.unit = factors.unit
