-- Grain: one row per node of a framework's tree; a node without children is scored.
select
    scheme_no,
    ind_code,
    parent_code,
    name,
    weight,
    kind,
    direction,
    target_value,
    target_text,
    unit,
    scoring_rule,
    rule_params,
    version,
    target_source,
    explain,
    data_source,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'perf_indicator') }}
