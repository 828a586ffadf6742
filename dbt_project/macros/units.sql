{#
    A query for the units in which quantities may be given: one row per key and unit with the factor to the unit
    of the item. `subjects` has the key column, item_code and unit_code.

    The item's own unit needs no registration; a registered pair for the item goes before one for all items, and
    both go before the built-in pairs of 条.
#}
{% macro unit_factors(subjects, key, conversions, built_in) -%}
with subjects as (

    select
        {{ key }},
        item_code,
        unit_code
    from {{ subjects }}

),

candidates as (

    select
        {{ key }},
        unit_code as unit,
        cast(1 as decimal(18, 8)) as factor,
        0 as preference
    from subjects

    union all

    select
        subjects.{{ key }},
        conversions.from_unit as unit,
        conversions.factor,
        case when conversions.item_code is null then 2 else 1 end as preference
    from subjects
    inner join {{ conversions }} as conversions
        on
            subjects.unit_code = conversions.to_unit
            and (conversions.item_code is null or subjects.item_code = conversions.item_code)

    union all

    select
        subjects.{{ key }},
        built_in.from_unit as unit,
        cast(built_in.factor as decimal(18, 8)) as factor,
        3 as preference
    from subjects
    inner join {{ built_in }} as built_in
        on subjects.unit_code = built_in.to_unit

)

select
    {{ key }},
    unit,
    {{ at_lowest('factor', 'preference') }} as factor

from candidates

group by {{ key }}, unit
{%- endmacro %}
