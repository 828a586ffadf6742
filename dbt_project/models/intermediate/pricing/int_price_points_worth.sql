-- Grain: one row per contract, item, service month and end of the month's quantity, as
-- int_price_points.
-- amount_exact is unrounded, amount is rounded once; both lie within the item's bounds. Both are
-- null where the quantity lies beyond the item's highest tier: the gate refuses such a run.
{{ worth_of_points(
    points=ref('int_price_points'),
    key=['contract_no', 'item_code', 'service_period', 'point'],
    items=ref('stg_rules__service_items'),
    tiers=ref('stg_rules__price_tiers'),
    tiers_checked=ref('int_price_tiers_checked')
) }}
