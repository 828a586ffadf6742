-- Grain: one row per framework, subject and indicator, its newest result as a person gave it.
with results_gathered as (

    select
        scheme_no,
        subject_code,
        ind_code,
        max_by(
            {
                'score': score,
                'status': status,
                'actual_value': actual_value,
                'reason': reason,
                'as_of_date': as_of_date,
                'evidence_no': evidence_no,
                'judge': judge,
                'reviewer': reviewer
            },
            coalesce(as_of_date, date '0001-01-01')
        ) as newest

    from {{ ref('stg_assessment__results') }}

    group by scheme_no, subject_code, ind_code

)

select
    gathered.scheme_no,
    gathered.subject_code,
    gathered.ind_code,
    gathered.newest.score,
    gathered.newest.status,
    gathered.newest.actual_value,
    gathered.newest.reason,
    gathered.newest.as_of_date,
    gathered.newest.evidence_no,
    gathered.newest.judge,
    gathered.newest.reviewer,
    evidence.title as evidence_title,
    evidence.evidence_class,
    evidence.doc_date as evidence_date

from results_gathered as gathered
-- Without a match the document that the result names was not received.
left join {{ ref('stg_assessment__evidence') }} as evidence
    on gathered.newest.evidence_no = evidence.evidence_no
