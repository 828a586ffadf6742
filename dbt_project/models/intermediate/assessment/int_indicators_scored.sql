-- Grain: one row per framework with a tree, subject and leaf, with its score by the leaf's rule.
-- The basis is the formula with its numbers in it; percentages in it are rounded for the eye alone.
with numbers_written as (

    select
        *,
        {{ written('weight') }} as weight_words,
        {{ written_score('raw_score') }} as score_words,
        {{ written_micro('100 * floor_micro') }} || '%' as floor_words,
        case
            when is_answered
                then {{ written_percent('answer_points', '(100 * answer_count)') }} || '%'
            when rule = 'SURVEY' or (rule = 'RATIO' and not is_target_given)
                then {{ written_micro('actual_micro') }} || '%'
            else {{ written('actual_number') }}
        end as actual_words,
        case
            when rule = 'SURVEY' or (rule = 'RATIO' and not is_target_given)
                then {{ written_micro('target_micro') }} || '%'
            else {{ written('target_number') }}
        end as aim_words,
        case
            when rule = 'AT_MOST' then {{ written_percent('target_micro', 'actual_micro') }} || '%'
            else {{ written_percent('actual_micro', 'target_scaled') }} || '%'
        end as completion_words,
        case
            when rule = 'SURVEY' and lowest_band is not null and full_from is null then 'BANDS'
            when rule in ('SURVEY', 'RATIO', 'AT_LEAST') and full_from is not null then 'LOSING'
            when rule in ('SURVEY', 'RATIO') then 'AT_LEAST'
            when rule = 'EQUALS' and target_number is null then 'WORDS'
            when rule = 'AT_MOST' and target_micro > 0 and actual_micro > target_micro then form
            else rule
        end as formula,
        share_part >= share_whole as is_full,
        case when share_part <= 0 then ' ≤ 0 → ' else ' = ' end as down_to

    from {{ ref('int_leaves_reckoned') }}

),

completions_written as (

    select
        *,
        case
            when aim_words = '100%' then completion_words
            when rule = 'AT_MOST' then concat(aim_words, '÷', actual_words, ' = ', completion_words)
            else concat(actual_words, '÷', aim_words, ' = ', completion_words)
        end as completion_reckoned,
        {{ written_above_floor('completion_words', 'floor_words', 'weight_words') }} as product,
        case
            when is_answered
                then concat(
                    '满意度 satisfaction ', answer_points, '÷', answer_count, ' = ', actual_words,
                    '（' || case when group_words like '%,%' then group_words end || '）', '；'
                )
        end as survey_words

    from numbers_written

),

formulas_filled as (

    select
        *,
        case
            when formula = 'AT_LEAST' and target_micro <= 0
                then concat(
                    actual_words, case when is_full then ' ≥ ' else ' < ' end, aim_words, ' → '
                )
            when formula = 'AT_LEAST' and is_full then completion_reckoned || ' ≥ 100% → '
            when formula in ('AT_LEAST', 'QUOTIENT') and share_part <= 0
                then concat(completion_reckoned, ' ≤ ', floor_words, ' → ')
            when formula in ('AT_LEAST', 'QUOTIENT') and aim_words = '100%' then product || ' = '
            when formula in ('AT_LEAST', 'QUOTIENT')
                then concat(completion_reckoned, '；', product, ' = ')
            when formula = 'LOSING' and is_full
                then concat(completion_reckoned, ' ≥ ', {{ written('full_from') }}, '% → ')
            when formula = 'LOSING'
                then concat(
                    completion_reckoned, '；(1−(', {{ written('full_from') }}, '−',
                    replace(completion_words, '%', ''), ')×', {{ written('lose_per_point') }}, ')×',
                    weight_words, down_to
                )
            when formula = 'BANDS' and band_low is null
                then concat(actual_words, ' < ', {{ written('lowest_band') }}, ' → ')
            when formula = 'BANDS' and band_points is not null
                then concat(actual_words, ' ≥ ', {{ written('band_low') }}, ' → ')
            when formula = 'BANDS'
                then concat(
                    actual_words, ' ≥ ', {{ written('band_low') }}, '；',
                    {{ written('band_ratio') }}, '×', weight_words, ' = '
                )
            when formula = 'AT_MOST'
                then concat(
                    actual_words, case when is_full then ' ≤ ' else ' > ' end, aim_words, ' → '
                )
            when formula = 'LINEAR'
                then concat(
                    '(1−(', actual_words, '−', aim_words, ')÷', aim_words, ')×',
                    weight_words, down_to
                )
            when formula = 'EQUALS' and target_number = 0
                then concat(actual_words, case when is_full then ' ≤ ' else ' > ' end, '0 → ')
            when formula = 'EQUALS'
                then concat(
                    actual_words, case when is_full then ' = ' else ' ≠ ' end, aim_words, ' → '
                )
            when formula = 'WORDS'
                then concat(
                    actual_value, case when is_full then ' = ' else ' ≠ ' end, target_words, ' → '
                )
            when formula = 'BY_DATE' and days_late <= 0
                then concat(actual_day, ' ≤ ', target_day, ' → ')
            when formula = 'BY_DATE'
                then concat(
                    actual_day, ' > ', target_day, ' 逾期 late ', days_late, ' 天 days',
                    coalesce(
                        '；' || weight_words || '−' || days_late || '×'
                        || {{ written('deduct_per_day') }} || down_to,
                        ' → '
                    )
                )
            when formula = 'DEDUCT'
                then concat(
                    weight_words, '−', actual_words,
                    '×' || {{ written('points_per_time') }}, down_to
                )
            when formula = 'ELEMENTS'
                then concat(
                    '要点 elements ', trim(actual_value), ' / ', element_count, '；',
                    {{ written_percent('share_part', 'share_whole') }}, '%×', weight_words, ' = '
                )
        end as formula_words

    from completions_written

),

bases_written as (

    select
        *,
        case
            when given_status = 'NOT_APPLICABLE' then '不适用 not applicable'
            when given_status = 'NOT_ASSESSED' then '未评 not assessed'
            when raw_score is null
                then concat(
                    '未评 not assessed',
                    case doubt
                        when 'PARAMETERS_UNREAD'
                            then concat(
                                '；计分参数不能识读或未知 parameters do not read or are unknown: ',
                                array_to_string(parameters_unread, ', ')
                            )
                        when 'PARAMETERS_MISSING'
                            then '；缺少计分参数 the rule has no parameters to go by'
                        when 'SHARES_NOT_WHOLE'
                            then '；要点分值占比合计不为 1 shares of elements do not add up to 1'
                        when 'ELEMENTS_UNNAMED'
                            then '；未列明达成的要点 which were met is not said: ' || actual_value
                        when 'ANSWERS_UNCOUNTED'
                            then '；问卷份数缺失或为零 counts of answers are missing or 0'
                        when 'PANEL_SMALL'
                            then concat('；专家不足 too few experts: ', expert_count, ' < ', min_experts)
                        when 'ACTUAL_UNREAD'
                            then '；实际完成值不能识读 the actual value does not read: ' || actual_value
                        when 'TARGET_UNREAD'
                            then concat(
                                '；目标值缺失或不能识读 the target is missing or does not read: ',
                                coalesce(target_words, '–')
                            )
                    end
                )
            when rule = 'EXPERT'
                then concat(
                    case
                        when is_vetoed and veto_by = 'ANY'
                            then concat(
                                '一票否决 veto: ', {{ written('lowest_score') }}, ' < ',
                                {{ written('veto_below') }}, '；'
                            )
                        when is_vetoed
                            then concat(
                                '均分否决 veto by the mean: ', {{ written_score('mean_score') }}, ' < ',
                                {{ written('veto_below') }}, '；'
                            )
                    end,
                    case
                        when trimmed > 0
                            then concat('去掉最高最低各 ', trimmed, ' highest and lowest left out；')
                    end,
                    '(', kept_words, ')÷', kept_count,
                    case when is_vetoed then ' → ' else ' = ' end, score_words
                )
            when is_reckoned
                then concat(
                    case when is_measured and not is_answered then '实测 measured: ' end,
                    survey_words, formula_words, score_words
                )
            else concat(
                case
                    when rule = 'LEVEL' then coalesce(actual_value, '等级未填 no level') || '；'
                    when rule <> 'GIVEN' then '无实际完成值 no actual value；'
                end,
                '评分人给分 given by a person: ', score_words, ' / ', weight_words
            )
        end as basis_words

    from formulas_filled

)

select
    bases.scheme_no,
    bases.subject_code,
    bases.ind_code,
    nodes.level1,
    nodes.level2,
    nodes.level3,
    nodes.level4,
    nodes.path,
    nodes.sort_key,
    bases.weight,
    bases.raw_score,
    case
        when bases.given_status in ('NOT_APPLICABLE', 'NOT_ASSESSED') then bases.given_status
        when bases.raw_score is null then 'NOT_ASSESSED'
        else 'SCORED'
    end as status,
    bases.rule,
    concat(bases.rule, ' (', schemes.rule_profile, '): ', bases.basis_words) as basis,
    case
        when bases.is_answered then replace(bases.actual_words, '%', '') else bases.actual_value
    end as actual_value,
    nodes.target_value,
    nodes.unit,
    bases.as_of_date,
    bases.reason,
    bases.improvement,
    bases.evidence_no,
    bases.doubt,
    bases.parameters_unread,
    bases.file_sha256,
    bases.row_number

from bases_written as bases
inner join {{ ref('int_indicator_nodes') }} as nodes
    on bases.scheme_no = nodes.scheme_no and bases.ind_code = nodes.ind_code
inner join {{ ref('int_schemes_current') }} as schemes
    on bases.scheme_no = schemes.scheme_no
