{#
    What DuckDB and Spark say differently, side by side; what they would silently do differently is never written
    without a macro of this file: models stay one and the same. Models of settlements run on both engines, those of
    evaluations and quotes on DuckDB alone.

    Spark runs with ANSI on, decimals that never lose places, and sessions in Asia/Shanghai: orchestration/spark/sessions.py.
#}

{# One of two texts, by the engine that the models are compiled for; the linter knows no engine and gets DuckDB's. #}
{% macro by_engine(duckdb, spark) -%}
    {{ spark if target is defined and target.type == 'spark' else duckdb }}
{%- endmacro %}

{# Numbers #}

{# The type of whole numbers of up to 38 digits. #}
{% macro whole_type() -%}
    {{ by_engine('hugeint', 'decimal(38, 0)') }}
{%- endmacro %}

{% macro as_whole(expression) -%}
    cast({{ expression }} as {{ whole_type() }})
{%- endmacro %}

{# -1, 0 or 1; Spark's own sign() is a float and makes one of whatever it is multiplied by. #}
{% macro sign_of(number) -%}
    case when {{ number }} < 0 then -1 when {{ number }} > 0 then 1 when {{ number }} = 0 then 0 end
{%- endmacro %}

{# Aggregates #}

{#
    The value in the row with the highest order, of rows that have both; `order` may be a list, which decides in turn.
    Spark's max_by keeps rows without a value.
#}
{% macro at_highest(value, order, only='true') -%}
    {{ by_engine('arg_max', 'max_by') }}({{ value }}, {{ row_of(order) }}) filter ({{ has_all(value, order) }} and {{ only }})
{%- endmacro %}

{# As at_highest, in the row with the lowest order. #}
{% macro at_lowest(value, order, only='true') -%}
    {{ by_engine('arg_min', 'min_by') }}({{ value }}, {{ row_of(order) }}) filter ({{ has_all(value, order) }} and {{ only }})
{%- endmacro %}

{% macro has_all(value, order) -%}
    where {{ value }} is not null and {{ order if order is string else order | join(' is not null and ') }} is not null
{%- endmacro %}

{% macro row_of(order) -%}
    {{ order if order is string else by_engine('row', 'struct') ~ '(' ~ order | join(', ') ~ ')' }}
{%- endmacro %}

{# Different texts in their order, with a separator between them. #}
{% macro texts_joined(text, separator) -%}
    {{ by_engine(
        "string_agg(distinct " ~ text ~ ", '" ~ separator ~ "' order by " ~ text ~ ")",
        "listagg(distinct " ~ text ~ ", '" ~ separator ~ "') within group (order by " ~ text ~ ")"
    ) }}
{%- endmacro %}

{# A bigint that follows from the cells: equal cells give equal numbers, and other cells hardly ever the same. #}
{% macro hash_of(cells) -%}
    {{ by_engine(
        "cast(hash(" ~ cells | join(', ') ~ ") >> 1 as bigint)",
        "xxhash64(" ~ cells | join(', ') ~ ")"
    ) }}
{%- endmacro %}

{#
    The MD5 of a text as a number whose halves `half_of_md5` takes, the same on both engines: `hash_of` is not, and what
    is published is held against what the other engine makes of it. DuckDB's number has the last byte first.
#}
{% macro md5_of(text) -%}
    {{ by_engine("cast(md5_number(" ~ text ~ ") as uhugeint)", "md5(" ~ text ~ ")") }}
{%- endmacro %}

{# The first or the second eight bytes of `md5_of`, the last of them first; sums of them are whole numbers, too. #}
{% macro half_of_md5(digest, half) -%}
    {%- set bytes_reversed -%}
        {%- for byte in range(8, 0, -1) -%}
            substr({{ digest }}, {{ 2 * byte - 1 + (0 if half == 1 else 16) }}, 2){{ ", " if not loop.last }}
        {%- endfor -%}
    {%- endset -%}
    {{ by_engine(
        "cast(" ~ digest ~ (" & cast('18446744073709551615' as uhugeint)" if half == 1 else " >> 64") ~ " as ubigint)",
        "cast(conv(concat(" ~ bytes_reversed ~ "), 16, 10) as decimal(20, 0))"
    ) }}
{%- endmacro %}

{# Rows and columns #}

{% macro all_except(columns) -%}
    * {{ by_engine('exclude', 'except') }} ({{ columns | join(', ') }})
{%- endmacro %}

{# Whether two rows differ in any of the columns; two missing values are the same. #}
{% macro differs_in(columns, left_rows, right_rows) -%}
    (
        {%- for column in columns %}
        {{ left_rows }}.{{ column }} is distinct from {{ right_rows }}.{{ column }}{{ ' or' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{# A row for each whole number from one on, below another; no row where there is none. #}
{% macro each_number(from_number, below) -%}
    {{ by_engine(
        "unnest(range(" ~ from_number ~ ", " ~ below ~ "))",
        "explode(case when " ~ from_number ~ " < " ~ below ~ " then sequence(cast(" ~ from_number ~ " as int), cast("
        ~ below ~ " as int) - 1) else array() end)"
    ) }}
{%- endmacro %}

{# A row for each day from one to another, both included; DuckDB gives moments. #}
{% macro each_day(first_day, final_day) -%}
    {{ each_step(first_day, final_day, 'day') }}
{%- endmacro %}

{# A row for each first day of a month from one to another, both included; DuckDB gives moments. #}
{% macro each_month(first_day, final_day) -%}
    {{ each_step(first_day, final_day, 'month') }}
{%- endmacro %}

{# Spark would count down where the first lies after the last. #}
{% macro each_step(first_day, final_day, unit) -%}
    {{ by_engine(
        "unnest(generate_series(" ~ first_day ~ ", " ~ final_day ~ ", interval 1 " ~ unit ~ "))",
        "explode(case when " ~ first_day ~ " <= " ~ final_day ~ " then sequence(" ~ first_day ~ ", " ~ final_day
        ~ ", interval 1 " ~ unit ~ ") else array() end)"
    ) }}
{%- endmacro %}

{# Days and moments #}

{#
    The clock on the wall in Shanghai: Spark's sessions show every moment by it. It has been eight hours ahead of UTC
    since 1991; where rows are many, asking DuckDB's calendars takes more than twice as long as adding them.
#}
{% macro shanghai_time(moment) -%}
    {%- if by_engine('duckdb', 'spark') == 'spark' -%}
        {{ moment }}
    {%- else -%}
        case
            when {{ moment }} >= timestamptz '1992-01-01 00:00:00+08'
                then make_timestamp(epoch_us({{ moment }}) + 28800000000)
            else {{ moment }} at time zone 'Asia/Shanghai'
        end
    {%- endif -%}
{%- endmacro %}

{# The moment at which a day began in Shanghai. #}
{% macro start_of_day(day) -%}
    (
        cast({{ day }} as timestamp)
        {%- if by_engine('duckdb', 'spark') == 'duckdb' %} at time zone 'Asia/Shanghai'{% endif %}
    )
{%- endmacro %}

{% macro microseconds_of(moment) -%}
    {{ by_engine('epoch_us', 'unix_micros') }}({{ moment }})
{%- endmacro %}

{# The moment at which an hour began: in Shanghai and in UTC the same, so that no clock need be asked. #}
{% macro hour_started(moment) -%}
    {%- set micros = microseconds_of(moment) -%}
    {{ by_engine('make_timestamptz', 'timestamp_micros') }}({{ micros }} - (({{ micros }} % 3600000000) + 3600000000) % 3600000000)
{%- endmacro %}

{% macro year_text(day) -%}
    {{ by_engine("strftime(" ~ day ~ ", '%Y')", "date_format(" ~ day ~ ", 'yyyy')") }}
{%- endmacro %}

{% macro month_text(day) -%}
    {{ by_engine("strftime(" ~ day ~ ", '%Y-%m')", "date_format(" ~ day ~ ", 'yyyy-MM')") }}
{%- endmacro %}

{# A day given as 2020-05-31; null for any other text. #}
{% macro day_or_null(text) -%}
    {{ by_engine("try_cast(" ~ text ~ " as date)", "try_to_date(" ~ text ~ ", 'yyyy-MM-dd')") }}
{%- endmacro %}

{% macro days_after(day, count) -%}
    {{ by_engine(
        "cast(" ~ day ~ " + to_days(cast(" ~ count ~ " as integer)) as date)",
        "date_add(" ~ day ~ ", cast(" ~ count ~ " as integer))"
    ) }}
{%- endmacro %}

{# The same day so many months later, or the month's last day where it has no such day. #}
{% macro months_after(day, count) -%}
    {{ by_engine(
        "cast(" ~ day ~ " + to_months(cast(" ~ count ~ " as integer)) as date)",
        "add_months(" ~ day ~ ", cast(" ~ count ~ " as integer))"
    ) }}
{%- endmacro %}

{% macro days_between(from_day, to_day) -%}
    {{ by_engine(
        "date_sub('day', " ~ from_day ~ ", " ~ to_day ~ ")", "datediff(" ~ to_day ~ ", " ~ from_day ~ ")"
    ) }}
{%- endmacro %}

{# How many anniversaries of a day have come by another, which does not lie before it: of 29 February, on the 28th. #}
{% macro whole_years_between(from_day, to_day) -%}
    {%- set calendar_years = "(year(" ~ to_day ~ ") - year(" ~ from_day ~ "))" -%}
    {{ by_engine(
        "date_sub('year', " ~ from_day ~ ", " ~ to_day ~ ")",
        "(" ~ calendar_years ~ " - case when add_months(" ~ from_day ~ ", 12 * " ~ calendar_years ~ ") > " ~ to_day
        ~ " then 1 else 0 end)"
    ) }}
{%- endmacro %}

{# Whether a day is one from Monday to Friday. #}
{% macro is_weekday(day) -%}
    {{ by_engine("(isodow(" ~ day ~ ") <= 5)", "(weekday(" ~ day ~ ") < 5)") }}
{%- endmacro %}
