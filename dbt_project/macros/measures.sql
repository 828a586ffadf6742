{# What measures are made of: per cents, and figures as a sentence shows them. #}

{# 100 × part ÷ whole, rounded once half away from zero to six places; null where the whole is missing or not above 0. #}
{% macro per_cent_of(part, whole) -%}
    cast(
        case when {{ part }} < 0 then -1 else 1 end * {{ ratio_of('100 * abs(' ~ part ~ ')', whole) }}
        as decimal(18, 6)
    )
{%- endmacro %}

{# A day given as text; null where it is none. #}
{% macro day_given(text) -%}
    case when regexp_full_match({{ text }}, '\d{4}-\d{2}-\d{2}') then try_cast({{ text }} as date) end
{%- endmacro %}

{# What is due of a year's target by the end of a month: target × month ÷ 12, rounded once to six places. #}
{% macro due_of_target(target, month) -%}
    {{ ratio_of(target ~ ' * cast(' ~ month ~ ' as decimal(2, 0))', 'cast(12 as decimal(2, 0))') }}
{%- endmacro %}

{# value ÷ (target × month ÷ 12), rounded once to six places. #}
{% macro progress_of(value, target, month) -%}
    {{ ratio_of(value ~ ' * cast(12 as decimal(2, 0))', target ~ ' * cast(' ~ month ~ ' as decimal(2, 0))') }}
{%- endmacro %}

{# Whether value ÷ target reaches a bound of month ÷ 12; nothing is rounded. #}
{% macro reaches_share_of_year(value, target, month, bound) -%}
    (
        cast({{ value }} as decimal(20, 6)) * cast(12 as decimal(2, 0))
        >= cast({{ bound }} as decimal(9, 6)) * cast({{ target }} as decimal(18, 6)) * cast({{ month }} as decimal(2, 0))
    )
{%- endmacro %}

{# Whether value ÷ target reaches a bound; nothing is rounded. #}
{% macro reaches_share(value, target, bound) -%}
    (cast({{ value }} as decimal(20, 6)) >= cast({{ bound }} as decimal(9, 6)) * cast({{ target }} as decimal(18, 6)))
{%- endmacro %}

{# Whether value ÷ target lies at least so far behind month ÷ 12; nothing is rounded. #}
{% macro lies_behind(value, target, month, distance) -%}
    (
        (cast({{ month }} as decimal(2, 0)) - cast({{ distance }} as decimal(9, 6)) * cast(12 as decimal(2, 0)))
        * cast({{ target }} as decimal(18, 6))
        >= cast({{ value }} as decimal(20, 6)) * cast(12 as decimal(2, 0))
    )
{%- endmacro %}

{# One rate less another. #}
{% macro rate_less(rate, other) -%}
    cast({{ rate }} - {{ other }} as decimal(9, 6))
{%- endmacro %}
