-- Grain: one row per framework with a tree, subject and leaf that questions were answered about.
-- Answers that name no subject speak of every subject, unless the same group answered about one.
with groups_picked as (

    select
        subjects.scheme_no,
        subjects.subject_code,
        parameters.ind_code,
        answers.group_name,
        max_by(
            struct_pack(
                points := {{ answer_points('answers') }},
                answers := {{ answer_count('answers') }}
            ),
            answers.subject_code is not null
        ) as counted

    from {{ ref('stg_assessment__survey_counts') }} as answers
    inner join {{ ref('int_scheme_subjects') }} as subjects
        on
            answers.scheme_no = subjects.scheme_no
            and coalesce(answers.subject_code, subjects.subject_code) = subjects.subject_code
    inner join {{ ref('int_leaf_parameters') }} as parameters
        on
            answers.scheme_no = parameters.scheme_no
            and answers.ind_code = parameters.ind_code
            and coalesce(parameters.group_name, answers.group_name) = answers.group_name

    group by
        subjects.scheme_no, subjects.subject_code, parameters.ind_code, answers.group_name

),

groups_counted as (

    select
        scheme_no,
        subject_code,
        ind_code,
        group_name,
        struct_extract(counted, 'points') as points,
        struct_extract(counted, 'answers') as answers

    from groups_picked

)

select
    scheme_no,
    subject_code,
    ind_code,
    -- A count that is missing is no 0: then nobody knows how many were satisfied.
    bool_and(answers is not null) and sum(answers) between 1 and 1000000000 as is_counted,
    sum(points) as points,
    sum(answers) as answers,
    string_agg(
        concat(
            group_name,
            coalesce(' ' || {{ written_percent('points', '(100 * answers)') }} || '%', ' ?'),
            coalesce(' (n=' || answers || ')', '')
        ),
        ', ' order by group_name
    ) as group_words

from groups_counted

group by scheme_no, subject_code, ind_code
