-- Grain: one row per result that a report states and that its own leaves do not give.
-- A name may be that of any level; where several nodes bear it, one that agrees is enough.
with results_stated as (

    select
        stated.*,
        coalesce(
            stated.node is null
            or {{ folded('stated.node') }} in ('合计', '总计', '总分', '总得分', '综合得分', '项目总得分'),
            true
        ) as is_whole,
        {{ names_of("coalesce(stated.node, '')") }} as names,
        case when stated.stated_rate > 1 then stated.stated_rate else 100 * stated.stated_rate end
            as stated_percent,
        case
            when stated.stated_rate > 1 then {{ places_of('stated.stated_rate') }}
            else greatest({{ places_of('stated.stated_rate') }} - 2, 0)
        end as percent_places

    from {{ ref('stg_assessment__stated_results') }} as stated

),

leaves as (

    select
        leaves.scheme_no,
        leaves.subject_code,
        leaves.ind_code,
        leaves.weight,
        leaves.score,
        list_filter(
            [leaves.level1, leaves.level2, leaves.level3, leaves.level4], each -> each is not null
        ) as path

    from {{ ref('int_leaves_weighted') }} as leaves
    semi join results_stated as stated
        on leaves.scheme_no = stated.scheme_no and leaves.subject_code = stated.subject_code

),

nodes_counted as (

    select
        leaves.scheme_no,
        leaves.subject_code,
        steps.step as level,
        leaves.path[1:steps.step] as path,
        array_to_string(leaves.path[1:steps.step], '/') as path_text,
        case when len(leaves.path) = steps.step then leaves.ind_code end as ind_code,
        sum(leaves.score) as score,
        sum(leaves.weight) filter (where leaves.score is not null) as weight,
        count(*) filter (where leaves.score >= leaves.weight) as met_count,
        count(*) filter (where leaves.score < leaves.weight) as unmet_count

    from leaves
    cross join unnest(range(0, len(leaves.path) + 1)) as steps (step)

    group by all

),

-- Many subjects share the names of one framework.
names_known as (

    select
        path_text,
        ind_code,
        list_distinct(
            list_concat(
                {{ names_of("coalesce(last_name, '')") }},
                [
                    {{ folded("coalesce(ind_code, '')") }},
                    {{ folded('path_text') }}
                ]
            )
        ) as names

    from (
        select distinct
            path_text,
            ind_code,
            path[level] as last_name

        from nodes_counted
    ) as nodes

),

nodes_named as (

    select
        nodes.*,
        known.names

    from nodes_counted as nodes
    inner join names_known as known
        on
            nodes.path_text = known.path_text
            and coalesce(nodes.ind_code, '') = coalesce(known.ind_code, '')

),

results_met as (

    select
        stated.scheme_no,
        stated.subject_code,
        stated.node,
        stated.is_whole,
        stated.stated_score,
        stated.stated_rate,
        stated.stated_percent,
        stated.percent_places,
        stated.stated_grade,
        stated.stated_met_count,
        stated.stated_unmet_count,
        count(nodes.level) as node_count,
        min_by(nodes.score, nodes.level) as score,
        min_by(nodes.weight, nodes.level) as weight,
        min_by(nodes.met_count, nodes.level) as met_count,
        min_by(nodes.unmet_count, nodes.level) as unmet_count,
        -- Sums have three places; a report that rounds keeps two at least.
        coalesce(
            bool_or(
                nodes.score = stated.stated_score
                or (
                    {{ places_of('stated.stated_score') }} <= 2
                    and cast(nodes.score as decimal(18, 2)) = stated.stated_score
                )
            ),
            false
        ) as score_agrees,
        coalesce(
            bool_or(
                {{ percent_agrees(
                    'stated.stated_percent', 'stated.percent_places', 'nodes.score', 'nodes.weight'
                ) }}
            ),
            false
        ) as rate_agrees,
        coalesce(bool_or(nodes.met_count = stated.stated_met_count), false) as met_agrees,
        coalesce(bool_or(nodes.unmet_count = stated.stated_unmet_count), false) as unmet_agrees

    from results_stated as stated
    semi join leaves as scored
        on stated.scheme_no = scored.scheme_no and stated.subject_code = scored.subject_code
    left join nodes_named as nodes
        on
            stated.scheme_no = nodes.scheme_no
            and stated.subject_code = nodes.subject_code
            and case
                when stated.is_whole then nodes.level = 0 else
                    list_has_any(stated.names, nodes.names)
            end

    group by all

),

counts_differing as (

    select
        *,
        stated_met_count as stated_count,
        met_count as computed_count,
        '达标指标' as what,
        'have the full score' as what_en

    from results_met

    where node_count > 0 and stated_met_count is not null and not met_agrees

    union all

    select
        *,
        stated_unmet_count as stated_count,
        unmet_count as computed_count,
        '偏差指标' as what,
        'lost points' as what_en

    from results_met

    where node_count > 0 and stated_unmet_count is not null and not unmet_agrees

)

select
    scheme_no,
    subject_code,
    node,
    case when is_whole then 'TOTAL_DIFFERS' else 'NODE_SUM_DIFFERS' end as kind,
    {{ written('stated_score') }} as stated,
    {{ written('score') }} as computed,
    '所载得分 ' || {{ written('stated_score') }} || '，各指标得分合计为 '
    || coalesce({{ written('score') }}, '空（均未评）') || '。' as message,
    'The stated score ' || {{ written('stated_score') }} || ' is not the sum of the leaves, '
    || coalesce({{ written('score') }}, 'which is blank as none is assessed') || '.' as message_en,
    'DEFECT' as severity

from results_met

where node_count > 0 and stated_score is not null and not score_agrees

union all

select
    scheme_no,
    subject_code,
    node,
    'NODE_SUM_DIFFERS' as kind,
    coalesce(
        {{ written('stated_score') }},
        {{ written('stated_rate') }},
        stated_grade,
        cast(stated_met_count as varchar),
        cast(stated_unmet_count as varchar)
    ) as stated,
    null as computed,
    '评分表中没有名为“' || node || '”的指标，无法复核所载结果。请核对名称。' as message,
    'The score table has no node named "' || node
    || '", so that its result cannot be checked: see to the name.'
        as message_en,
    'DEFECT' as severity

from results_met

where node_count = 0

union all

select
    scheme_no,
    subject_code,
    node,
    'RATE_DIFFERS' as kind,
    {{ written('stated_percent') }} || ' %' as stated,
    {{ percent_text('score', 'weight') }} as computed,
    '所载得分率 ' || {{ written('stated_percent') }} || ' %，应为 '
    || coalesce({{ percent_text('score', 'weight') }}, '空（均未评）') || '。' as message,
    'The stated rate ' || {{ written('stated_percent') }} || ' % should be '
    || coalesce({{ percent_text('score', 'weight') }}, 'blank, as nothing is assessed')
    || '.' as message_en,
    'DEFECT' as severity

from results_met

where node_count > 0 and stated_rate is not null and not rate_agrees

union all

select
    results.scheme_no,
    results.subject_code,
    results.node,
    'GRADE_DIFFERS' as kind,
    results.stated_grade as stated,
    graded.grade as computed,
    '所载等级“' || results.stated_grade || '”，按总得分 ' || {{ written('graded.total_score') }}
    || ' 应为“' || graded.grade || '”。' as message,
    'The stated grade "' || results.stated_grade || '" should be "' || graded.grade
    || '" at a total of ' || {{ written('graded.total_score') }} || '.' as message_en,
    'DEFECT' as severity

from results_met as results
inner join {{ ref('int_subjects_graded') }} as graded
    on results.scheme_no = graded.scheme_no and results.subject_code = graded.subject_code

where
    results.is_whole
    and {{ read_grade('results.stated_grade') }} <> {{ read_grade('graded.grade') }}

union all

select
    scheme_no,
    subject_code,
    node,
    'COUNT_DIFFERS' as kind,
    cast(stated_count as varchar) as stated,
    cast(computed_count as varchar) as computed,
    '所载' || what || ' ' || stated_count || ' 个，按评分表为 ' || computed_count || ' 个。' as message,
    'The stated number of indicators that ' || what_en || ', ' || stated_count || ', is '
    || computed_count || ' by the score table.' as message_en,
    'DEFECT' as severity

from counts_differing
