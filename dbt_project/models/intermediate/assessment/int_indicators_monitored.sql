-- Grain: one row per framework, subject, indicator and month up to which its progress is known.
-- In monitoring, what the warehouse measures goes before what was typed for the same month.
with progress_measured as (

    select
        measured.scheme_no,
        measured.subject_code,
        measured.ind_code,
        {{ month_of('measured.as_of_date') }} as month,
        measured.value

    from {{ ref('int_indicators_measured') }} as measured
    inner join {{ ref('int_schemes_current') }} as schemes
        on measured.scheme_no = schemes.scheme_no and schemes.stage = 'MONITOR'

    where measured.value is not null

),

progress_typed as (

    select
        typed.scheme_no,
        typed.subject_code,
        typed.ind_code,
        typed.month,
        typed.value

    from {{ ref('stg_assessment__monitor_rows') }} as typed
    inner join {{ ref('int_schemes_current') }} as schemes
        on typed.scheme_no = schemes.scheme_no
    anti join progress_measured as measured
        on
            typed.scheme_no = measured.scheme_no
            and typed.subject_code = measured.subject_code
            and typed.ind_code = measured.ind_code
            and typed.month = measured.month

),

progress_known as (

    select
        *,
        '实测 measured' as origin
    from progress_measured

    union all

    select
        *,
        '填报 typed' as origin
    from progress_typed

),

indicators as (

    select
        scheme_no,
        ind_code,
        level1,
        level2,
        level3,
        level4,
        direction,
        target_value,
        target_text,
        unit,
        {{ number_of_cell('target_value') }} as target_given,
        -- A budget is to be executed whole.
        case
            when
                target_value is null
                and (
                    name like '%预算执行率%'
                    or rule_params like '%EARNED_BUDGET_RATE%'
                    or rule_params like '%CASH_BUDGET_RATE%'
                )
                then cast(100 as decimal(18, 6))
        end as target_of_budget,
        coalesce(trim(direction), '≥') in (
            '≥', '≧', '>=', '＞＝', '＞=', 'GE', '>', '＞', '=', '＝', 'EQ'
        ) as is_upward,
        case
            when json_valid(rule_params)
                then cast(rule_params as json) ->> '$.monitor'
        end as rule_set_asked

    from {{ ref('int_indicator_nodes') }}

),

progress_targeted as (

    select
        progress.*,
        cast(right(progress.month, 2) as bigint) as month_number,
        right(progress.month, 2) as month_of_year,
        coalesce(indicators.target_given, indicators.target_of_budget) as target,
        coalesce(indicators.is_upward, true) as is_upward,
        coalesce(indicators.rule_set_asked, 'TIME_PROGRESS') as rule_set,
        indicators.ind_code is not null as is_of_framework,
        indicators.level1,
        indicators.level2,
        indicators.level3,
        indicators.level4,
        indicators.direction,
        indicators.target_value,
        indicators.target_text,
        indicators.unit

    from progress_known as progress
    left join indicators
        on progress.scheme_no = indicators.scheme_no and progress.ind_code = indicators.ind_code

),

rules_in_force as (

    select
        progress.scheme_no,
        progress.subject_code,
        progress.ind_code,
        progress.month,
        arg_max(rules.value, rules.effective_from) filter (
            where rules.parameter = 'red_below'
        ) as red_below,
        arg_max(rules.value, rules.effective_from) filter (
            where rules.parameter = 'green_from'
        ) as green_from,
        arg_max(rules.value, rules.effective_from) filter (
            where rules.parameter = 'alarm_below'
        ) as alarm_below,
        arg_max(rules.value, rules.effective_from) filter (
            where rules.parameter = 'alarm_behind'
        ) as alarm_behind

    from progress_targeted as progress
    inner join {{ ref('stg_run__monitor_rules') }} as rules
        on
            progress.rule_set = rules.rule_set
            and coalesce(progress.month_of_year = rules.month_of_year, true)
            and {{ last_day_of('progress.month') }} >= rules.effective_from

    group by progress.scheme_no, progress.subject_code, progress.ind_code, progress.month

),

progress_judged as (

    select
        progress.*,
        rules.red_below,
        rules.green_from,
        rules.alarm_below,
        rules.alarm_behind,
        progress.value is not null
        and coalesce(progress.target > 0, false)
        and progress.is_upward
        and rules.red_below is not null as is_judged,
        coalesce(
            not {{ reaches_share('progress.value', 'progress.target', 'rules.alarm_below') }}, false
        ) as is_below,
        coalesce(
            {{ lies_behind(
                'progress.value', 'progress.target', 'progress.month_number', 'rules.alarm_behind'
            ) }},
            false
        ) as is_behind,
        {{ reaches_share_of_year(
            'progress.value', 'progress.target', 'progress.month_number', 'rules.red_below'
        ) }} as is_above_red,
        {{ reaches_share_of_year(
            'progress.value', 'progress.target', 'progress.month_number', 'rules.green_from'
        ) }} as is_green

    from progress_targeted as progress
    left join rules_in_force as rules
        on
            progress.scheme_no = rules.scheme_no
            and progress.subject_code = rules.subject_code
            and progress.ind_code = rules.ind_code
            and progress.month = rules.month

),

lights as (

    select
        scheme_no,
        subject_code,
        ind_code,
        month,
        value,
        case when is_judged then {{ due_of_target('target', 'month_number') }} end as due_value,
        case
            when is_judged
                then
                    try_cast({{ progress_of('value', 'target', 'month_number') }} as decimal(9, 6))
        end as progress_rate,
        case
            when not is_judged then null
            when is_below or is_behind or not is_above_red then 'RED'
            when is_green then 'GREEN'
            else 'YELLOW'
        end as light,
        case
            when value is null then '未填执行情况 no progress is given'
            when not is_of_framework then '指标不在体系中 the framework has no such indicator'
            when not is_upward
                then '反向或定性指标不按时间进度判断 not judged by the time of the year'
            when target is null then '没有可读的目标值 no target can be read'
            when target <= 0 then '目标值不大于零 the target is not above 0'
            when red_below is null then '预警规则未知 unknown rule: ' || rule_set
            else
                origin || '：' || {{ written('value') }} || ' ÷ ('
                || {{ written('target') }}
                || ' × ' || month_number || '÷12)，红 red <' || {{ written('red_below') }}
                || '，绿 green ≥' || {{ written('green_from') }}
                || case
                    when is_below
                        then
                            '；' || rule_set || ' 进度低于 below ' || {{ written('alarm_below') }}
                    else ''
                end
                || case
                    when is_behind
                        then
                            '；' || rule_set || ' 落后进度 behind by ≥'
                            || {{ written('alarm_behind') }}
                    else ''
                end
        end as basis,
        is_upward,
        level1,
        level2,
        level3,
        level4,
        direction,
        target_value,
        target_text,
        unit

    from progress_judged

)

select
    lights.*,
    typed.forecast,
    typed.cause_funds,
    typed.cause_rules,
    typed.cause_staff,
    typed.cause_hardware,
    typed.cause_other,
    typed.explanation,
    typed.likelihood,
    typed.note

from lights
left join {{ ref('stg_assessment__monitor_rows') }} as typed
    on
        lights.scheme_no = typed.scheme_no
        and lights.subject_code = typed.subject_code
        and lights.ind_code = typed.ind_code
        and lights.month = typed.month
