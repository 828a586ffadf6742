-- Grain: one row per stated figure that its target, counts, instalments or the window belie.
with schemes as (

    select
        schemes.scheme_no,
        schemes.evidence_from,
        schemes.evidence_to,
        schemes.contract_no,
        coalesce(cast(schemes.evidence_from as varchar), '') || '..'
        || coalesce(cast(schemes.evidence_to as varchar), '') as span,
        rules.value as over_rate

    from {{ ref('int_schemes_current') }} as schemes
    left join {{ ref('int_scheme_rules') }} as rules
        on
            schemes.scheme_no = rules.scheme_no
            and rules.scoring_rule = 'AT_LEAST'
            and rules.parameter = 'over_rate'

),

subjects_counted as (

    select
        scheme_no,
        count(distinct subject_code) as subjects

    from {{ ref('int_leaves_weighted') }}

    group by scheme_no

),

-- Many subjects share the names of one framework.
names_known as (

    select
        scheme_no,
        ind_code,
        list_distinct(
            list_concat({{ names_of('name') }}, [{{ folded('ind_code') }}])
        ) as names

    from (
        select distinct
            scheme_no,
            ind_code,
            coalesce(level4, level3, level2, level1) as name

        from {{ ref('int_leaves_weighted') }}
    ) as leaves

),

leaves_named as (

    select
        leaves.scheme_no,
        leaves.subject_code,
        leaves.ind_code,
        leaves.weight,
        leaves.score,
        leaves.reason,
        known.names,
        counted.subjects

    from {{ ref('int_leaves_weighted') }} as leaves
    inner join names_known as known
        on leaves.scheme_no = known.scheme_no and leaves.ind_code = known.ind_code
    inner join subjects_counted as counted
        on leaves.scheme_no = counted.scheme_no

),

actuals_known as (

    select
        *,
        bool_or(is_of_whole) over (partition by scheme_no, measure_key) as has_whole

    from {{ ref('int_facts_read') }}

    where role = 'ACTUAL'

),

-- A target is met where any actual of its time meets it. That of the whole is not asked of its
-- parts, unless it is a rate or a mark, which no part may miss, and nothing is said of the whole.
targets_held as (

    select
        targets.scheme_no,
        targets.scheme_of_fact,
        targets.document,
        targets.measure,
        targets.measure_key,
        targets.figure as target_figure,
        actuals.subject_key,
        min_by(actuals.figure, actuals.value) as low_figure,
        max_by(actuals.figure, actuals.value) as high_figure,
        max_by(actuals.subject_code, actuals.value) as subject_code,
        max(actuals.base_value) as high_value,
        min(actuals.base_value) as low_value,
        any_value(targets.base_value) as target_value,
        list_distinct(
            list_filter(
                list_concat(list(targets.ind_key), list(actuals.ind_key)), each -> each is not null
            )
        ) as ind_keys,
        coalesce(
            {{ read_direction('targets.direction') }},
            {{ read_direction('min(nodes.direction)') }},
            {{ usual_direction('targets.base_unit', 'targets.value', 'targets.measure') }}
        ) as way

    from {{ ref('int_facts_read') }} as targets
    inner join actuals_known as actuals
        on
            targets.measure_key = actuals.measure_key
            and targets.scheme_no = actuals.scheme_no
            and targets.base_unit = actuals.base_unit
            and (
                targets.subject_key = actuals.subject_key
                or (
                    targets.is_of_whole
                    and not actuals.has_whole
                    and targets.base_unit in ('%', '‰', '分')
                )
            )
            and case
                when targets.last_day is null or actuals.last_day is null then true
                when targets.period_from is not null
                    then actuals.last_day between targets.period_from and targets.last_day
                else strftime(actuals.last_day, '%Y') = strftime(targets.last_day, '%Y')
            end
    left join {{ ref('int_indicator_nodes') }} as nodes
        on
            targets.scheme_no = nodes.scheme_no
            and (
                targets.ind_key = {{ folded('nodes.ind_code') }}
                or targets.measure_key = {{ folded('nodes.name') }}
            )

    where targets.role = 'TARGET'

    group by
        targets.scheme_no,
        targets.scheme_of_fact,
        targets.document,
        targets.measure,
        targets.measure_key,
        targets.figure, targets.value, targets.base_unit, targets.direction, actuals.subject_key

),

targets_judged as (

    select
        *,
        {{ misses('way', "case way when 'LE' then low_value else high_value end", 'target_value') }}
            as is_missed,
        case way when 'LE' then low_figure else high_figure end as figure

    from targets_held

),

leaves_belied as (

    select
        targets.scheme_no,
        leaves.subject_code,
        leaves.ind_code,
        targets.measure,
        targets.figure,
        targets.target_figure,
        leaves.score

    from targets_judged as targets
    inner join leaves_named as leaves
        on
            targets.scheme_of_fact = leaves.scheme_no
            and list_has_any(leaves.names, list_append(targets.ind_keys, targets.measure_key))
            and (leaves.subjects = 1 or targets.subject_code = leaves.subject_code)

    where targets.is_missed and leaves.score >= leaves.weight and leaves.weight > 0

    group by all

),

targets_exceeded as (

    select
        targets.scheme_no,
        targets.subject_code,
        targets.measure,
        targets.figure,
        targets.target_figure,
        bool_or(leaves.reason is not null) as has_reason

    from targets_judged as targets
    left join schemes
        on targets.scheme_of_fact = schemes.scheme_no
    left join leaves_named as leaves
        on
            targets.scheme_of_fact = leaves.scheme_no
            and list_has_any(leaves.names, list_append(targets.ind_keys, targets.measure_key))

    where
        targets.way = 'GE'
        and {{ over_achieves('targets.high_value', 'targets.target_value', 'schemes.over_rate') }}

    group by
        targets.scheme_no,
        targets.subject_code,
        targets.measure,
        targets.figure,
        targets.target_figure

),

-- The counts of a percentage: as it names them; or actual and target of the same thing; or, at the
-- same place, the part that bears its name and the one count of the same kind that is the whole.
percents_counted as (

    select
        percents.scheme_no,
        percents.subject_code,
        percents.place,
        percents.measure,
        percents.figure,
        min_by(parts.figure || ' ÷ ' || wholes.figure, wholes.base_value) as counts,
        min_by(parts.base_value, wholes.base_value) as part,
        min(wholes.base_value) as whole,
        count(distinct wholes.base_value) as wholes,
        bool_or(percents.part_key is not null or wholes.role = 'TARGET') as is_named,
        bool_or(
            {{ percent_agrees(
                'percents.value', 'percents.places', 'parts.base_value', 'wholes.base_value'
            ) }}
            -- More than the target is often printed as all of it.
            or (
                wholes.role = 'TARGET'
                and percents.value = 100
                and parts.base_value >= wholes.base_value
            )
        ) as agrees

    from {{ ref('int_facts_read') }} as percents
    inner join {{ ref('int_facts_read') }} as parts
        on
            percents.document = parts.document
            and not parts.is_percent
            and coalesce(percents.last_day = parts.last_day, true)
            and case
                when percents.part_key is not null
                    then
                        percents.part_key = parts.measure_key
                        and (percents.subject_key = parts.subject_key or parts.is_of_whole)
                else percents.stem = parts.stem and percents.subject_key = parts.subject_key
            end
    inner join {{ ref('int_facts_read') }} as wholes
        on
            percents.document = wholes.document
            and parts.base_unit = wholes.base_unit
            and coalesce(percents.last_day = wholes.last_day, true)
            and case
                when percents.whole_key is not null
                    then
                        percents.whole_key = wholes.measure_key
                        and (percents.subject_key = wholes.subject_key or wholes.is_of_whole)
                when percents.part_key is not null then false
                when parts.role = 'ACTUAL' and wholes.role = 'TARGET'
                    then
                        percents.stem = wholes.stem
                        and (percents.subject_key = wholes.subject_key or wholes.is_of_whole)
                else
                    parts.role <> 'TARGET'
                    and wholes.role <> 'TARGET'
                    and percents.place = parts.place
                    and percents.place = wholes.place
                    and percents.subject_key = wholes.subject_key
                    and parts.measure_key <> wholes.measure_key
                    and parts.base_value <= wholes.base_value
                    and (
                        wholes.measure_key like '%总%'
                        or left(wholes.measure_key, 2) = left(percents.measure_key, 2)
                    )
            end

    where percents.is_percent and percents.role not in ('TARGET', 'NEW')

    group by
        percents.scheme_no, percents.subject_code, percents.place, percents.measure, percents.figure

),

-- Instalments that each have a name of their own are taken together.
instalments as (

    select
        news.*,
        case
            when
                news.is_percent
                and min(news.base_value) over (
                    partition by news.document, news.measure_key, news.subject_key, news.base_unit
                ) = max(news.base_value) over (
                    partition by news.document, news.measure_key, news.subject_key, news.base_unit
                )
                then '付款'
            else news.measure
        end as paid

    from {{ ref('int_facts_read') }} as news
    anti join {{ ref('int_facts_read') }} as openings
        on
            news.document = openings.document
            and news.measure_key = openings.measure_key
            and news.subject_key = openings.subject_key
            and openings.role = 'OPENING'

    where
        news.role = 'NEW'
        and news.base_unit in ('%', '元')
        and regexp_matches(news.measure_key, '付|款|分期')

),

-- What a document says at several places is said again or in parts: any way that adds up is right.
instalments_summed as (

    select
        scheme_no,
        subject_code,
        document,
        paid,
        subject_key,
        base_unit,
        count(*) as parts,
        sum(base_value) as whole,
        sum(distinct base_value) as whole_once,
        list_distinct(list(place_sum)) as places_sums,
        sum(printed_slack) as slack

    from (
        select
            *,
            sum(base_value) over (
                partition by document, paid, subject_key, base_unit, place
            ) as place_sum

        from instalments
    ) as placed

    group by scheme_no, subject_code, document, paid, subject_key, base_unit

    having count(*) > 1

),

instalments_due as (

    select
        sums.*,
        coalesce(closings.base_value, 100) as due

    from instalments_summed as sums
    left join {{ ref('int_facts_read') }} as closings
        on
            sums.document = closings.document
            and {{ folded('sums.paid') }} = closings.measure_key
            and sums.subject_key = closings.subject_key
            and sums.base_unit = closings.base_unit
            and closings.role = 'CLOSING'

    where sums.base_unit = '%' or closings.base_value is not null

),

instalments_closed as (

    select
        scheme_no,
        subject_code,
        paid,
        base_unit,
        min(whole) as whole,
        min(due) as due

    from instalments_due

    group by scheme_no, subject_code, document, paid, subject_key, base_unit

    having
        not bool_or(
            {{ lies_within('whole', 'due', 'slack') }}
            or {{ lies_within('whole_once', 'due', 'slack') }}
            or (
                len(places_sums) = 1
                and {{ lies_within('places_sums[1]', 'due', 'slack') }}
            )
        )

),

terms_summed as (

    select
        schemes.scheme_no,
        terms.contract_no,
        sum(terms.ratio) as ratio

    from schemes
    inner join {{ ref('stg_rules__payment_terms') }} as terms
        on schemes.contract_no = terms.contract_no

    group by schemes.scheme_no, terms.contract_no

    having
        count(*) = count(terms.ratio)
        -- A third has no end at six places either.
        and not {{ lies_within('sum(terms.ratio)', '1', 'count(*)') }}

)

select
    facts.scheme_no,
    facts.subject_code,
    coalesce(facts.ind_code, facts.place) as node,
    'EVIDENCE_OUTSIDE_WINDOW' as kind,
    cast(coalesce(facts.as_of_date, facts.period_from) as varchar) as stated,
    schemes.span as computed,
    '“' || facts.place || '”的' || facts.measure || ' ' || facts.figure || ' 的日期 '
    || coalesce(facts.as_of_date, facts.period_from) || ' 不在评价期 ' || schemes.span
    || ' 内。' as message,
    facts.measure || ' ' || facts.figure || ' at "' || facts.place || '" is of '
    || coalesce(facts.as_of_date, facts.period_from) || ', outside the evaluated time '
    || schemes.span || '.' as message_en,
    'DEFECT' as severity

from {{ ref('int_facts_read') }} as facts
inner join schemes
    on facts.scheme_of_fact = schemes.scheme_no

where
    facts.role not in ('TARGET', 'OPENING')
    and (
        coalesce(coalesce(facts.as_of_date, facts.period_from) > schemes.evidence_to, false)
        -- What was before is often told for comparison: it counts where it supports a leaf.
        or (
            coalesce(facts.as_of_date < schemes.evidence_from, false)
            and (facts.role in ('ACTUAL', 'NEW') or facts.ind_key is not null)
        )
    )

union all

select
    scheme_no,
    subject_code,
    ind_code as node,
    'TARGET_MISSED_FULL_SCORE' as kind,
    figure as stated,
    target_figure as computed,
    measure || '：实际 ' || figure || '，未达目标 ' || target_figure || '，而 ' || ind_code || ' 得满分 '
    || {{ written('score') }} || '。请核对得分。' as message,
    measure || ': ' || figure || ' misses the target ' || target_figure || ', yet ' || ind_code
    || ' has the full score ' || {{ written('score') }} || ': check the score.' as message_en,
    'DEFECT' as severity

from leaves_belied

union all

-- Figures alone cannot tell whether the report gives a reason somewhere.
select
    scheme_no,
    subject_code,
    measure as node,
    'OVER_ACHIEVED' as kind,
    figure as stated,
    target_figure as computed,
    measure || '：实际 ' || figure || ' 大幅超过目标 ' || target_figure || '。请说明原因，或检查目标是否偏低。' as message,
    measure || ': ' || figure || ' lies far above the target ' || target_figure
    || ': give a reason, or see whether the target was too low.' as message_en,
    'NOTE' as severity

from targets_exceeded

where not coalesce(has_reason, false)

union all

select
    scheme_no,
    subject_code,
    measure as node,
    'RATIO_DIFFERS' as kind,
    figure as stated,
    {{ percent_text('part', 'whole') }} as computed,
    '“' || place || '”的' || measure || ' ' || figure || '，按 ' || counts || ' 应为 '
    || {{ percent_text('part', 'whole') }} || '。' as message,
    measure || ' ' || figure || ' at "' || place || '" should be '
    || {{ percent_text('part', 'whole') }} || ' by ' || counts || '.' as message_en,
    'DEFECT' as severity

from percents_counted

where whole > 0 and not coalesce(agrees, false) and (is_named or wholes = 1)

union all

select
    scheme_no,
    subject_code,
    paid as node,
    'INSTALMENTS_NOT_WHOLE' as kind,
    {{ written('whole') }} || ' ' || base_unit as stated,
    {{ written('due') }} || ' ' || base_unit as computed,
    paid || '各期合计 ' || {{ written('whole') }} || ' ' || base_unit || '，应为 '
    || {{ written('due') }} || ' ' || base_unit || '。' as message,
    'The instalments of ' || paid || ' add up to ' || {{ written('whole') }} || ' ' || base_unit
    || ', not to ' || {{ written('due') }} || ' ' || base_unit || '.' as message_en,
    'DEFECT' as severity

from instalments_closed

union all

select
    scheme_no,
    null as subject_code,
    contract_no as node,
    'INSTALMENTS_NOT_WHOLE' as kind,
    {{ written('ratio') }} as stated,
    '1' as computed,
    '合同 ' || contract_no || ' 各期付款比例合计 ' || {{ written('ratio') }} || '，应为 1。' as message,
    'The payment ratios of contract ' || contract_no || ' add up to ' || {{ written('ratio') }}
    || ', not to 1.'
        as message_en,
    'DEFECT' as severity

from terms_summed
