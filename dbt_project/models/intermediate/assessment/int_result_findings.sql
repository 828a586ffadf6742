-- Grain: one row per result by indicator that its target, evidence, panel or answers belie.
with results_aimed as (

    select
        results.*,
        nodes.name,
        nodes.weight,
        nodes.unit,
        nodes.target_value,
        nodes.scoring_rule,
        coalesce(nodes.rule_params, '') as rule_params,
        {{ number_in_unit('results.actual_value', is_percent_unit('nodes.unit')) }} as actual,
        {{ number_in_unit('nodes.target_value', is_percent_unit('nodes.unit')) }} as target,
        case
            when {{ is_no_number('nodes.direction') }} then null
            when nodes.scoring_rule in ('BANDS', 'LEVEL', 'ELEMENTS', 'DEDUCT') then null
            else coalesce(
                {{ read_direction('nodes.direction') }},
                case nodes.scoring_rule
                    when 'AT_LEAST' then 'GE'
                    when 'RATIO' then 'GE'
                    when 'AT_MOST' then 'LE'
                    when 'EQUALS' then 'EQ'
                    when 'BY_DATE' then 'LE'
                end,
                {{ usual_direction(
                    "coalesce(nodes.unit, '')",
                    number_in_unit('nodes.target_value', is_percent_unit('nodes.unit')),
                    'nodes.name'
                ) }}
            )
        end as way

    from {{ ref('int_results_newest') }} as results
    inner join {{ ref('int_indicator_nodes') }} as nodes
        on
            results.scheme_no = nodes.scheme_no
            and results.ind_code = nodes.ind_code
            and nodes.is_leaf

    where coalesce(results.status, 'SCORED') = 'SCORED'

),

targets_missed as (

    select
        *,
        actual_value || coalesce(' ' || unit, '') as actual_text,
        target_value || coalesce(' ' || unit, '') as target_text

    from results_aimed

    where
        score >= weight
        and case
            when
                scoring_rule = 'BY_DATE'
                then try_cast(actual_value as date) > try_cast(target_value as date)
            else {{ misses('way', 'actual', 'target') }}
        end

),

targets_exceeded as (

    select
        aimed.*,
        aimed.actual_value || coalesce(' ' || aimed.unit, '') as actual_text,
        aimed.target_value || coalesce(' ' || aimed.unit, '') as target_text

    from results_aimed as aimed
    left join {{ ref('int_scheme_rules') }} as rules
        on
            aimed.scheme_no = rules.scheme_no
            and rules.scoring_rule = 'AT_LEAST'
            and rules.parameter = 'over_rate'

    where
        aimed.way = 'GE'
        and aimed.reason is null
        and {{ over_achieves('aimed.actual', 'aimed.target', 'rules.value') }}

),

-- A printed score is held against the panel as one that was typed for an indicator.
scores_of_panels as (

    select
        aimed.scheme_no,
        aimed.subject_code,
        aimed.ind_code,
        aimed.score,
        panels.kept_count as experts,
        panels.mean_score as mean

    from results_aimed as aimed
    inner join {{ ref('int_panels_met') }} as panels
        on
            aimed.scheme_no = panels.scheme_no
            and aimed.subject_code = panels.subject_code
            and aimed.ind_code = panels.ind_code

    where coalesce(aimed.scoring_rule, 'GIVEN') in ('EXPERT', 'GIVEN')

    union all

    select
        leaves.scheme_no,
        leaves.subject_code,
        leaves.ind_code,
        leaves.score,
        count(*) as experts,
        {{ score_share('sum(panels.score)', '1', 'count(*)') }} as mean

    from {{ ref('int_sheet_leaves') }} as leaves
    inner join {{ ref('stg_assessment__expert_scores') }} as panels
        on
            leaves.scheme_no = panels.scheme_no
            and leaves.subject_code = panels.subject_code
            and leaves.ind_code = panels.ind_code

    group by leaves.scheme_no, leaves.subject_code, leaves.ind_code, leaves.score

),

answers_counted as (

    select
        aimed.scheme_no,
        aimed.subject_code,
        aimed.ind_code,
        aimed.actual,
        {{ places_of('aimed.actual') }} as places,
        {{ answer_points('answers') }} as points,
        {{ answer_count('answers') }} as answer_count

    from results_aimed as aimed
    inner join {{ ref('stg_assessment__survey_counts') }} as answers
        on
            aimed.scheme_no = answers.scheme_no
            and aimed.ind_code = answers.ind_code
            and coalesce(aimed.subject_code = answers.subject_code, true)

    where aimed.actual is not null

),

answers_summed as (

    select
        scheme_no,
        subject_code,
        ind_code,
        actual,
        places,
        sum(answer_count) as answer_count,
        sum(points) as points,
        -- Who did not count one of the five kinds of answers cannot be refuted.
        bool_or(answer_count is null) as is_incomplete,
        bool_or({{ percent_agrees('actual', 'places', 'points', '100 * answer_count') }})
            as has_agreeing_group

    from answers_counted

    group by scheme_no, subject_code, ind_code, actual, places

),

windows as (

    select
        scheme_no,
        evidence_from,
        evidence_to,
        coalesce(cast(evidence_from as varchar), '') || '..'
        || coalesce(cast(evidence_to as varchar), '') as span

    from {{ ref('int_schemes_current') }}

    where evidence_from is not null or evidence_to is not null

),

evidence_marked as (

    select
        scheme_no,
        evidence_no

    from {{ ref('stg_assessment__evidence') }}

    where after_cutoff

),

-- A document that covers a period is judged by it: a year's report is written after the year.
evidence_dated as (

    select
        evidence.scheme_no,
        results.subject_code,
        coalesce(results.ind_code, evidence.evidence_no) as node,
        evidence.evidence_no || ' ' || evidence.title as title,
        case
            when evidence.period_from is not null and evidence.period_to is not null
                then
                    cast(evidence.period_from as varchar) || '..'
                    || cast(evidence.period_to as varchar)
            else cast(evidence.doc_date as varchar)
        end as dated,
        case
            when
                evidence.period_from is not null and evidence.period_to is not null
                then evidence.period_from
            else evidence.doc_date
        end as first_day,
        case
            when
                evidence.period_from is not null and evidence.period_to is not null
                then evidence.period_to
            else evidence.doc_date
        end as last_day

    from {{ ref('stg_assessment__evidence') }} as evidence
    left join {{ ref('int_results_newest') }} as results
        on evidence.scheme_no = results.scheme_no and evidence.evidence_no = results.evidence_no

    where not coalesce(evidence.after_cutoff, false)

    union all

    select
        results.scheme_no,
        results.subject_code,
        results.ind_code as node,
        results.ind_code || ' ' || results.name as title,
        cast(results.as_of_date as varchar) as dated,
        cast(null as date) as first_day,
        results.as_of_date as last_day

    from results_aimed as results
    anti join evidence_marked as marked
        on results.scheme_no = marked.scheme_no and results.evidence_no = marked.evidence_no

)

select
    scheme_no,
    subject_code,
    ind_code as node,
    'TARGET_MISSED_FULL_SCORE' as kind,
    actual_text as stated,
    target_text as computed,
    name || '：实际 ' || actual_text || '，未达目标 ' || target_text || '，却得满分 ' || {{ written('score') }}
    || '。请核对得分。' as message,
    name || ': ' || actual_text || ' misses the target ' || target_text
    || ' and yet has the full score '
    || {{ written('score') }} || ': check the score.' as message_en,
    'DEFECT' as severity

from targets_missed

union all

select
    scheme_no,
    subject_code,
    ind_code as node,
    'OVER_ACHIEVED' as kind,
    actual_text as stated,
    target_text as computed,
    name || '：实际 ' || actual_text || ' 大幅超过目标 ' || target_text || '，未说明原因。请说明，或检查目标是否偏低。'
        as message,
    name || ': ' || actual_text || ' lies far above the target ' || target_text
    || ' and no reason is given: give one, or see whether the target was too low.' as message_en,
    'DEFECT' as severity

from targets_exceeded

union all

select
    scheme_no,
    subject_code,
    ind_code as node,
    'PANEL_MEAN_DIFFERS' as kind,
    {{ written('score') }} as stated,
    {{ written('mean') }} as computed,
    '得分 ' || {{ written('score') }} || ' 与 ' || experts || ' 位专家评分的平均 ' || {{ written('mean') }}
    || ' 不符。'
        as message,
    'Score ' || {{ written('score') }} || ' is not the mean ' || {{ written('mean') }}
    || ' of the panel of ' || experts || '.' as message_en,
    'DEFECT' as severity

from scores_of_panels

where cast(score as decimal(9, 2)) <> mean

union all

select
    scheme_no,
    subject_code,
    ind_code as node,
    'RATIO_DIFFERS' as kind,
    {{ written('actual') }} || ' %' as stated,
    {{ percent_text('points', '100 * answer_count') }} as computed,
    '满意度 ' || {{ written('actual') }} || ' % 与问卷计数不符，按计数为 '
    || {{ percent_text('points', '100 * answer_count') }} || '。' as message,
    'Satisfaction ' || {{ written('actual') }} || ' % is not what the answers give, '
    || {{ percent_text('points', '100 * answer_count') }} || '.' as message_en,
    'DEFECT' as severity

from answers_summed

where
    answer_count > 0
    and not is_incomplete
    and not coalesce(has_agreeing_group, false)
    and not {{ percent_agrees('actual', 'places', 'points', '100 * answer_count') }}

union all

select
    evidence.scheme_no,
    evidence.subject_code,
    evidence.node,
    'EVIDENCE_OUTSIDE_WINDOW' as kind,
    evidence.dated as stated,
    windows.span as computed,
    evidence.title || '：日期 ' || evidence.dated || ' 不在评价期 ' || windows.span || ' 内，且未注明为期后资料。'
        as message,
    evidence.title || ': ' || evidence.dated || ' lies outside the evaluated time ' || windows.span
    || ' and is not marked as after the cut-off.' as message_en,
    'DEFECT' as severity

from evidence_dated as evidence
inner join windows
    on evidence.scheme_no = windows.scheme_no

where
    coalesce(evidence.first_day < windows.evidence_from, false)
    or coalesce(evidence.last_day > windows.evidence_to, false)
