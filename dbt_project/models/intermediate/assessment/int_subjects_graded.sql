-- Grain: one row per framework and subject, with its total and grade.
-- The grade is that of the total per 100 of what was assessed, before any rounding: what nobody
-- judged neither earns nor loses. Grades are those in force when the evaluated time ends.
with bands_known as (

    select
        grade_scale,
        effective_from,
        grade,
        from_score,
        1 as precedence
    from {{ ref('stg_assessment__grade_bands') }}
    union all
    select
        grade_scale,
        effective_from,
        grade,
        from_score,
        2 as precedence
    from {{ ref('stg_run__grade_bands') }}

),

bands_in_force as (

    select
        schemes.scheme_no,
        bands.grade,
        bands.from_score

    from {{ ref('int_schemes_current') }} as schemes
    inner join bands_known as bands
        on schemes.grade_scale = bands.grade_scale and schemes.ruled_on >= bands.effective_from

    qualify
        rank() over (
            partition by schemes.scheme_no order by bands.precedence asc, bands.effective_from desc
        ) = 1

)

select
    nodes.scheme_no,
    nodes.subject_code,
    nodes.weight as total_weight,
    nodes.score as total_score,
    nodes.assessed_weight,
    max_by(bands.grade, bands.from_score) as grade

from {{ ref('int_nodes_summed') }} as nodes
left join bands_in_force as bands
    on
        nodes.scheme_no = bands.scheme_no
        and nodes.assessed_weight > 0
        and {{ reaches('nodes.score', 'nodes.assessed_weight', 'bands.from_score') }}

where nodes.level = 0

group by all
