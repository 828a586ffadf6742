-- Grain: one row per node of a framework's tree that hangs on a root, at most four levels deep.
-- What hangs on nothing, in a ring or deeper is for the gate to refuse.
with parents as (

    select distinct
        scheme_no,
        parent_code

    from {{ ref('int_indicators_current') }}

),

nodes as (

    select
        own.*,
        list_filter(
            [level_up3.ind_code, level_up2.ind_code, level_up1.ind_code, own.ind_code],
            each -> each is not null
        ) as codes,
        list_filter(
            [level_up3.name, level_up2.name, level_up1.name, own.name], each -> each is not null
        ) as names

    from {{ ref('int_indicators_current') }} as own
    left join {{ ref('int_indicators_current') }} as level_up1
        on own.scheme_no = level_up1.scheme_no and own.parent_code = level_up1.ind_code
    left join {{ ref('int_indicators_current') }} as level_up2
        on level_up1.scheme_no = level_up2.scheme_no and level_up1.parent_code = level_up2.ind_code
    left join {{ ref('int_indicators_current') }} as level_up3
        on level_up2.scheme_no = level_up3.scheme_no and level_up2.parent_code = level_up3.ind_code

    where
        case
            when own.parent_code is null then true
            when level_up1.ind_code is null then false
            when level_up1.parent_code is null then true
            when level_up2.ind_code is null then false
            when level_up2.parent_code is null then true
            else level_up3.ind_code is not null and level_up3.parent_code is null
        end

)

select
    nodes.scheme_no,
    nodes.ind_code,
    nodes.parent_code,
    nodes.name,
    len(nodes.codes) as level,
    nodes.names[1] as level1,
    nodes.names[2] as level2,
    nodes.names[3] as level3,
    nodes.names[4] as level4,
    array_to_string(nodes.names, ' / ') as path,
    array_to_string(nodes.codes, ' / ') as sort_key,
    parents.parent_code is null as is_leaf,
    nodes.weight,
    nodes.kind,
    nodes.direction,
    nodes.target_value,
    nodes.target_text,
    nodes.unit,
    nodes.scoring_rule,
    nodes.rule_params,
    nodes.target_source,
    nodes.explain,
    nodes.data_source,
    nodes.file_sha256,
    nodes.row_number

from nodes
left join parents
    on nodes.scheme_no = parents.scheme_no and nodes.ind_code = parents.parent_code
