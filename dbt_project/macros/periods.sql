{# Business months and days are those of Asia/Shanghai whatever the offset in the file or the session. #}

{% macro business_month(moment) -%}
    {{ month_text(shanghai_time(moment)) }}
{%- endmacro %}

{# The same month as a number such as 202005: for each of many rows it takes a quarter of the time. #}
{% macro business_month_number(moment) -%}
    year({{ shanghai_time(moment) }}) * 100 + month({{ shanghai_time(moment) }})
{%- endmacro %}

{% macro month_number_of(period) -%}
    cast(replace({{ period }}, '-', '') as integer)
{%- endmacro %}

{% macro month_of_number(number) -%}
    {%- set text = "cast(" ~ number ~ " as string)" -%}
    concat(left({{ text }}, 4), '-', right({{ text }}, 2))
{%- endmacro %}

{% macro business_day(moment) -%}
    cast({{ shanghai_time(moment) }} as date)
{%- endmacro %}

{% macro day_of_month(moment) -%}
    day({{ shanghai_time(moment) }})
{%- endmacro %}

{% macro hour_of_day(moment) -%}
    hour({{ shanghai_time(moment) }})
{%- endmacro %}

{% macro month_of(day) -%}
    {{ month_text(day) }}
{%- endmacro %}

{# Of a year in place of a month there is none. #}
{% macro months_before(month, count) -%}
    {{ month_text(months_after(day_or_null(month ~ " || '-01'"), '-(' ~ count ~ ')')) }}
{%- endmacro %}

{% macro first_day(month) -%}
    cast({{ month }} || '-01' as date)
{%- endmacro %}

{% macro last_day_of(month) -%}
    last_day(cast({{ month }} || '-01' as date))
{%- endmacro %}

{#
    The contract year that a month belongs to, counted from 0: how many anniversaries of the start have come
    by the month's first day. The month in which the contract starts belongs to its first year.
#}
{% macro contract_year(service_from, month) -%}
    greatest({{ whole_years_between(service_from, first_day(month)) }}, 0)
{%- endmacro %}

{# First and last month of a period written 2020-05, 2020-Q2 or 2020. #}
{% macro period_first_month(period) -%}
    case
        when {{ period }} like '%-Q%'
            then left({{ period }}, 4) || '-' || lpad(cast(cast(right({{ period }}, 1) as integer) * 3 - 2 as string), 2, '0')
        when length({{ period }}) = 4 then {{ period }} || '-01'
        else {{ period }}
    end
{%- endmacro %}

{% macro period_last_month(period) -%}
    case
        when {{ period }} like '%-Q%'
            then left({{ period }}, 4) || '-' || lpad(cast(cast(right({{ period }}, 1) as integer) * 3 as string), 2, '0')
        when length({{ period }}) = 4 then {{ period }} || '-12'
        else {{ period }}
    end
{%- endmacro %}
