-- Grain: one row per framework, subject and leaf whose rule_params name a measure.
-- Blank where there is nothing to measure, which is not 0: no whole, or no fact of a sum.
with scopes as (

    select distinct
        measure,
        place,
        provider,
        counted_from,
        as_of_date

    from {{ ref('int_measures_asked') }}

    where is_known and is_readable

),

facts_placed as (

    select
        facts.*,
        places.place_key,
        providers.provider_key

    from {{ ref('int_measurable_facts') }} as facts
    cross join unnest(list_distinct(['*', facts.place])) as places (place_key)
    cross join unnest(list_distinct(['*', facts.provider])) as providers (provider_key)

),

facts_counted as (

    select
        scopes.measure,
        scopes.place,
        scopes.provider,
        scopes.counted_from,
        scopes.as_of_date,
        facts.fact_no,
        facts.whole,
        facts.part is not null as has_part,
        case when facts.part_day <= scopes.as_of_date then facts.part end as part

    from scopes
    inner join facts_placed as facts
        on
            scopes.measure = facts.measure
            and scopes.place = facts.place_key
            and scopes.provider = facts.provider_key
            and scopes.as_of_date >= facts.day_from
            and scopes.counted_from <= facts.day_to
            and coalesce(scopes.as_of_date < facts.until_day, true)

),

scopes_summed as (

    select
        measure,
        place,
        provider,
        counted_from,
        as_of_date,
        sum(part) as part,
        sum(whole) as whole,
        count(fact_no) filter (where part is not null) as part_count,
        count(fact_no) filter (where part is null and has_part) as rest_count,
        array_to_string(min(fact_no, 3) filter (where part is not null), '、') as first_of_part,
        array_to_string(
            min(fact_no, 3) filter (where part is null and has_part), '、'
        ) as first_of_rest

    from facts_counted

    group by measure, place, provider, counted_from, as_of_date

),

measured as (

    select
        asked.*,
        summed.part_count,
        summed.rest_count,
        summed.first_of_part,
        summed.first_of_rest,
        cast(
            case
                when asked.kind = 'SUM' then summed.part
                -- Nothing booked or paid is known of a project: only its budget is.
                when asked.place_kind = 'PROJECT' then summed.part
                when summed.whole > 0 then coalesce(summed.part, 0)
            end as decimal(18, 6)
        ) as part,
        cast(summed.whole as decimal(18, 6)) as whole

    from {{ ref('int_measures_asked') }} as asked
    left join scopes_summed as summed
        on
            asked.is_readable
            and asked.measure = summed.measure
            and asked.place = summed.place
            and asked.provider = summed.provider
            and asked.counted_from = summed.counted_from
            and asked.as_of_date = summed.as_of_date

),

measures_valued as (

    select
        *,
        cast(
            case kind
                when 'RATE' then {{ per_cent_of('part', 'whole') }}
                when 'MEAN' then {{ ratio_of('part', 'whole') }}
                when 'SUM' then part
            end as decimal(18, 6)
        ) as value,
        case
            when place_kind = 'SURVEY' or place = '*' then ''
            else '，范围 of ' || place
        end
        || case when provider = '*' then '' else '，' || provider end
        || '，' || case
            when counted_from > date '0001-01-01' then counted_from || ' 至 to '
            else '截至 until '
        end
        || as_of_date as scope_told

    from measured

)

select
    scheme_no,
    subject_code,
    ind_code,
    measure,
    part,
    whole,
    value,
    {{ written('value') }} as value_text,
    unit,
    as_of_date,
    typed_value,
    coalesce(
        value <> {{ number_of_cell('typed_value') }},
        value is not null and typed_value is not null
    )
        as is_typed_otherwise,
    measure || case
        when not is_known then '：度量未知 unknown measure'
        when not is_readable then '：起止日期无法读取 its days cannot be read'
        when place is null then '：没有所属预算项目 no budget project is known'
        when value is null then scope_told || '：没有可计量的数据 nothing to measure'
        when kind = 'SUM'
            then
                scope_told || '：' || {{ written('value') }} || ' ' || unit || '，' || part_count
                || ' 笔 counted' || coalesce('：' || nullif(first_of_part, ''), '')
        else
            scope_told || '：' || {{ written('part') }} || ' ÷ ' || {{ written('whole') }}
            || ' = ' || {{ written('value') }} || unit
            || coalesce('；计入 counted ' || part_count || '：' || nullif(first_of_part, ''), '')
            || coalesce('；未计入 not ' || rest_count || '：' || nullif(first_of_rest, ''), '')
    end as trace

from measures_valued
