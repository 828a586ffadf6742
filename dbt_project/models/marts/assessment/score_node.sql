-- Grain: one row per run, framework, subject and node that has leaves below.
select
    parameters.run_id,
    nodes.scheme_no,
    nodes.subject_code,
    nodes.node,
    nodes.level,
    nodes.weight,
    nodes.score,
    {{ ratio_of('nodes.score', 'nodes.assessed_weight') }} as score_rate,
    nodes.path,
    nodes.assessed_weight,
    nodes.sort_key

from {{ ref('int_nodes_summed') }} as nodes
cross join {{ ref('stg_run__parameters') }} as parameters

where nodes.level > 0
