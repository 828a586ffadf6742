-- Grain: one row per framework that is compared, subject and node; path '*' is the whole.
-- The other framework is taken as this run scores it, otherwise as the newest run that did. Where
-- each of the two has one subject only, those are compared whatever they are called.
with wholes_booked as (

    select
        scheme_no,
        subject_code,
        score_rate,
        grade

    from {{ ref('stg_booked__evaluated_scores') }}

    qualify position = max(position) over (partition by scheme_no)

),

scores_of_this_run as (

    select
        nodes.scheme_no,
        nodes.subject_code,
        case when nodes.level = 0 then '*' else nodes.path end as path,
        cast({{ ratio_of('nodes.score', 'nodes.assessed_weight') }} as decimal(9, 6)) as score_rate,
        case when nodes.level = 0 then graded.grade end as grade

    from {{ ref('int_nodes_summed') }} as nodes
    left join {{ ref('int_subjects_graded') }} as graded
        on nodes.scheme_no = graded.scheme_no and nodes.subject_code = graded.subject_code

),

scores_booked as (

    select
        scheme_no,
        subject_code,
        '*' as path,
        score_rate,
        grade
    from wholes_booked

    union all

    select
        scheme_no,
        subject_code,
        path,
        score_rate,
        null as grade
    from {{ ref('stg_booked__evaluated_nodes') }}

),

scores_known as (

    select * from scores_of_this_run

    union all

    select booked.*
    from scores_booked as booked
    anti join scores_of_this_run as scored
        on booked.scheme_no = scored.scheme_no

),

subjects_counted as (

    select
        scheme_no,
        count(distinct subject_code) as subject_count,
        min(subject_code) as first_subject

    from scores_known

    group by scheme_no

),

subjects_paired as (

    select
        own.scheme_no,
        own.subject_code,
        others.scheme_no as compared_scheme_no,
        case
            when own_count.subject_count = 1 and other_count.subject_count = 1
                then other_count.first_subject
            else own.subject_code
        end as compared_subject

    from scores_of_this_run as own
    inner join {{ ref('int_schemes_current') }} as schemes
        on own.scheme_no = schemes.scheme_no
    inner join scores_known as others
        on schemes.compared_scheme_no = others.scheme_no
    inner join subjects_counted as own_count
        on own.scheme_no = own_count.scheme_no
    inner join subjects_counted as other_count
        on others.scheme_no = other_count.scheme_no

    where own.path = '*' and others.path = '*'

    group by all

)

select
    own.scheme_no,
    own.subject_code,
    own.path,
    own.score_rate,
    pairs.compared_scheme_no,
    others.score_rate as compared_score_rate,
    {{ rate_less('own.score_rate', 'others.score_rate') }} as rate_difference,
    own.grade,
    others.grade as compared_grade

from scores_of_this_run as own
inner join subjects_paired as pairs
    on own.scheme_no = pairs.scheme_no and own.subject_code = pairs.subject_code
left join scores_known as others
    on
        pairs.compared_scheme_no = others.scheme_no
        and pairs.compared_subject = others.subject_code
        and own.path = others.path
