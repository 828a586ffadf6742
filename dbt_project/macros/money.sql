{#
    The only place for arithmetic on amounts, prices and quantities.
    Everything is DECIMAL or whole; both engines round DECIMAL half away from zero. DuckDB's division of DECIMAL
    gives DOUBLE, Spark's cuts places off, so a quotient is taken over whole numbers (fen, quantity units) instead.
#}

{# A quantity wide enough for any conversion: six places given, eight more for a factor. #}
{% macro exact_quantity(expression) -%}
    cast({{ expression }} as decimal(38, 14))
{%- endmacro %}

{# Quantity times conversion factor: 6 + 8 places, nothing rounded. #}
{% macro converted_quantity(quantity, factor) -%}
    cast(cast({{ quantity }} as decimal(38, 6)) * cast({{ factor }} as decimal(18, 8)) as decimal(38, 14))
{%- endmacro %}

{# Quantity as it is published: six places. #}
{% macro published_quantity(expression) -%}
    cast({{ expression }} as decimal(18, 6))
{%- endmacro %}

{#
    What one delivery counts: as published, in the item's unit. Most are given in it, and nothing needs be worked out. Of
    the others, what stays below 10,000 units has a product of 18 digits at most; DuckDB rounds wider ones in ten times
    as long.
#}
{% macro counted_quantity(quantity, factor) -%}
    case
        when {{ factor }} = 1 then {{ published_quantity(quantity) }}
        when
            (abs({{ quantity }}) < 10000 and {{ factor }} <= 1)
            or (abs({{ quantity }}) < 100000000 and {{ factor }} <= 0.0001)
            then {{ published_quantity(quantity ~ ' * ' ~ factor) }}
        else {{ published_quantity(converted_quantity(quantity, factor)) }}
    end
{%- endmacro %}

{# Exact worth of a quantity at a price: 14 + 6 places. #}
{% macro exact_worth(quantity, unit_price) -%}
    cast({{ quantity }} as decimal(38, 14)) * cast({{ unit_price }} as decimal(18, 6))
{%- endmacro %}

{# The one rounding of an amount: to the fen, half away from zero. #}
{% macro round_yuan(expression) -%}
    cast(round({{ expression }}, 2) as decimal(18, 2))
{%- endmacro %}

{# A share of an amount by a ratio such as 0.100000, rounded once. #}
{% macro share_yuan(amount, ratio) -%}
    {{ round_yuan('cast(' ~ amount ~ ' as decimal(38, 2)) * cast(' ~ ratio ~ ' as decimal(9, 6))') }}
{%- endmacro %}

{# Whole units of 10^-14, for exact quotients; overflows loudly from 10^10 units of an item. #}
{% macro quantity_units(quantity) -%}
    {{ as_whole(exact_quantity(quantity) ~ " * cast(100000000000000 as decimal(15, 0))") }}
{%- endmacro %}

{# An amount in whole fen. #}
{% macro whole_fen(amount) -%}
    {{ as_whole("cast(" ~ amount ~ " as decimal(38, 2)) * 100") }}
{%- endmacro %}

{# Whole fen as an amount in yuan. #}
{% macro yuan_from_fen(fen) -%}
    cast(cast({{ fen }} as decimal(36, 0)) * cast(0.01 as decimal(3, 2)) as decimal(18, 2))
{%- endmacro %}

{#
    Quotient of whole numbers, cut off towards zero. Spark's `div` gives BIGINT and wraps around beyond it, its `/` on
    what is left without the remainder is exact and fails from 10^20 on.
#}
{% macro whole_quotient(dividend, divisor) -%}
    {{ by_engine(
        "(" ~ as_whole(dividend) ~ " // " ~ as_whole(divisor) ~ ")",
        as_whole(
            "(" ~ as_whole(dividend) ~ " - " ~ whole_remainder(dividend, divisor) ~ ") / " ~ as_whole(divisor)
        )
    ) }}
{%- endmacro %}

{% macro whole_remainder(dividend, divisor) -%}
    ({{ as_whole(dividend) }} % {{ as_whole(divisor) }})
{%- endmacro %}

{# Smallest whole number of packages that holds a quantity above 0. #}
{% macro package_count(quantity, package_size) -%}
    {{ whole_quotient(
        quantity_units(quantity) ~ ' + ' ~ quantity_units(package_size) ~ ' - 1', quantity_units(package_size)
    ) }}
{%- endmacro %}

{# amount ÷ (1 + rate), rounded once half away from zero; rate has six places. #}
{% macro without_tax(amount, rate) -%}
    {% set numerator = "(abs(" ~ whole_fen(amount) ~ ") * 1000000)" %}
    {% set divisor = "(1000000 + " ~ as_whole("cast(" ~ rate ~ " as decimal(18, 6)) * 1000000") ~ ")" %}
    {{ sign_of(amount) }} * {{ yuan_from_fen(whole_quotient("2 * " ~ numerator ~ " + " ~ divisor, "2 * " ~ divisor)) }}
{%- endmacro %}

{# What a quantity changed by since it was booked; null where neither side was ever given. #}
{% macro change_since(now_qty, booked_qty) -%}
    case
        when {{ now_qty }} is not null or {{ booked_qty }} is not null
            then {{ published_quantity('coalesce(' ~ now_qty ~ ', 0) - coalesce(' ~ booked_qty ~ ', 0)') }}
    end
{%- endmacro %}

{# Points below the full score times yuan per point, rounded once. #}
{% macro points_worth(points, amount_per_point) -%}
    {{ round_yuan('cast(' ~ points ~ ' as decimal(9, 3)) * cast(' ~ amount_per_point ~ ' as decimal(20, 2))') }}
{%- endmacro %}

{# A share of an amount for each point below the full score, rounded once. #}
{% macro points_share(amount, points, ratio_per_point) -%}
    {{ round_yuan(
        'cast(' ~ amount ~ ' as decimal(20, 2)) * cast(' ~ points ~ ' as decimal(9, 3)) * cast('
        ~ ratio_per_point ~ ' as decimal(9, 6))'
    ) }}
{%- endmacro %}

{# Ex-tax amount of a payable; null where the contract gives no rate. #}
{% macro amount_ex_tax(netted) -%}
    case
        when {{ netted }}.tax_rate is null then null
        when {{ netted }}.is_tax_included
            then cast({{ without_tax(netted ~ '.payable_amt', netted ~ '.tax_rate') }} as decimal(18, 2))
        else {{ netted }}.payable_amt
    end
{%- endmacro %}

{# Tax of a payable: what ex-tax leaves of it where tax is included, otherwise the rate's share of it. #}
{% macro tax_amount(netted) -%}
    case
        when {{ netted }}.tax_rate is null then null
        when {{ netted }}.is_tax_included
            then
                {{ netted }}.payable_amt
                - cast({{ without_tax(netted ~ '.payable_amt', netted ~ '.tax_rate') }} as decimal(18, 2))
        else {{ share_yuan(netted ~ '.payable_amt', netted ~ '.tax_rate') }}
    end
{%- endmacro %}

{# Whether an exact amount lies no more than half a fen from another; null where one of them is missing. #}
{% macro is_within_half_a_fen(amount, exact_amount) -%}
    (abs(cast({{ amount }} as decimal(38, 20)) - {{ exact_amount }}) <= cast(0.005 as decimal(4, 3)))
{%- endmacro %}

{# (submitted - approved) / submitted; null where nothing was submitted or one of the two is missing. #}
{% macro reduction_rate(submitted, approved) -%}
    {{ rate_of('(' ~ submitted ~ ' - ' ~ approved ~ ')', submitted) }}
{%- endmacro %}

{# Rates and interest #}

{#
    part / whole, rounded once half away from zero to six places, over whole fen. Null where the whole is missing, 0 or
    below, and where the rate has more than three digits before its point.
#}
{% macro rate_of(part, whole) -%}
    case
        when {{ whole }} > 0 and abs({{ whole_fen(part) }}) < 1000 * {{ whole_fen(whole) }}
            then try_cast(
                {{ sign_of(part) }}
                * cast(
                    {{ whole_quotient(
                        "2000000 * abs(" ~ whole_fen(part) ~ ") + " ~ whole_fen(whole), "2 * " ~ whole_fen(whole)
                    ) }} as decimal(31, 0)
                )
                * cast(0.000001 as decimal(6, 6)) as decimal(9, 6)
            )
    end
{%- endmacro %}

{# Interest on an amount for days at a rate per day: 2 + 6 places, nothing rounded. #}
{% macro exact_interest(amount, days, rate_per_day) -%}
    (
        cast(cast({{ amount }} as decimal(20, 2)) * cast({{ days }} as decimal(9, 0)) as decimal(27, 2))
        * cast({{ rate_per_day }} as decimal(9, 6))
    )
{%- endmacro %}
