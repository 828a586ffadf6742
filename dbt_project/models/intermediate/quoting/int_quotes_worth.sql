-- Grain: one row per quantity to be quoted.
-- Every quantity is a scope of its own: tiers, packages, free quantities and bounds see it alone.
with quotes as (

    select * from {{ ref('int_quotes_itemised') }}

),

priceable as (

    select * from quotes
    where price_problem is null

),

worth as (

    {{ worth_of_points(
        points='priceable',
        key=['row_number'],
        items=ref('stg_rules__service_items'),
        tiers=ref('stg_rules__price_tiers'),
        tiers_checked=ref('int_price_tiers_checked')
    ) }}

)

select
    quotes.row_number,
    quotes.item_code,
    quotes.catalogue_code,
    quotes.catalogue_version,
    quotes.unit_code,
    coalesce(
        quotes.price_problem, case when worth.amount is null then 'BEYOND_TIERS' end
    ) as price_problem,
    quotes.quantity,
    worth.amount_exact,
    worth.amount

from quotes
-- Null where the item has no single price.
left join worth
    on quotes.row_number = worth.row_number
