-- Grain: one row per disagreement of stated figures with each other.
-- Figures of two documents are compared unless they belong to two frameworks and name no subject.
with pairs_on_one_matter as (

    select
        own.*,
        other.document as other_document,
        other.place as other_place,
        other.figure as other_figure,
        other.base_unit as other_unit,
        other.base_value as other_value,
        other.own_slack as other_slack,
        other.role as other_role,
        other.as_of_date as other_as_of,
        other.period_from as other_from,
        other.period_to as other_to,
        other.last_day as other_last_day,
        other.is_percent as other_is_percent

    from {{ ref('int_facts_read') }} as own
    inner join {{ ref('int_facts_read') }} as other
        on
            own.measure_key = other.measure_key
            and own.subject_key = other.subject_key
            and own.role_kind = other.role_kind
            -- A word such as 完成率 is another measure for each indicator that is named with it.
            and coalesce(own.ind_code = other.ind_code, true)
            and (
                own.document = other.document
                or own.scheme_no = other.scheme_no
                or not own.is_of_whole
                or own.scheme_of_fact is null
                or other.scheme_of_fact is null
            )

),

pairs_of_one_date as (

    select *

    from pairs_on_one_matter

    where
        case
            when as_of_date is null and other_as_of is null
                then
                    period_from is not distinct from other_from
                    and period_to is not distinct from other_to
                    and (document = other_document or last_day is not null)
            when as_of_date is not null and other_as_of is not null
                then
                    as_of_date = other_as_of
                    and (period_from is null or other_from is null or period_from = other_from)
            -- A period of months and the day on which it ends; a month's figure is its own matter.
            else
                role = other_role
                and role <> 'NEW'
                and last_day = other_last_day
                and coalesce(period_from, other_from) + 31 < last_day
        end

),

figures_contradicted as (

    select
        scheme_no,
        subject_code,
        measure,
        last_day,
        figure,
        other_figure,
        min(case when document = other_document then '' else document || ' ' end || place) as place,
        min(
            case when document = other_document then '' else other_document || ' ' end
            || other_place
        )
            as other_place

    from pairs_of_one_date

    where
        role_kind <> 'OPENING'
        -- Instalments of one payment are meant to differ.
        and not (role = 'NEW' and regexp_matches(measure_key, '付|款|分期'))
        and base_unit = other_unit
        and base_value < other_value
        and not {{ lies_within('base_value', 'other_value', 'greatest(own_slack, other_slack)') }}

    group by all

),

series_unmoved as (

    select distinct
        measure_key,
        subject_key

    from {{ ref('int_facts_read') }}

    where role = 'NEW' and value = 0

),

figures_repeated as (

    select
        repeated.scheme_no,
        repeated.subject_code,
        repeated.measure,
        repeated.measure_key,
        repeated.subject_key,
        repeated.role,
        repeated.figure,
        array_to_string(list_sort(list_distinct(list(cast(repeated.day as varchar)))), ', ')
            as days,
        length(trim(replace(min({{ written('repeated.value') }}), '.', ''), '0-')) as digits

    from (
        select
            *,
            unnest([as_of_date, other_as_of]) as day

        from pairs_on_one_matter

        where
            role = other_role
            and role <> 'TARGET'
            and as_of_date < other_as_of
            and base_unit = other_unit
            and base_value = other_value
            and base_value <> 0
            and base_unit not in ('%', '‰')
    ) as repeated
    anti join series_unmoved as unmoved
        on repeated.measure_key = unmoved.measure_key and repeated.subject_key = unmoved.subject_key

    group by
        repeated.scheme_no, repeated.subject_code, repeated.measure, repeated.measure_key,
        repeated.subject_key, repeated.role, repeated.figure

),

units_contradicted as (

    select
        scheme_no,
        subject_code,
        measure,
        min(figure) as figure,
        min(other_figure) as other_figure

    from pairs_of_one_date

    where role = other_role and base_unit < other_unit and not is_percent and not other_is_percent

    group by scheme_no, subject_code, measure, base_unit, other_unit

    union

    select
        targets.scheme_no,
        coalesce(targets.subject_code, min(actuals.subject_code)) as subject_code,
        targets.measure,
        targets.figure,
        min(actuals.figure) as other_figure

    from {{ ref('int_facts_read') }} as targets
    inner join {{ ref('int_facts_read') }} as actuals
        on
            targets.measure_key = actuals.measure_key
            and targets.scheme_no = actuals.scheme_no
            and (targets.subject_key = actuals.subject_key or targets.is_of_whole)

    where targets.role = 'TARGET' and actuals.role = 'ACTUAL'

    group by
        targets.scheme_no, targets.subject_code, targets.measure, targets.figure, targets.base_unit

    having not bool_or(targets.base_unit = actuals.base_unit)

),

-- What a series held before a day: as stated, as closing less new, or as the period before closed.
news_closed as (

    select
        news.scheme_no,
        news.scheme_of_fact,
        news.subject_code,
        news.document,
        news.place,
        news.measure,
        news.measure_key,
        news.subject_key,
        news.is_of_whole,
        news.base_unit,
        coalesce(news.period_from, closings.period_from) as first_day,
        closings.base_value - news.base_value as base_value,
        closings.printed_slack + news.printed_slack as slack,
        closings.figure || ' − ' || news.figure as figure,
        case
            when
                closings.unit = news.unit
                then {{ written('closings.value - news.value') }} || ' ' || news.unit
            else {{ written('closings.base_value - news.base_value') }} || ' ' || news.base_unit
        end as opening

    from {{ ref('int_facts_read') }} as news
    inner join {{ ref('int_facts_read') }} as closings
        on
            news.document = closings.document
            and news.measure_key = closings.measure_key
            and news.subject_key = closings.subject_key
            and news.base_unit = closings.base_unit
            and coalesce(news.period_from = closings.period_from, true)
            and case
                when
                    news.last_day is null or closings.last_day is null
                    then news.place = closings.place
                else news.last_day = closings.last_day
            end

    where news.role = 'NEW' and closings.role = 'CLOSING' and not news.is_percent

),

openings_known as (

    select
        scheme_no,
        scheme_of_fact,
        subject_code,
        document,
        place,
        measure,
        measure_key,
        subject_key,
        is_of_whole,
        base_unit,
        case
            when period_from is not null then period_from
            when as_of_date = last_day(as_of_date) then as_of_date + 1
            else as_of_date
        end as first_day,
        base_value,
        printed_slack as slack,
        figure,
        figure as opening,
        'STATED' as origin

    from {{ ref('int_facts_read') }}

    where role = 'OPENING'

    union all

    select
        scheme_no,
        scheme_of_fact,
        subject_code,
        document,
        place,
        measure,
        measure_key,
        subject_key,
        is_of_whole,
        base_unit,
        last_day + 1 as first_day,
        base_value,
        printed_slack as slack,
        figure,
        figure as opening,
        'CLOSED' as origin

    from {{ ref('int_facts_read') }}

    where role = 'CLOSING' and last_day is not null

    union all

    select
        scheme_no,
        scheme_of_fact,
        subject_code,
        document,
        place,
        measure,
        measure_key,
        subject_key,
        is_of_whole,
        base_unit,
        first_day,
        base_value,
        slack,
        figure,
        opening,
        'REMAINING' as origin

    from news_closed

),

openings_contradicted as (

    select
        own.scheme_no,
        own.subject_code,
        own.measure,
        own.first_day,
        own.figure,
        other.figure as other_figure,
        own.origin || other.origin as origins,
        min(own.opening) as opening,
        min(other.opening) as other_opening,
        min(
            case when own.document = other.document then '' else own.document || ' ' end
            || own.place
        ) as place,
        min(
            case when own.document = other.document then '' else other.document || ' ' end
            || other.place
        )
            as other_place

    from openings_known as own
    inner join openings_known as other
        on
            own.measure_key = other.measure_key
            and own.subject_key = other.subject_key
            and own.base_unit = other.base_unit
            and own.first_day is not distinct from other.first_day
            and (own.first_day is not null or own.document = other.document)
            and (
                own.document = other.document
                or own.scheme_no = other.scheme_no
                or not own.is_of_whole
                or own.scheme_of_fact is null
                or other.scheme_of_fact is null
            )
            and (
                own.origin > other.origin
                or (own.origin = other.origin and own.base_value < other.base_value)
            )

    where
        -- Two closings of one day are two figures of one date.
        own.origin || other.origin <> 'CLOSEDCLOSED'
        and not {{ lies_within('own.base_value', 'other.base_value', 'own.slack + other.slack') }}

    group by
        own.scheme_no,
        own.subject_code,
        own.measure,
        own.first_day,
        own.figure,
        other.figure,
        origins

)

select
    scheme_no,
    subject_code,
    measure as node,
    'TWO_FIGURES_ONE_DATE' as kind,
    figure as stated,
    other_figure as computed,
    measure || coalesce('（' || cast(last_day as varchar) || '）', '') || '：“' || place || '”为 '
    || figure || '，“' || other_place || '”为 ' || other_figure || '，两数不一致。' as message,
    measure || coalesce(' (' || cast(last_day as varchar) || ')', '') || ': ' || figure
    || ' at "' || place || '", but '
    || other_figure || ' at "' || other_place || '".' as message_en,
    'DEFECT' as severity

from figures_contradicted

union all

-- A small count may stand still; three digits or more hardly do.
select
    scheme_no,
    subject_code,
    measure as node,
    'SAME_FIGURE_TWO_DATES' as kind,
    figure as stated,
    days as computed,
    measure || '：同一数值 ' || figure || ' 对应不同截止日期 ' || days || '。请核对日期。' as message,
    measure || ': the same figure ' || figure || ' is stated as of ' || days
    || ': see to the dates.' as message_en,
    case when digits >= 3 then 'DEFECT' else 'NOTE' end as severity

from figures_repeated

union all

select
    scheme_no,
    subject_code,
    measure as node,
    'UNIT_MISMATCH' as kind,
    figure as stated,
    other_figure as computed,
    measure || '：' || figure || ' 与 ' || other_figure || ' 单位不同且不能换算，无法比较。请统一口径，或登记换算。' as message,
    measure || ': ' || figure || ' and ' || other_figure
    || ' are in units that do not convert: state both in one, or register the conversion.'
        as message_en,
    'DEFECT' as severity

from units_contradicted

union all

select
    scheme_no,
    subject_code,
    measure as node,
    'OPENING_DIFFERS' as kind,
    opening as stated,
    other_opening as computed,
    measure || coalesce('：' || cast(first_day as varchar) || ' 的期初数', '：期初数') || '，“' || place
    || '”为 ' || figure || case when opening <> figure then ' ＝ ' || opening else '' end
    || '，“' || other_place || '”为 ' || other_figure
    || case when other_opening <> other_figure then ' ＝ ' || other_opening else '' end
    || '，不衔接。' as message,
    measure || coalesce(' before ' || cast(first_day as varchar), ' at the beginning') || ': '
    || figure || case when opening <> figure then ' = ' || opening else '' end
    || ' at "' || place || '", but ' || other_figure
    || case when other_opening <> other_figure then ' = ' || other_opening else '' end
    || ' at "' || other_place || '": the series does not join.' as message_en,
    'DEFECT' as severity

from openings_contradicted
