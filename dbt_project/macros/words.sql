{#
    An amount of yuan in the capital characters of Chinese vouchers. DuckDB is lent the product's own function; Spark's
    workers may have no Python, so it gets the same in SQL, which a test holds against that function.
#}
{% macro amount_in_words(amount) -%}
    {{ by_engine('amount_in_words(' ~ amount ~ ')', words_of_amount(amount)) }}
{%- endmacro %}

{# Sixteen digits of yuan and two of fen are taken apart as text. #}
{% macro words_of_amount(amount) -%}
    transform(
        array(lpad(cast(cast(abs(cast({{ amount }} as decimal(20, 2))) * 100 as decimal(18, 0)) as string), 18, '0')),
        digits -> concat(
            '人民币',
            case when {{ amount }} < 0 then '负' else '' end,
            case
                when left(digits, 16) > repeat('0', 16) then concat({{ words_of_yuan('digits') }}, '元')
                when right(digits, 2) = '00' then '零元'
                else ''
            end,
            case
                when substr(digits, 17, 1) <> '0' then concat({{ capital_digits('substr(digits, 17, 1)') }}, '角')
                when right(digits, 2) <> '00' and left(digits, 16) > repeat('0', 16) then '零'
                else ''
            end,
            case
                when right(digits, 1) <> '0' then concat({{ capital_digits('right(digits, 1)') }}, '分') else '整'
            end
        )
    )[0]
{%- endmacro %}

{# Four groups of four digits; 零 stands before a group that does not begin at once after another. #}
{% macro words_of_yuan(digits) -%}
    concat(
        {%- for group in range(4) %}
        {%- set own = "substr(" ~ digits ~ ", " ~ (4 * group + 1) ~ ", 4)" %}
        {%- set before = "substr(" ~ digits ~ ", " ~ (4 * group - 3) ~ ", 4)" %}
        case
            when {{ own }} = '0000' then ''
            else concat(
                {%- if group %}
                case
                    when
                        left({{ digits }}, {{ 4 * group }}) > repeat('0', {{ 4 * group }})
                        and ({{ before }} = '0000' or {{ own }} < '1000')
                        then '零'
                    else ''
                end,
                {%- endif %}
                {{ words_of_group(own) }},
                {%- if group == 0 %}
                -- 亿 is said once: 万 alone where 亿 follows.
                case when substr({{ digits }}, 5, 4) = '0000' then '万亿' else '万' end
                {%- else %}
                '{{ ['', '亿', '万', ''][group] }}'
                {%- endif %}
            )
        end{{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{# Consecutive zeros become one 零, and none stands at either end. #}
{% macro words_of_group(four_digits) -%}
    trim(both '零' from regexp_replace(regexp_replace(concat(
        {{ capital_digits('substr(' ~ four_digits ~ ', 1, 1)') }}, '仟',
        {{ capital_digits('substr(' ~ four_digits ~ ', 2, 1)') }}, '佰',
        {{ capital_digits('substr(' ~ four_digits ~ ', 3, 1)') }}, '拾',
        {{ capital_digits('substr(' ~ four_digits ~ ', 4, 1)') }}
    ), '零[仟佰拾]', '零'), '零+', '零'))
{%- endmacro %}

{% macro capital_digits(text) -%}
    translate({{ text }}, '0123456789', '零壹贰叁肆伍陆柒捌玖')
{%- endmacro %}
