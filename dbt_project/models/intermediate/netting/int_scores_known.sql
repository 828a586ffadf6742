-- Grain: one row per contract, period and assessment, or subject of a framework, that scores it.
-- An evaluation counts where its framework's newest run assessed everything. Its day is that of the
-- first run that found the score which still stands: scoring again makes no old score a new one.
with evaluations_numbered as (

    select
        *,
        max(position) over (partition by scheme_no) as newest_position

    from {{ ref('stg_booked__evaluated_scores') }}

),

evaluations_standing as (

    select
        *,
        count(*) over (partition by scheme_no) as subject_count

    from evaluations_numbered

    where position = newest_position

),

evaluations_compared as (

    select
        standing.*,
        earlier.position as earlier_position,
        earlier.evaluated_on as earlier_evaluated_on,
        -- The newest earlier run, if any, that found another score or served another period.
        max(
            case
                when
                    earlier.total_score is distinct from standing.total_score
                    or earlier.total_weight <> standing.total_weight
                    or earlier.not_assessed_count > 0
                    or earlier.contract_no is distinct from standing.contract_no
                    or earlier.assessed_period is distinct from standing.assessed_period
                    then earlier.position
            end
        ) over (partition by standing.scheme_no, standing.subject_code) as changed_position

    from evaluations_standing as standing
    inner join {{ ref('stg_booked__evaluated_scores') }} as earlier
        on
            standing.scheme_no = earlier.scheme_no
            and standing.subject_code = earlier.subject_code

    where
        standing.contract_no is not null
        and standing.assessed_period is not null
        and standing.total_score is not null
        and standing.not_assessed_count = 0

)

select
    contract_no,
    period,
    score,
    assessed_on,
    party_code,
    cast(null as string) as evaluation_run_id,
    cast(null as string) as scheme_no,
    cast(null as string) as subject_code,
    cast(null as bigint) as subject_count

from {{ ref('stg_work__assessments') }}

union all

select
    contract_no,
    assessed_period as period,
    {{ score_share('100', 'total_score', 'total_weight', 3) }} as score,
    min(earlier_evaluated_on) as assessed_on,
    subject_code as party_code,
    run_id as evaluation_run_id,
    scheme_no,
    subject_code,
    subject_count

from evaluations_compared

where coalesce(earlier_position > changed_position, true)

group by all
