-- Grain: one row per defect of a tree or a sheet by itself: its weights, scores and leaves.
with leaves_typed as (

    -- Joining both origins to all leaves at once is far faster than a union of two joins.
    select
        leaves.scheme_no,
        leaves.subject_code,
        leaves.ind_code,
        leaves.framework_weight as weight,
        case leaves.origin when 'SHEET' then sheets.score else results.score end as score,
        leaves.raw_score is null
        and coalesce(
            leaves.origin <> 'INDICATOR'
            or results.status not in ('NOT_ASSESSED', 'NOT_APPLICABLE'),
            true
        ) as is_blank

    from {{ ref('int_leaves_judged') }} as leaves
    left join {{ ref('int_sheet_leaves') }} as sheets
        on
            leaves.scheme_no = sheets.scheme_no
            and leaves.subject_code = sheets.subject_code
            and leaves.ind_code = sheets.ind_code
    left join {{ ref('int_results_newest') }} as results
        on
            leaves.scheme_no = results.scheme_no
            and leaves.subject_code = results.subject_code
            and leaves.ind_code = results.ind_code

),

sheets_summed as (

    select
        scheme_no,
        subject_code,
        sum(weight) as weight

    from {{ ref('int_sheet_leaves') }}

    group by scheme_no, subject_code

),

parents_summed as (

    select
        scheme_no,
        parent_code,
        sum(weight) as weight

    from {{ ref('int_indicator_nodes') }}

    group by scheme_no, parent_code

),

-- In a sheet whose every leaf has a code, a code names one leaf; elsewhere only a name can.
sheet_leaves_coded as (

    select
        scheme_no,
        subject_code,
        concat_ws(' / ', level1, level2, level3, level4) as path,
        names_printed[len(names_printed)] as name,
        {{ folded("array_to_string(names_printed[1 : len(names_printed) - 1], chr(31))") }}
            as parent,
        coalesce(
            nullif(
                regexp_extract(
                    {{ folded('names_printed[len(names_printed)]') }}, '^([a-z][0-9][0-9.\-]*)', 1
                ),
                ''
            ),
            nullif(
                regexp_extract(
                    {{ folded('names_printed[len(names_printed)]') }},
                    '\(([a-z][0-9][0-9.\-]*)\)$',
                    1
                ),
                ''
            )
        ) as code

    from (
        select
            *,
            list_filter([level1, level2, level3, level4], each -> each is not null) as names_printed

        from {{ ref('int_sheet_leaves') }}
    )

),

sheets_coded as (

    select
        scheme_no,
        subject_code

    from sheet_leaves_coded

    group by scheme_no, subject_code

    having count(code) = count(*)

),

editions_newest as (

    select
        scheme_no,
        subject_code,
        max(try_cast(edition as bigint)) as edition

    from {{ ref('stg_assessment__sheet_leaves') }}

    group by scheme_no, subject_code

),

leaves_doubled as (

    select
        leaves.scheme_no,
        leaves.subject_code,
        upper(leaves.code) as node,
        string_agg(leaves.path, '; ' order by leaves.path) as stated

    from sheet_leaves_coded as leaves
    inner join sheets_coded as coded
        on leaves.scheme_no = coded.scheme_no and leaves.subject_code = coded.subject_code

    group by leaves.scheme_no, leaves.subject_code, leaves.code

    having count(*) > 1

    union

    select
        scheme_no,
        subject_code,
        min(name) as node,
        string_agg(path, '; ' order by path) as stated

    from sheet_leaves_coded

    group by scheme_no, subject_code, parent, {{ folded('name') }}

    having count(*) > 1 and count(distinct code) <= 1 and not bool_and(code is not null)

    union

    select
        scheme_no,
        null as subject_code,
        min(ind_code) as node,
        string_agg(ind_code || ' ' || name, '; ' order by ind_code) as stated

    from {{ ref('int_indicator_nodes') }}

    where is_leaf

    group by scheme_no, parent_code, {{ folded('name') }}

    having count(*) > 1

    union

    select
        again.scheme_no,
        again.subject_code,
        again.names[len(again.names)] as node,
        array_to_string(again.names, ' / ') as stated

    from {{ ref('stg_assessment__sheet_keys_met_again') }} as again
    inner join {{ ref('int_schemes_current') }} as schemes
        on again.scheme_no = schemes.scheme_no
    left join editions_newest as newest
        on again.scheme_no = newest.scheme_no and again.subject_code = newest.subject_code
    anti join {{ ref('int_scheme_subjects') }} as subjects
        on again.scheme_no = subjects.scheme_no and again.subject_code = subjects.subject_code

    where coalesce(try_cast(again.edition as bigint) >= newest.edition, true)

)

select
    scheme_no,
    subject_code,
    ind_code as node,
    'BLANK_LEAF' as kind,
    case when weight is not null then {{ written('weight') }} end as stated,
    cast(null as varchar) as computed,
    case
        when weight is null then '未印权重和得分，视为合并单元格，不计入合计。'
        else '有权重 ' || {{ written('weight') }} || ' 而无得分，视为未评，不按零分计。请补得分或注明未评。'
    end as message,
    case
        when weight is null
            then 'No weight and no score is printed: taken as a merged cell, left out of sums.'
        else
            'It has weight ' || {{ written('weight') }}
            || ' and no score: taken as not assessed, not as zero. Give a score or say so.'
    end as message_en,
    case when weight is null then 'NOTE' else 'DEFECT' end as severity

from leaves_typed

where is_blank and score is null

union all

select
    scheme_no,
    subject_code,
    ind_code as node,
    'SCORE_OVER_WEIGHT' as kind,
    {{ written('score') }} as stated,
    case when weight is not null then {{ written('weight') }} end as computed,
    case
        when weight is null then '得分 ' || {{ written('score') }} || ' 没有权重，不计入合计。请补权重。'
        else '得分 ' || {{ written('score') }} || ' 超过权重 ' || {{ written('weight') }} || '。请核对得分。'
    end as message,
    case
        when weight is null
            then
                'Score ' || {{ written('score') }}
                || ' has no weight and is not counted: give its weight.'
        else
            'Score ' || {{ written('score') }} || ' exceeds weight ' || {{ written('weight') }}
            || ': check the score.'
    end as message_en,
    'DEFECT' as severity

from leaves_typed

where score is not null and coalesce(score > weight, true)

union all

select
    sheets.scheme_no,
    sheets.subject_code,
    null as node,
    'WEIGHT_SUM' as kind,
    coalesce({{ written('sheets.weight') }}, '0') as stated,
    {{ written('schemes.total_score') }} as computed,
    '各指标权重合计 ' || coalesce({{ written('sheets.weight') }}, '0') || '，应为 '
    || {{ written('schemes.total_score') }} || '。' as message,
    'The weights of the leaves add up to ' || coalesce({{ written('sheets.weight') }}, '0')
    || ', not to ' || {{ written('schemes.total_score') }} || '.' as message_en,
    'DEFECT' as severity

from sheets_summed as sheets
inner join {{ ref('int_schemes_current') }} as schemes
    on sheets.scheme_no = schemes.scheme_no

where coalesce(sheets.weight <> schemes.total_score, true)

union all

select
    parents.scheme_no,
    null as subject_code,
    parents.parent_code as node,
    'WEIGHT_SUM' as kind,
    {{ written('parents.weight') }} as stated,
    {{ written('coalesce(nodes.weight, schemes.total_score)') }} as computed,
    '下级指标权重合计 ' || {{ written('parents.weight') }} || '，应为 '
    || {{ written('coalesce(nodes.weight, schemes.total_score)') }} || '。' as message,
    'The weights below add up to ' || {{ written('parents.weight') }} || ', not to '
    || {{ written('coalesce(nodes.weight, schemes.total_score)') }} || '.' as message_en,
    'DEFECT' as severity

from parents_summed as parents
inner join {{ ref('int_schemes_current') }} as schemes
    on parents.scheme_no = schemes.scheme_no
left join {{ ref('int_indicator_nodes') }} as nodes
    on parents.scheme_no = nodes.scheme_no and parents.parent_code = nodes.ind_code

where parents.weight <> coalesce(nodes.weight, schemes.total_score)

union all

select
    scheme_no,
    subject_code,
    node,
    'DUPLICATE_LEAF' as kind,
    stated,
    cast(null as varchar) as computed,
    '同一指标出现不止一次：' || stated || '。请只保留一行，或另给编号和名称。' as message,
    'One leaf stands more than once: ' || stated
    || '. Keep one row, or give the other its own code and name.'
        as message_en,
    'DEFECT' as severity

from leaves_doubled
