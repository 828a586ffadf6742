-- Grain: one row per framework with a tree, subject and leaf, with the score that its rule gives.
-- `doubt` names why a rule that has something to go by gives no score, or why a score is odd.
with results_ranked as (

    select
        *,
        row_number() over (
            partition by scheme_no, subject_code, ind_code
            order by as_of_date desc nulls last
        ) as rank_from_newest

    from {{ ref('stg_assessment__results') }}

),

facts_gathered as (

    select
        parameters.*,
        subjects.subject_code,
        nodes.weight,
        results.score as given_score,
        results.status as given_status,
        -- What the warehouse measures goes before what a person typed.
        coalesce(measured.value_text, results.actual_value) as actual_value,
        measured.value_text is not null as is_measured,
        case
            when measured.value_text is not null then measured.unit = '%'
            else parameters.is_percent
        end as is_actual_percent,
        case when measured.value_text is null then results.as_of_date else measured.as_of_date end
            as as_of_date,
        results.reason,
        results.improvement,
        results.evidence_no,
        results.file_sha256,
        results.row_number,
        surveys.is_counted,
        surveys.points as answer_points,
        surveys.answers as answer_count,
        surveys.group_words,
        panels.expert_count,
        panels.kept_count,
        panels.kept_words,
        panels.mean_score,
        panels.is_vetoed,
        panels.lowest_score,
        panels.highest_score

    from {{ ref('int_scheme_subjects') }} as subjects
    inner join {{ ref('int_leaf_parameters') }} as parameters
        on subjects.scheme_no = parameters.scheme_no
    inner join {{ ref('int_indicator_nodes') }} as nodes
        on
            parameters.scheme_no = nodes.scheme_no
            and parameters.ind_code = nodes.ind_code
    left join results_ranked as results
        on
            subjects.scheme_no = results.scheme_no
            and subjects.subject_code = results.subject_code
            and parameters.ind_code = results.ind_code
            and results.rank_from_newest = 1
    left join {{ ref('int_indicators_measured') }} as measured
        on
            subjects.scheme_no = measured.scheme_no
            and subjects.subject_code = measured.subject_code
            and parameters.ind_code = measured.ind_code
    left join {{ ref('int_surveys_counted') }} as surveys
        on
            subjects.scheme_no = surveys.scheme_no
            and subjects.subject_code = surveys.subject_code
            and parameters.ind_code = surveys.ind_code
    left join {{ ref('int_panels_met') }} as panels
        on
            subjects.scheme_no = panels.scheme_no
            and subjects.subject_code = panels.subject_code
            and parameters.ind_code = panels.ind_code

),

facts_read as (

    select
        *,
        {{ number_in_unit('actual_value', 'is_actual_percent') }} as actual_number,
        {{ read_day('actual_value') }} as actual_day,
        {{ read_level('actual_value') }} as actual_level,
        {{ read_elements('actual_value') }} as element_numbers,
        -- `3` says how many were met, `1;3` and `3;` say which.
        coalesce(regexp_full_match(trim(actual_value), '[0-9]+'), false) as is_counted_whole,
        element_shares is null or {{ shares_are_whole('element_shares') }} as is_shared_whole,
        case {{ read_level('actual_value') }}
            when 'FULL' then level_full when 'PART' then level_part when 'NONE' then level_none
        end as level_bounds

    from facts_gathered

),

rules_chosen as (

    select
        *,
        case
            when scoring_rule is not null then scoring_rule
            when is_satisfaction and is_counted is not null then 'SURVEY'
            -- A person's score stands where the words beside it do not read.
            when
                actual_value is not null
                and (
                    given_score is null
                    or (actual_number is not null and target_number is not null)
                    or (bound = 'LE' and actual_day is not null and target_day is not null)
                    or (bound = 'EQ' and target_number is null)
                )
                then
                    case
                        when target_words is null and target_number is null then 'GIVEN'
                        when bound = 'GE' then 'AT_LEAST'
                        when bound = 'LE' and target_day is not null then 'BY_DATE'
                        when bound = 'LE' then 'AT_MOST'
                        when bound in ('EQ', 'ZERO') then 'EQUALS'
                        else 'GIVEN'
                    end
            else 'GIVEN'
        end as rule_by_direction

    from facts_read

),

rules_settled as (

    select
        * exclude (scoring_rule, rule_by_direction),
        case
            when rule_by_direction <> 'GIVEN' or scoring_rule is not null then rule_by_direction
            when is_qualitative and actual_level is not null then 'LEVEL'
            when given_score is null and expert_count > 0 then 'EXPERT'
            else 'GIVEN'
        end as rule

    from rules_chosen

),

values_read as (

    select
        *,
        rule = 'SURVEY' and is_counted is not null as is_answered,
        case
            when rule = 'EXPERT' then true
            when rule in ('LEVEL', 'GIVEN') then false
            when rule = 'SURVEY' and is_counted is not null then true
            else actual_value is not null
        end as is_reckoned,
        case when rule = 'SURVEY' and is_counted then answer_count else 1 end as scale,
        case
            when rule = 'SURVEY' and is_counted then {{ whole_micro('answer_points') }}
            when rule = 'SURVEY' and is_counted is not null then null
            when rule = 'SURVEY' or (rule = 'RATIO' and not is_target_given)
                then {{ percent_micro('actual_number', 'is_actual_percent') }}
            else {{ whole_micro('actual_number') }}
        end as actual_micro,
        case
            when rule in ('SURVEY', 'RATIO') and not is_target_given then 100000000
            -- What is lost for each point below is lost on the satisfaction itself.
            when rule = 'SURVEY' and full_from is not null then 100000000
            when rule = 'SURVEY' then {{ percent_micro('target_number', 'is_percent') }}
            else {{ whole_micro('target_number') }}
        end as target_micro,
        {{ whole_micro('floor_rate') }} as floor_micro

    from rules_settled

),

values_scaled as (

    select
        *,
        -- A satisfaction of n answers is a whole number of points over n: both sides n times.
        case
            when rule <> 'SURVEY' or target_micro between 1 and 100000000
                then target_micro * scale
        end as target_scaled,
        {{ band_reached('bands', 'actual_micro', 'scale') }} as band,
        date_diff('day', target_day, actual_day) as days_late,
        case
            when rule = 'SURVEY' and is_counted is not null then true
            when rule = 'BY_DATE' then actual_day is not null
            when rule = 'EQUALS' then target_number is null or actual_number is not null
            when rule = 'DEDUCT' then coalesce(actual_number >= 0, false)
            when rule = 'ELEMENTS'
                then
                    element_numbers is not null
                    and len(list_distinct(element_numbers)) = len(element_numbers)
                    and coalesce(list_max(element_numbers) <= element_count, true)
                    and (is_counted_whole or list_min(element_numbers) > 0)
            else actual_number is not null
        end as is_actual_read

    from values_read

),

shares_reckoned as (

    select
        *,
        case
            when not is_reckoned or not is_actual_read or len(parameters_unread) > 0 then null
            when rule in ('SURVEY', 'RATIO', 'AT_LEAST') and full_from is not null
                then {{ share_losing(
                    'actual_micro', 'target_scaled', 'full_from', 'lose_per_point'
                ) }}
            when rule = 'BANDS' or (rule = 'SURVEY' and bands is not null)
                then
                    case
                        when bands is not null and actual_micro is not null
                            then {{ share_of_band('band', 'weight') }}
                    end
            when rule in ('SURVEY', 'RATIO', 'AT_LEAST')
                then {{ share_above_floor('actual_micro', 'target_scaled', 'floor_micro') }}
            when rule = 'AT_MOST' and (actual_micro <= target_micro or target_micro <= 0)
                then {{ share_if('actual_micro <= target_micro') }}
            when rule = 'AT_MOST' and form = 'LINEAR'
                then {{ share_excess('actual_micro', 'target_micro') }}
            when rule = 'AT_MOST' and form = 'QUOTIENT'
                then {{ share_above_floor('target_micro', 'actual_micro', 'floor_micro') }}
            when rule = 'EQUALS' and target_number = 0 then {{ share_if('actual_number <= 0') }}
            when rule = 'EQUALS' and target_number is not null
                then {{ share_if('actual_number = target_number') }}
            when rule = 'EQUALS' and target_words is not null
                then {{ share_if('trim(actual_value) = trim(target_words)') }}
            when rule = 'BY_DATE' and days_late <= 0 then {{ share(1) }}
            when rule = 'BY_DATE' and deduct_per_day is null and days_late is not null
                then {{ share(0) }}
            when rule = 'BY_DATE'
                then {{ share_left('days_late', 'deduct_per_day', 'weight') }}
            when rule = 'DEDUCT'
                then {{ share_left('actual_number', 'coalesce(points_per_time, 1)', 'weight') }}
            when rule = 'ELEMENTS' and not is_shared_whole then null
            when rule = 'ELEMENTS' and element_shares is null and is_counted_whole
                then {{ share('element_numbers[1]', 'element_count') }}
            when rule = 'ELEMENTS' and element_shares is null
                then {{ share('len(element_numbers)', 'element_count') }}
            when rule = 'ELEMENTS' and is_counted_whole
                then
                    case
                        when element_numbers[1] = 0 then {{ share(0) }}
                        when element_numbers[1] = element_count then {{ share(1) }}
                    end
            when rule = 'ELEMENTS'
                then {{ share(shares_added('element_shares', 'element_numbers'), 1000000) }}
        end as share

    from values_scaled

),

doubts_named as (

    select
        *,
        case
            when given_status in ('NOT_ASSESSED', 'NOT_APPLICABLE') then null
            when rule = 'LEVEL' and given_score is not null
                then
                    case
                        when level_bounds is null then 'LEVEL_UNREAD'
                        when not {{ lies_in_level('given_score', 'weight', 'level_bounds') }}
                            then 'LEVEL_OUTSIDE'
                    end
            when not is_reckoned or (rule = 'EXPERT' and expert_count is null) then null
            when len(parameters_unread) > 0 then 'PARAMETERS_UNREAD'
            when rule = 'EXPERT'
                then
                    case
                        when min_experts is null then 'PARAMETERS_MISSING'
                        when expert_count < min_experts or kept_count = 0 then 'PANEL_SMALL'
                        when lowest_score < 0 or highest_score > weight then 'EXPERT_OUTSIDE'
                    end
            when {{ is_known_share('share') }} then null
            when is_answered and not is_counted then 'ANSWERS_UNCOUNTED'
            when not is_actual_read then 'ACTUAL_UNREAD'
            when rule = 'ELEMENTS' and not is_shared_whole then 'SHARES_NOT_WHOLE'
            when rule = 'ELEMENTS' and element_count is not null then 'ELEMENTS_UNNAMED'
            when
                rule = 'BY_DATE'
                or (rule = 'EQUALS' and target_words is null)
                or (rule in ('AT_LEAST', 'AT_MOST', 'RATIO', 'SURVEY') and target_scaled is null)
                then 'TARGET_UNREAD'
            else 'PARAMETERS_MISSING'
        end as doubt

    from shares_reckoned

)

select
    scheme_no,
    subject_code,
    ind_code,
    weight,
    rule,
    is_reckoned,
    is_answered,
    is_measured,
    given_status,
    doubt,
    parameters_unread,
    case
        when given_status in ('NOT_ASSESSED', 'NOT_APPLICABLE') then null
        when rule = 'EXPERT' and coalesce(doubt, 'EXPERT_OUTSIDE') <> 'EXPERT_OUTSIDE' then null
        when rule = 'EXPERT' and is_vetoed then {{ as_score(0) }}
        when rule = 'EXPERT' then mean_score
        when is_reckoned then {{ score_of_share('weight', 'share') }}
        else given_score
    end as raw_score,
    {{ part_of('share') }} as share_part,
    {{ whole_of('share') }} as share_whole,
    actual_value,
    actual_number,
    actual_micro,
    actual_day,
    days_late,
    is_target_given,
    target_words,
    target_number,
    target_micro,
    target_scaled,
    target_day,
    floor_micro,
    form,
    full_from,
    lose_per_point,
    struct_extract(band, 'low') as band_low,
    struct_extract(band, 'ratio') as band_ratio,
    struct_extract(band, 'points') as band_points,
    struct_extract(bands[-1], 'low') as lowest_band,
    points_per_time,
    deduct_per_day,
    element_count,
    answer_points,
    answer_count,
    group_words,
    is_counted,
    expert_count,
    min_experts,
    kept_count,
    kept_words,
    trimmed,
    mean_score,
    lowest_score,
    is_vetoed,
    veto_below,
    veto_by,
    as_of_date,
    reason,
    improvement,
    evidence_no,
    file_sha256,
    row_number

from doubts_named
