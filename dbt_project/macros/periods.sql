{# Business months and days are those of Asia/Shanghai whatever the offset in the file or the session. #}

{% macro business_month(moment) -%}
    strftime({{ moment }} at time zone 'Asia/Shanghai', '%Y-%m')
{%- endmacro %}

{% macro business_day(moment) -%}
    cast({{ moment }} at time zone 'Asia/Shanghai' as date)
{%- endmacro %}

{% macro day_of_month(moment) -%}
    day({{ moment }} at time zone 'Asia/Shanghai')
{%- endmacro %}

{% macro hour_of_day(moment) -%}
    hour({{ moment }} at time zone 'Asia/Shanghai')
{%- endmacro %}

{% macro month_of(day) -%}
    strftime({{ day }}, '%Y-%m')
{%- endmacro %}

{# Of a year in place of a month there is none. #}
{% macro months_before(month, count) -%}
    strftime(try_cast({{ month }} || '-01' as date) - interval ({{ count }}) month, '%Y-%m')
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
    greatest(
        date_sub('year', cast({{ service_from }} as date), {{ first_day(month) }}), 0
    )
{%- endmacro %}

{# First and last month of a period written 2020-05, 2020-Q2 or 2020. #}
{% macro period_first_month(period) -%}
    case
        when {{ period }} like '%-Q%'
            then left({{ period }}, 4) || '-' || lpad(cast(cast(right({{ period }}, 1) as integer) * 3 - 2 as varchar), 2, '0')
        when length({{ period }}) = 4 then {{ period }} || '-01'
        else {{ period }}
    end
{%- endmacro %}

{% macro period_last_month(period) -%}
    case
        when {{ period }} like '%-Q%'
            then left({{ period }}, 4) || '-' || lpad(cast(cast(right({{ period }}, 1) as integer) * 3 as varchar), 2, '0')
        when length({{ period }}) = 4 then {{ period }} || '-12'
        else {{ period }}
    end
{%- endmacro %}
