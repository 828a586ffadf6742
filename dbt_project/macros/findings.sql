{#
    How names, units and numbers of a report are read and held against what follows from other figures.
    Nothing is divided: a rate agrees where its product with the whole lies within what rounding can explain.
#}

{# A text as it is compared: half width, lower case, no white space. #}
{% macro folded(text) -%}
    lower(
        regexp_replace(
            translate(
                {{ text }},
                '（）％‰，．：－０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ',
                '()%‰,.:-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
            ),
            '[\s\x{3000}\x{A0}]', '', 'g'
        )
    )
{%- endmacro %}

{# Every word by which a report may call a node: as it stands, without its code, without what stands in brackets. #}
{% macro names_of(text) -%}
    list_filter(
        list_distinct([
            {{ folded(text) }},
            {{ without_code(folded(text)) }},
            regexp_replace({{ folded(text) }}, '\([^()]*\)$', ''),
            {{ without_code("regexp_replace(" ~ folded(text) ~ ", '\\([^()]*\\)$', '')") }},
            regexp_extract({{ folded(text) }}, '^([a-z]+[0-9][0-9.\-]*)', 1),
            regexp_extract({{ folded(text) }}, '\(([a-z]+[0-9][0-9.\-]*)\)$', 1)
        ]),
        each -> each <> ''
    )
{%- endmacro %}

{# A folded name without the code or number before it: `a11立项`, `(一)立项`, `1.立项`. #}
{% macro without_code(folded_name) -%}
    regexp_replace(
        {{ folded_name }}, '^([a-z][0-9.\-]*|\([0-9一二三四五六七八九十]+\)|[0-9一二三四五六七八九十]+[.、])', ''
    )
{%- endmacro %}

{# Decimal places that a number of six places uses. #}
{% macro places_of(number) -%}
    length(rtrim(split_part(cast(cast({{ number }} as decimal(38, 6)) as varchar), '.', 2), '0'))
{%- endmacro %}

{# 10 to a whole power from 0 to 6. #}
{% macro power_of_ten(exponent) -%}
    [1, 10, 100, 1000, 10000, 100000, 1000000][{{ exponent }} + 1]
{%- endmacro %}

{# Twice what rounding to so many places can hide of a figure in a unit of this scale, in millionths. #}
{% macro rounding_slack(places, scale) -%}
    cast({{ power_of_ten('6 - ' ~ places) }} as decimal(38, 0)) * {{ scale }}
{%- endmacro %}

{# Whether two figures lie no further apart than the slack of what they are made of. #}
{% macro lies_within(figure, other, slack) -%}
    (abs({{ figure }} - {{ other }}) * 2000000 <= {{ slack }})
{%- endmacro %}

{# Whether a percentage printed with so many places is part / whole; null where there is no whole. #}
{% macro percent_agrees(percent, places, part, whole) -%}
    case
        when {{ whole }} > 0
            then
                abs(
                    cast({{ percent }} as decimal(38, 6)) * cast({{ whole }} as decimal(38, 6))
                    - 100 * cast({{ part }} as decimal(38, 6))
                ) * 2 * {{ power_of_ten(places) }}
                <= {{ whole }}
    end
{%- endmacro %}

{# part / whole per cent as a text, at two places; null where there is no whole. #}
{% macro percent_text(part, whole) -%}
    {{ written("cast(100 * " ~ ratio_of(part, whole) ~ " as decimal(18, 2))") }} || ' %'
{%- endmacro %}

{# GE, LE or EQ as a direction says; null where it says nothing or no number decides. #}
{% macro read_direction(direction) -%}
    case
        when {{ folded(direction) }} in ('≥', '>=', '>', '=>', '不低于', '不少于', '大于等于', '正向') then 'GE'
        when {{ folded(direction) }} in ('≤', '<=', '<', '=<', '不高于', '不超过', '小于等于', '反向', '0值') then 'LE'
        when {{ folded(direction) }} in ('=', '等于') then 'EQ'
    end
{%- endmacro %}

{# Directions that no number decides. #}
{% macro is_no_number(direction) -%}
    coalesce({{ folded(direction) }} in ('定性', '区间'), false)
{%- endmacro %}

{# What is meant where no direction is given: a time, a rank and what should be 0 may be no more than the target. #}
{% macro usual_direction(unit, target, measure) -%}
    case
        when {{ target }} = 0 then 'LE'
        when regexp_matches({{ folded(unit) }}, '^(个?工作日|日|天|个?小时|分钟?|秒钟?)$') and {{ folded(unit) }} <> '分' then 'LE'
        when regexp_matches({{ measure }}, '排名|名次') then 'LE'
        else 'GE'
    end
{%- endmacro %}

{# Whether an actual misses its target. #}
{% macro misses(way, actual, target) -%}
    case {{ way }}
        when 'GE' then {{ actual }} < {{ target }}
        when 'LE' then {{ actual }} > {{ target }}
        when 'EQ' then {{ actual }} <> {{ target }}
    end
{%- endmacro %}

{# Whether an actual lies so far above its target that a reason is due: at the rate, or at 30 where the target is 0. #}
{% macro over_achieves(actual, target, over_rate) -%}
    case
        when {{ target }} > 0
            then cast({{ actual }} as decimal(30, 6)) >= cast({{ target }} as decimal(30, 6)) 
                * coalesce(try_cast({{ over_rate }} as decimal(9, 6)), cast('1.3' as decimal(9, 6)))
        when {{ target }} = 0 then {{ actual }} >= 30
    end
{%- endmacro %}

{# A grade without what writers add to it: 优秀 and 优, 良好 and 良, 中等 and 中 say the same. #}
{% macro read_grade(grade) -%}
    regexp_replace(
        replace(replace(replace({{ folded(grade) }}, '优秀', '优'), '良好', '良'), '中等', '中'), '["“”]|等?级$', '', 'g'
    )
{%- endmacro %}

{# What is measured, without the word for the kind of figure: a rate and its counts have the same stem. #}
{% macro stem_of(measure) -%}
    nullif(regexp_replace({{ measure }}, '(总数|总量|数量|次数|个数|家数|人数|比例|占比|率|数|量)$', ''), '')
{%- endmacro %}
