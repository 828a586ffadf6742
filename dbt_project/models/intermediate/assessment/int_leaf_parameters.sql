-- Grain: one row per leaf of a framework's tree, with what its rule goes by, read.
-- rule_params go before the profile's parameters. What stands there and does not read is named, so
-- that no score is reckoned as if it did not stand there.
with profiles_mapped as (

    select
        scheme_no,
        map_from_entries(list(row(scoring_rule || '.' || parameter, value))) as profile

    from {{ ref('int_scheme_rules') }}

    group by scheme_no

),

texts_picked as (

    select
        leaves.*,
        mapped.profile,
        translate(trim(leaves.direction), '＞＜＝０ ', '><=0') as sign,
        {{ json_of_type('leaves.rule_params', 'OBJECT') }} as params

    from {{ ref('int_indicator_nodes') }} as leaves
    left join profiles_mapped as mapped
        on leaves.scheme_no = mapped.scheme_no

    where leaves.is_leaf

),

lists_picked as (

    select
        *,
        -- Bands of an indicator's own, or the name of some that its profile has.
        coalesce(
            profile['BANDS.' || {{ own_parameter('bands') }}],
            {{ own_parameter('bands') }},
            case
                when scoring_rule = 'BANDS' then profile['BANDS.bands'] else profile['SURVEY.bands']
            end
        ) as band_text,
        {{ json_of_type(own_parameter('shares'), 'ARRAY') }} as share_list,
        {{ json_of_type(rule_parameter('LEVEL', 'levels'), 'OBJECT') }} as levels

    from texts_picked

),

lists_read as (

    select
        *,
        list_reverse_sort(
            list_transform(
                from_json(
                    {{ json_of_type('band_text', 'ARRAY') }},
                    '[{"from":"VARCHAR","ratio":"VARCHAR","score":"VARCHAR"}]'
                ),
                band -> struct_pack(
                    low := {{ number_of_cell('band."from"') }},
                    ratio := {{ read_parameter('band.ratio') }},
                    points := {{ read_parameter('band.score') }}
                )
            )
        ) as bands,
        list_transform(
            from_json(share_list, '["VARCHAR"]'), each -> {{ read_parameter('each') }}
        ) as element_shares,
        list_distinct(
            [
                {{ read_parameter(own_parameter('count')) }},
                json_array_length(params, '$.elements'),
                json_array_length(share_list)
            ]
        ) as element_counts

    from lists_picked

),

parameters_read as (

    select
        *,
        len(bands) > 0
        and len(list_distinct(list_transform(bands, band -> band.low))) = len(bands)
        and len(
            list_filter(
                bands, band -> coalesce(band.ratio <= 1, false) <> (band.points is not null)
            )
        ) = len(bands) as is_banded,
        {{ read_parameter(rule_parameter('AT_LEAST', 'floor_rate')) }} as floor_rate,
        upper({{ rule_parameter('AT_MOST', 'form') }}) as form,
        {{ read_parameter(own_parameter('full_from')) }} as full_from,
        {{ read_parameter(own_parameter('lose_per_point')) }} as lose_per_point,
        {{ read_parameter(own_parameter('deduct_per_day')) }} as deduct_per_day,
        {{ read_parameter(own_parameter('per')) }} as points_per_time,
        {{ read_parameter(rule_parameter('EXPERT', 'min_experts')) }} as min_experts,
        {{ read_parameter(
            "replace(replace(" ~ own_parameter('trim') ~ ", 'true', '1'), 'false', '0')"
        ) }} as trimmed,
        {{ read_parameter(own_parameter('veto_below')) }} as veto_below,
        upper(coalesce({{ own_parameter('veto_by') }}, 'ANY')) as veto_by

    from lists_read

)

select
    scheme_no,
    ind_code,
    scoring_rule,
    case
        when sign = '0值' then 'ZERO'
        when upper(sign) in ('≥', '>=', '≧', 'GE') then 'GE'
        when upper(sign) in ('≤', '<=', '≦', 'LE') then 'LE'
        when upper(sign) in ('=', '==', 'EQ') then 'EQ'
    end as bound,
    coalesce(kind like '%满意%', false) as is_satisfaction,
    coalesce(kind = '定性' or sign = '定性', false) as is_qualitative,
    {{ is_percent_unit('unit') }} as is_percent,
    case
        when target_value is null and sign = '0值' then cast(0 as decimal(18, 6))
        else {{ number_in_unit('target_value', is_percent_unit('unit')) }}
    end as target_number,
    {{ read_day('target_value') }} as target_day,
    target_value is not null as is_target_given,
    coalesce(target_value, target_text) as target_words,
    floor_rate,
    form,
    case when is_banded then bands end as bands,
    case when len(element_counts) = 1 then cast(element_counts[1] as integer) end as element_count,
    element_shares,
    {{ level_bounds('levels', 'FULL') }} as level_full,
    {{ level_bounds('levels', 'PART') }} as level_part,
    {{ level_bounds('levels', 'NONE') }} as level_none,
    try_cast(full_from as decimal(5, 2)) as full_from,
    try_cast(lose_per_point as decimal(5, 4)) as lose_per_point,
    deduct_per_day,
    points_per_time,
    {{ own_parameter('group') }} as group_name,
    cast(min_experts as integer) as min_experts,
    coalesce(cast(trimmed as integer), 0) as trimmed,
    veto_below,
    veto_by,
    list_filter(
        [
            case when params is null and rule_params is not null then 'rule_params' end,
            {{ unread_parameter('floor_rate', 'floor_rate < 1') }},
            {{ unread_parameter('form', "form in ('LINEAR', 'QUOTIENT')") }},
            {{ unread_parameter(
                'full_from', 'full_from < 1000 and full_from = round(full_from, 2)'
            ) }},
            {{ unread_parameter(
                'lose_per_point', 'lose_per_point <= 1 and lose_per_point = round(lose_per_point, 4)'
            ) }},
            {{ unread_parameter('deduct_per_day', 'deduct_per_day is not null') }},
            {{ unread_parameter('per', 'points_per_time is not null') }},
            {{ unread_parameter(
                'min_experts', 'min_experts >= 1 and min_experts = round(min_experts)'
            ) }},
            {{ unread_parameter('trim', 'trimmed = round(trimmed)') }},
            {{ unread_parameter('veto_below', 'veto_below is not null') }},
            {{ unread_parameter('veto_by', "veto_by in ('ANY', 'MEAN')") }},
            {{ unread_parameter('levels', 'levels is not null') }},
            {{ unread_parameter(
                'shares', 'len(list_filter(element_shares, each -> each is not null)) > 0'
            ) }},
            case when (full_from is null) <> (lose_per_point is null) then 'full_from' end,
            case when band_text is not null and not coalesce(is_banded, false) then 'bands' end,
            case when len(element_counts) > 1 or element_counts[1] = 0 then 'count' end
        ],
        each -> each is not null
    ) as parameters_unread

from parameters_read
