-- Grain: one row per figure that a document states, its unit, dates and framework as compared.
with facts as (

    select
        *,
        {{ folded('measure') }} as measure_key,
        {{ folded("coalesce(subject, '')") }} as subject_key,
        regexp_replace({{ folded('unit') }}, '^\(|\)$', '', 'g') as unit_folded

    from {{ ref('stg_assessment__stated_facts') }}

),

schemes_named as (

    select
        scheme_no,
        scheme_name
    from {{ ref('stg_assessment__schemes') }}
    union
    select
        scheme_no,
        null as scheme_name
    from {{ ref('stg_assessment__indicators') }}
    union
    select
        scheme_no,
        null as scheme_name
    from {{ ref('stg_assessment__sheet_leaves') }}

),

subjects_named as (

    select
        scheme_no,
        subject_code
    from {{ ref('stg_assessment__results') }}
    union
    select
        scheme_no,
        subject_code
    from {{ ref('stg_assessment__sheet_leaves') }}
    union
    select
        scheme_no,
        subject_code
    from {{ ref('stg_assessment__expert_scores') }}

),

-- A document is that of a framework whose number or name it bears, or begins with.
documents_of_one_scheme as (

    select
        facts.document,
        min(named.scheme_no) as scheme_no

    from facts
    inner join schemes_named as named
        on
            facts.document = named.scheme_name
            or (
                starts_with(facts.document, named.scheme_no)
                and not regexp_matches(
                    substr(facts.document, length(named.scheme_no) + 1, 1), '[0-9A-Za-z]'
                )
            )

    group by facts.document

    having count(distinct named.scheme_no) = 1

),

subjects_of_one_scheme as (

    select
        subject_code,
        min(scheme_no) as scheme_no

    from subjects_named

    group by subject_code

    having count(*) = 1

),

only_scheme as (

    select min(scheme_no) as scheme_no

    from schemes_named

    having count(distinct scheme_no) = 1

),

units_split as (

    select distinct
        unit_folded,
        regexp_extract(unit_folded, '^(万亿|亿|千万|百万|十万|万|千元)?(.*)$', 1) as prefix,
        case
            when unit_folded = '千元' then '元'
            else regexp_extract(unit_folded, '^(万亿|亿|千万|百万|十万|万)?(.*)$', 2)
        end as rest

    from facts

),

units_named as (

    select
        unit_folded,
        case rest
            when '名' then '人'
            when '位' then '人'
            when '天' then '日'
            when '份' then '个'
            when '次数' then '次'
            when '个数' then '个'
            when '家数' then '家'
            when '人数' then '人'
            when '项数' then '项'
            when '人民币元' then '元'
            when '圆' then '元'
            when '百分比' then '%'
            else rest
        end as unit_name,
        cast(
            case prefix
                when '万亿' then 1000000000000
                when '亿' then 100000000
                when '千万' then 10000000
                when '百万' then 1000000
                when '十万' then 100000
                when '万' then 10000
                when '千元' then 1000
                else 1
            end as decimal(18, 0)
        ) as scale

    from units_split

),

-- Only towards the smaller unit: that way is whole, and the largest factor leads to the smallest.
conversions as (

    select
        {{ folded('from_unit') }} as from_unit,
        max_by({{ folded('to_unit') }}, factor) as to_unit,
        max(factor) as factor

    from {{ ref('stg_rules__unit_conversions') }}

    where item_code is null and factor > 1 and not regexp_matches(to_unit, '^[万亿]')

    group by {{ folded('from_unit') }}

),

facts_placed as (

    select
        facts.*,
        coalesce(
            facts.scheme_no, documents.scheme_no, subjects.scheme_no, only_scheme.scheme_no
        ) as scheme_of_fact,
        coalesce(conversions.to_unit, units.unit_name) as base_unit,
        units.scale * coalesce(conversions.factor, 1) as scale,
        {{ places_of('facts.value') }} as places,
        max({{ places_of('facts.value') }}) over (
            partition by facts.document, facts.measure_key, facts.unit_folded
        ) as printed_places

    from facts
    inner join units_named as units
        on facts.unit_folded = units.unit_folded
    left join conversions
        on units.unit_name = conversions.from_unit
    left join documents_of_one_scheme as documents
        on facts.document = documents.document
    left join subjects_of_one_scheme as subjects
        on facts.subject = subjects.subject_code
    left join only_scheme
        on true

)

select
    coalesce(facts.scheme_of_fact, facts.document) as scheme_no,
    facts.scheme_of_fact,
    named.subject_code,
    facts.document,
    facts.place,
    facts.measure,
    facts.measure_key,
    {{ stem_of('facts.measure_key') }} as stem,
    facts.subject_key,
    facts.subject_key = '' as is_of_whole,
    {{ written('facts.value') }} || ' ' || facts.unit as figure,
    facts.value,
    facts.unit,
    facts.base_unit,
    facts.base_unit = '%' as is_percent,
    cast(facts.value as decimal(38, 6)) * cast(facts.scale as decimal(18, 0)) as base_value,
    facts.places,
    {{ rounding_slack('facts.places', 'facts.scale') }} as own_slack,
    case
        when facts.printed_places > 0
            then {{ rounding_slack('facts.printed_places', 'facts.scale') }}
        else 0
    end as printed_slack,
    facts.as_of_date,
    facts.period_from,
    facts.period_to,
    coalesce(facts.as_of_date, facts.period_to) as last_day,
    coalesce(facts.role, '') as role,
    case
        when coalesce(facts.role, '') in ('', 'ACTUAL', 'CLOSING') then 'STATE' else facts.role
    end as role_kind,
    coalesce(
        {{ folded('facts.ind_code') }},
        nullif(regexp_extract({{ folded('facts.place') }}, '^([a-z]+[0-9][0-9.\-]*)', 1), '')
    ) as ind_key,
    facts.ind_code,
    facts.direction,
    {{ folded('facts.part') }} as part_key,
    {{ folded('facts.part_of') }} as whole_key

from facts_placed as facts
cross join {{ ref('stg_run__parameters') }} as parameters
left join subjects_named as named
    on facts.scheme_of_fact = named.scheme_no and facts.subject = named.subject_code

where coalesce(facts.scheme_of_fact = parameters.scheme_asked, parameters.scheme_asked is null)
