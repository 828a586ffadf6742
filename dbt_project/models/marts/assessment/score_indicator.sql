-- Grain: one row per run, framework, subject and leaf.
select
    parameters.run_id,
    leaves.scheme_no,
    leaves.subject_code,
    leaves.ind_code,
    leaves.level1,
    leaves.level2,
    leaves.level3,
    leaves.level4,
    leaves.weight,
    leaves.score,
    {{ ratio_of('leaves.score', 'leaves.weight') }} as score_rate,
    leaves.status,
    leaves.rule,
    leaves.basis,
    leaves.framework_weight,
    leaves.actual_value,
    leaves.target_value,
    leaves.unit,
    leaves.as_of_date,
    leaves.reason as deviation_reason,
    leaves.improvement,
    leaves.evidence_no,
    leaves.origin,
    leaves.sort_key,
    leaves.file_sha256,
    leaves.row_number,
    nodes.direction,
    nodes.target_text,
    nodes.target_source,
    nodes.explain,
    nodes.data_source,
    results.judge,
    results.reviewer,
    results.evidence_title,
    results.evidence_class,
    results.evidence_date

from {{ ref('int_leaves_weighted') }} as leaves
cross join {{ ref('stg_run__parameters') }} as parameters
-- Without a node the leaf was printed: a score sheet names no target.
left join {{ ref('int_indicator_nodes') }} as nodes
    on
        leaves.origin = 'INDICATOR'
        and leaves.scheme_no = nodes.scheme_no
        and leaves.ind_code = nodes.ind_code
-- Without a result nobody gave anything for the leaf; what was printed has none either.
left join {{ ref('int_results_newest') }} as results
    on
        leaves.origin = 'INDICATOR'
        and leaves.scheme_no = results.scheme_no
        and leaves.subject_code = results.subject_code
        and leaves.ind_code = results.ind_code
