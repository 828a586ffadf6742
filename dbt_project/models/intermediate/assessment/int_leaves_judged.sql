-- Grain: one row per framework, subject and leaf, with its score before any weight is passed on.
select
    scheme_no,
    subject_code,
    ind_code,
    level1,
    level2,
    level3,
    level4,
    path,
    sort_key,
    weight as framework_weight,
    raw_score,
    status,
    rule,
    basis,
    actual_value,
    target_value,
    unit,
    as_of_date,
    reason,
    improvement,
    evidence_no,
    'INDICATOR' as origin,
    file_sha256,
    row_number

from {{ ref('int_indicators_scored') }}

union all

select
    scheme_no,
    subject_code,
    ind_code,
    level1,
    level2,
    level3,
    level4,
    path,
    sort_key,
    weight as framework_weight,
    -- Without a weight the cell is merged with its neighbour's: whatever stands there is no score.
    case when weight is not null then score end as raw_score,
    case when weight is not null and score is not null then 'SCORED' else 'NOT_ASSESSED' end
        as status,
    'GIVEN' as rule,
    case
        when weight is null then '合并单元格，不计 merged cell, not counted'
        when score is null then '未评 not assessed'
        else '评分表所载 as printed: ' || score || ' / ' || weight
    end as basis,
    null as actual_value,
    null as target_value,
    null as unit,
    null as as_of_date,
    null as reason,
    null as improvement,
    null as evidence_no,
    'SHEET' as origin,
    file_sha256,
    row_number

from {{ ref('int_sheet_leaves') }}
