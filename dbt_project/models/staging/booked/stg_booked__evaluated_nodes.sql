-- Grain: one row per framework, subject and node, as the newest run that scored it has it.
select
    scheme_no,
    subject_code,
    path,
    level,
    score_rate

from {{ source('booked', 'score_node') }}
