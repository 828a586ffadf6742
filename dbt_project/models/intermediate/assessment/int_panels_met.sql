-- Grain: one row per framework with a tree, subject and leaf that experts scored.
with panels_listed as (

    select
        scores.scheme_no,
        scores.subject_code,
        scores.ind_code,
        list_sort(list({{ whole_milli('scores.score') }})) as all_milli

    from {{ ref('stg_assessment__expert_scores') }} as scores

    group by scores.scheme_no, scores.subject_code, scores.ind_code

),

panels_trimmed as (

    select
        panels.*,
        parameters.veto_below,
        parameters.veto_by,
        len(panels.all_milli) as expert_count,
        -- The highest and the lowest are left out, as many of each as the parameter says.
        list_slice(
            panels.all_milli, parameters.trimmed + 1, len(panels.all_milli) - parameters.trimmed
        ) as kept_milli

    from panels_listed as panels
    inner join {{ ref('int_leaf_parameters') }} as parameters
        on panels.scheme_no = parameters.scheme_no and panels.ind_code = parameters.ind_code

)

select
    scheme_no,
    subject_code,
    ind_code,
    expert_count,
    len(kept_milli) as kept_count,
    array_to_string(
        list_transform(kept_milli, each -> {{ written(score_from_milli('each')) }}), '+'
    ) as kept_words,
    -- Rounding never lifts a mean above the highest score, and so never above the weight.
    case
        when len(kept_milli) > 0
            then
                least(
                    {{ score_mean('list_sum(kept_milli)', 'len(kept_milli)') }},
                    {{ score_from_milli('kept_milli[-1]') }}
                )
    end as mean_score,
    case
        when veto_by = 'ANY' then all_milli[1] < {{ whole_milli('veto_below') }}
        else list_sum(kept_milli) < len(kept_milli) * {{ whole_milli('veto_below') }}
    end as is_vetoed,
    {{ score_from_milli('all_milli[1]') }} as lowest_score,
    {{ score_from_milli('all_milli[-1]') }} as highest_score

from panels_trimmed
