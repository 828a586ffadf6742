{#
    The only place for arithmetic on scores, weights and rates of scores, beside money.sql for amounts.
    Scores and weights have three places; quotients are taken over whole thousandths, half away from zero.
#}

{% macro as_score(expression) -%}
    cast({{ expression }} as decimal(9, 3))
{%- endmacro %}

{# A score or weight in whole thousandths. #}
{% macro whole_milli(score) -%}
    {{ as_whole("cast(" ~ score ~ " as decimal(38, 3)) * 1000") }}
{%- endmacro %}

{# Whole thousandths as a score. #}
{% macro score_from_milli(milli) -%}
    cast(cast({{ milli }} as decimal(35, 0)) * cast(0.001 as decimal(3, 3)) as decimal(9, 3))
{%- endmacro %}

{# A decimal of up to six places in whole millionths. #}
{% macro whole_micro(number) -%}
    {{ as_whole("cast(" ~ number ~ " as decimal(38, 6)) * 1000000") }}
{%- endmacro %}

{# part / whole rounded once to six places; null where the whole is missing or not above 0. #}
{% macro ratio_of(part, whole) -%}
    case
        when {{ whole }} > 0
            then cast(
                cast(
                    {{ whole_quotient(
                        "2000000 * " ~ whole_micro(part) ~ " + " ~ whole_micro(whole), "2 * " ~ whole_micro(whole)
                    ) }} as decimal(35, 0)
                ) * cast(0.000001 as decimal(6, 6)) as decimal(18, 6)
            )
    end
{%- endmacro %}

{#
    A weight's share part / whole as a score, rounded once half up to so many places; both sides from 0 on, and the
    quotient is not rounded before it is multiplied.
#}
{% macro score_share(weight, part, whole, places=2) -%}
    {%- set step = {2: 10, 3: 1}[places] -%}
    case
        when {{ whole }} > 0
            then {{ score_from_milli(
                step ~ " * " ~ whole_quotient(
                    "2 * " ~ whole_milli(weight) ~ " * " ~ whole_micro(part) ~ " + " ~ step ~ " * " ~ whole_micro(whole),
                    "2 * " ~ step ~ " * " ~ whole_micro(whole)
                )
            ) }}
    end
{%- endmacro %}

{# Whether a score lies at or above a bound per 100 of a weight; nothing is rounded. #}
{% macro reaches(score, weight, bound) -%}
    (
        cast({{ score }} as decimal(18, 3)) * 100
        >= cast({{ bound }} as decimal(18, 3)) * cast({{ weight }} as decimal(18, 3))
    )
{%- endmacro %}

{#
    A query that passes each parent's weight down to its groups with anything that applies, in proportion to their
    own weights, in whole thousandths; the largest remainder gets the first that is left, ties go by the group's name.

    Args:
        parents: Relation with a parent's group and `milli`, its weight.
        parent: Column of `leaves` and of the parents that names a parent.
        child: Column of `leaves` that names a group below it.
#}
{% macro passed_down(parents, parent, child) -%}
select
    {{ child }},
    share_milli
    + case
        when
            row_number() over (partition by {{ parent }} order by share_remainder desc, {{ child }})
            <= milli - sum(share_milli) over (partition by {{ parent }})
            then 1
        else 0
    end as milli
from (
    select
        *,
        {{ whole_quotient('milli * own_milli', 'all_milli') }} as share_milli,
        {{ whole_remainder('milli * own_milli', 'all_milli') }} as share_remainder
    from (
        select
            children.{{ child }},
            children.{{ parent }},
            children.own_milli,
            parents.milli,
            cast(sum(children.own_milli) over (partition by children.{{ parent }}) as hugeint) as all_milli
        from (
            select {{ parent }}, {{ child }}, {{ whole_milli('sum(framework_weight)') }} as own_milli
            from leaves
            where framework_weight is not null
            group by {{ parent }}, {{ child }}
            having bool_or(is_applicable) and sum(framework_weight) > 0
        ) as children
        inner join {{ parents }} as parents on children.{{ parent }} = parents.{{ parent }}
    )
)
{%- endmacro %}


{# Reading #}

{# A number as a cell of text holds it; null for whatever else stands there. #}
{% macro number_of_cell(text) -%}
    try_cast(
        case when regexp_full_match(trim({{ text }}), '-?[0-9]{1,12}([.][0-9]{1,6})?') then trim({{ text }}) end
        as decimal(18, 6)
    )
{%- endmacro %}

{# Whether a unit is per cent. #}
{% macro is_percent_unit(unit) -%}
    coalesce({{ unit }} in ('%', '％', '百分比'), false)
{%- endmacro %}

{# The same where the unit is per cent: the sign after the number says what the unit says. #}
{% macro number_in_unit(text, is_percent) -%}
    {{ number_of_cell(
        "case when " ~ is_percent ~ " then rtrim(trim(" ~ text ~ "), '%％') else " ~ text ~ " end"
    ) }}
{%- endmacro %}

{# A parameter of a rule: a number from 0 on, below a million. #}
{% macro read_parameter(text) -%}
    try_cast(
        case when regexp_full_match(trim({{ text }}), '[0-9]{1,6}([.][0-9]{1,6})?') then trim({{ text }}) end
        as decimal(18, 6)
    )
{%- endmacro %}

{# A parameter of an indicator's own as text; `params` is JSON, null where nothing stands under the key. #}
{% macro own_parameter(key) -%}
    json_extract_string(params, '$.{{ key }}')
{%- endmacro %}

{# An indicator's own parameter, otherwise that of its profile, a map from `RULE.parameter`. #}
{% macro rule_parameter(rule, key) -%}
    coalesce({{ own_parameter(key) }}, profile['{{ rule }}.{{ key }}'])
{%- endmacro %}

{# Text that is JSON of a type, ARRAY or OBJECT; null for whatever else stands there. #}
{% macro json_of_type(text, type) -%}
    case when json_valid({{ text }}) then case when json_type({{ text }}) = '{{ type }}' then {{ text }} end end
{%- endmacro %}

{# The name of an indicator's own parameter that stands there and does not read as it must; null where it does. #}
{% macro unread_parameter(key, is_read) -%}
    case when json_exists(params, '$.{{ key }}') and not coalesce({{ is_read }}, false) then '{{ key }}' end
{%- endmacro %}

{# A level's part of a weight, from a JSON object of pairs such as {"PART":[0.6,0.8]}, in millionths. #}
{% macro level_bounds(levels, level) -%}
    struct_pack(
        low_micro := {{ whole_micro(read_parameter("json_extract_string(" ~ levels ~ ", '$." ~ level ~ "[0]')")) }},
        high_micro := {{ whole_micro(read_parameter("json_extract_string(" ~ levels ~ ", '$." ~ level ~ "[1]')")) }}
    )
{%- endmacro %}

{# A day written year first; null for whatever else stands there, a month among it. #}
{% macro read_day(text) -%}
    try_cast(
        case
            when regexp_full_match(
                trim({{ text }}),
                '[0-9]{4}(-[0-9]{1,2}-|/[0-9]{1,2}/|[.][0-9]{1,2}[.]|年[0-9]{1,2}月)[0-9]{1,2}日?([ T]00:00(:00)?)?'
            )
                then regexp_replace(
                    regexp_replace(left(trim({{ text }}), 10), '[日 T].*$', ''), '[/.年月]', '-', 'g'
                )
        end as date
    )
{%- endmacro %}

{# FULL, PART or NONE for the names under which forms offer the three levels; null for whatever else stands there. #}
{% macro read_level(text) -%}
    case
        when upper(trim({{ text }})) in (
            'FULL', '达成', '全部达成', '完全达成', '达成预期指标', '全部达成预期指标', '全部或基本达成预期指标', '全部或基本达成'
        ) then 'FULL'
        when upper(trim({{ text }})) in (
            'PART', '部分达成', '部分达成预期指标', '部分达成预期指标并具有一定效果', '部分达成并具有一定效果'
        ) then 'PART'
        when upper(trim({{ text }})) in (
            'NONE', '未达成', '未达成预期指标', '未达成预期指标且效果较差', '未达成且效果较差'
        ) then 'NONE'
    end
{%- endmacro %}

{# Numbers of elements as in `1;3`; null where they are not such numbers. #}
{% macro read_elements(text) -%}
    case
        when regexp_full_match(trim({{ text }}), '[0-9]{1,3}( *[;；,，、] *[0-9]{1,3})*[;；]?')
            then list_transform(regexp_extract_all({{ text }}, '[0-9]+'), each -> cast(each as integer))
    end
{%- endmacro %}

{# Shares of a weight: part and whole are whole numbers, so that nothing is rounded before the score is. #}

{% macro share(part, whole=1) -%}
    struct_pack(part := cast({{ part }} as hugeint), whole := cast({{ whole }} as hugeint))
{%- endmacro %}

{% macro part_of(share) -%}
    struct_extract({{ share }}, 'part')
{%- endmacro %}

{% macro whole_of(share) -%}
    struct_extract({{ share }}, 'whole')
{%- endmacro %}

{# Whether a share is known: neither of its numbers is missing. #}
{% macro is_known_share(share) -%}
    coalesce({{ part_of(share) }} is not null and {{ whole_of(share) }} is not null, false)
{%- endmacro %}

{# All of the weight where a condition holds, otherwise nothing of it. #}
{% macro share_if(condition) -%}
    {{ share('case when ' ~ condition ~ ' then 1 else 0 end') }}
{%- endmacro %}

{#
    (completion − floor) ÷ (1 − floor) with completion = actual ÷ target; all three in millionths, the floor below 1. A
    target of 0 or below has no completion: it is met or not.
#}
{% macro share_above_floor(actual, target, floor) -%}
    case
        when {{ target }} <= 0 then {{ share_if(actual ~ ' >= ' ~ target) }}
        else {{ share(
            actual ~ ' * 1000000 - ' ~ floor ~ ' * ' ~ target, target ~ ' * (1000000 - ' ~ floor ~ ')'
        ) }}
    end
{%- endmacro %}

{# 1 − (full_from − completion) × lose_per_point, completion and full_from in per cent, lose_per_point a ratio. #}
{% macro share_losing(actual, target, full_from, lose_per_point) -%}
    {% set centi = "cast(" ~ full_from ~ " * 100 as hugeint)" %}
    case
        when {{ target }} <= 0 then {{ share_if(actual ~ ' >= ' ~ target) }}
        else {{ share(
            "1000000 * " ~ target ~ " - (" ~ centi ~ " * " ~ target ~ " - 10000 * " ~ actual ~ ") * cast("
            ~ lose_per_point ~ " * 10000 as hugeint)",
            "1000000 * " ~ target
        ) }}
    end
{%- endmacro %}

{# Of an actual above a target above 0: 1 − (actual − target) ÷ target. #}
{% macro share_excess(actual, target) -%}
    {{ share('2 * ' ~ target ~ ' - ' ~ actual, target) }}
{%- endmacro %}

{#
    A rate in millionths of a per cent: per cent already where its unit says so or where it is above 1, otherwise a ratio,
    so that 0.85 and 85 are the same rate and 0.85 with the unit % is less than one per cent.
#}
{% macro percent_micro(number, is_percent) -%}
    (
        {{ whole_micro(number) }}
        * case when {{ is_percent }} or {{ number }} > 1 then 1 else 100 end
    )
{%- endmacro %}

{# The first of bands, from the highest lower bound down, that an actual in millionths reaches; null below all of them. #}
{% macro band_reached(bands, actual, scale) -%}
    list_filter({{ bands }}, band -> {{ whole_micro('band.low') }} * {{ scale }} <= {{ actual }})[1]
{%- endmacro %}

{# What a band gives of a weight, as a ratio or as points; nothing below the lowest band. #}
{% macro share_of_band(band, weight) -%}
    case
        when {{ band }} is null then {{ share(0) }}
        when struct_extract({{ band }}, 'points') is not null then {{ share_points("struct_extract(" ~ band ~ ", 'points')", weight) }}
        else {{ share(whole_micro("struct_extract(" ~ band ~ ", 'ratio')"), 1000000) }}
    end
{%- endmacro %}

{# Whether shares of elements all read and add up to 1. #}
{% macro shares_are_whole(shares) -%}
    coalesce(
        list_bool_and(list_transform({{ shares }}, each -> each is not null))
        and list_sum(list_transform({{ shares }}, each -> {{ whole_micro('each') }})) = 1000000,
        false
    )
{%- endmacro %}

{# Shares of elements by number, in millionths; a number that occurs twice counts once. #}
{% macro shares_added(shares, numbers) -%}
    list_sum(list_transform({{ numbers }}, each -> {{ whole_micro(shares ~ '[each]') }}))
{%- endmacro %}

{# Points of a weight; both have up to six places. #}
{% macro share_points(points, weight) -%}
    {{ share(whole_micro(points), whole_micro(weight)) }}
{%- endmacro %}

{# What a number of deductions leaves of a weight; the number has six places, the points of one up to six. #}
{% macro share_left(times, points, weight) -%}
    {{ share(
        '1000000 * ' ~ whole_micro(weight) ~ ' - ' ~ whole_micro(times) ~ ' * ' ~ whole_micro(points),
        '1000000 * ' ~ whole_micro(weight)
    ) }}
{%- endmacro %}

{# A weight's share as a score: bounded by 0 and the weight, then rounded once, half up, to two places. #}
{% macro score_of_share(weight, share) -%}
    {%- set part, whole = part_of(share), whole_of(share) -%}
    case
        when not {{ is_known_share(share) }} then null
        when {{ part }} >= {{ whole }} then {{ as_score(weight) }}
        when {{ part }} <= 0 then {{ as_score(0) }}
        else
            least(
                {{ as_score(weight) }},
                {{ score_from_milli(
                    "10 * " ~ whole_quotient(
                        "2 * " ~ whole_milli(weight) ~ " * " ~ part ~ " + 10 * " ~ whole, "20 * " ~ whole
                    )
                ) }}
            )
    end
{%- endmacro %}

{# Simple mean of scores from their sum in thousandths, rounded once half up to two places. #}
{% macro score_mean(sum_milli, count) -%}
    case
        when {{ count }} > 0
            then {{ score_from_milli(
                "10 * " ~ whole_quotient("2 * " ~ sum_milli ~ " + 10 * " ~ count, "20 * " ~ count)
            ) }}
    end
{%- endmacro %}

{# Points of a group's answers, 100, 75, 50, 25 and 0 for each; null where one of the five counts is missing. #}
{% macro answer_points(answers) -%}
    (
        cast(100 as hugeint) * {{ answers }}.very_satisfied + cast(75 as hugeint) * {{ answers }}.fairly_satisfied
        + cast(50 as hugeint) * {{ answers }}.neutral + cast(25 as hugeint) * {{ answers }}.fairly_dissatisfied
        + cast(0 as hugeint) * {{ answers }}.very_dissatisfied
    )
{%- endmacro %}

{# How many answers a group gave; null where one of the five counts is missing. #}
{% macro answer_count(answers) -%}
    (
        cast({{ answers }}.very_satisfied as hugeint) + {{ answers }}.fairly_satisfied + {{ answers }}.neutral
        + {{ answers }}.fairly_dissatisfied + {{ answers }}.very_dissatisfied
    )
{%- endmacro %}

{# Whether a score lies in a level's part of a weight, from its lower bound up to the upper one, which only 1 includes. #}
{% macro lies_in_level(score, weight, bounds) -%}
    (
        {{ whole_milli(score) }} * 1000000 >= {{ whole_milli(weight) }} * struct_extract({{ bounds }}, 'low_micro')
        and (
            struct_extract({{ bounds }}, 'high_micro') >= 1000000
            or {{ whole_milli(score) }} * 1000000 < {{ whole_milli(weight) }} * struct_extract({{ bounds }}, 'high_micro')
        )
    )
{%- endmacro %}

{# Writing #}

{# A number without the zeros that its type adds. #}
{% macro written(number) -%}
    regexp_replace(regexp_replace(cast({{ number }} as varchar), '([.][0-9]*?)0+$', '\1'), '[.]$', '')
{%- endmacro %}

{# A score with two places, three where it needs them. #}
{% macro written_score(score) -%}
    regexp_replace(cast({{ as_score(score) }} as varchar), '0$', '')
{%- endmacro %}

{# part ÷ whole in per cent, to two places half away from zero, for people to read; the whole is above 0. #}
{% macro written_percent(part, whole) -%}
    case
        when {{ whole }} > 0
            then cast(
                cast(
                    sign({{ part }}) * {{ whole_quotient(
                        "20000 * abs(" ~ part ~ ") + " ~ whole, "2 * " ~ whole
                    ) }} as decimal(36, 0)
                ) * cast(0.01 as decimal(3, 2)) as varchar
            )
    end
{%- endmacro %}

{# Millionths as a number. #}
{% macro written_micro(micro) -%}
    {{ written("cast(" ~ micro ~ " as decimal(32, 0)) * cast(0.000001 as decimal(6, 6))") }}
{%- endmacro %}

{# Completion, or completion − floor over what the floor leaves, times the weight; all three as people write them. #}
{% macro written_above_floor(completion, floor, weight) -%}
    case
        when {{ floor }} = '0%' then {{ completion }} || '×' || {{ weight }}
        else concat('(', {{ completion }}, '−', {{ floor }}, ')÷(100%−', {{ floor }}, ')×', {{ weight }})
    end
{%- endmacro %}
