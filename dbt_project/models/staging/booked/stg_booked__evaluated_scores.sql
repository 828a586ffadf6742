-- Grain: one row per booked evaluation run, framework and subject.
select
    scores.run_id,
    scores.scheme_no,
    scores.subject_code,
    scores.contract_no,
    scores.assessed_period,
    scores.total_score,
    scores.total_weight,
    scores.not_assessed_count,
    scores.score_rate,
    scores.grade,
    evaluation.evaluated_on,
    evaluation.position

from {{ source('booked', 'score_summary') }} as scores
inner join {{ source('booked', 'evaluation') }} as evaluation
    on scores.run_id = evaluation.run_id
