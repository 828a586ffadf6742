-- Grain: one row per indicator of a framework's highest version.
-- A row without a version belongs to every version; one that names it goes before.
with indicators_of_version as (

    select indicators.*

    from {{ ref('stg_assessment__indicators') }} as indicators
    inner join {{ ref('int_schemes_current') }} as schemes
        on
            indicators.scheme_no = schemes.scheme_no
            and coalesce(indicators.version = schemes.version, true)

),

indicators_named as (

    select distinct
        scheme_no,
        ind_code

    from indicators_of_version

    where version is not null

)

select
    indicators.scheme_no,
    indicators.ind_code,
    indicators.parent_code,
    indicators.name,
    indicators.weight,
    indicators.kind,
    indicators.direction,
    indicators.target_value,
    indicators.target_text,
    indicators.unit,
    indicators.scoring_rule,
    indicators.rule_params,
    indicators.target_source,
    indicators.explain,
    indicators.data_source,
    indicators.file_sha256,
    indicators.row_number

from indicators_of_version as indicators
left join indicators_named as named
    on indicators.scheme_no = named.scheme_no and indicators.ind_code = named.ind_code

where indicators.version is not null or named.ind_code is null
