-- Grain: one row per framework, subject and leaf whose rule_params name a measure.
-- What the params leave open follows from the framework and the subject: its evidence window, its
-- contract and project, and the subject where that is a provider, a contract or a project itself.
-- '*' is everything that the home knows.
with measures_known (measure, kind, unit, place_kind, is_by_provider) as (

    values
    ('COMPLETION_RATE', 'RATE', '%', 'CONTRACT', true),
    ('ON_TIME_RATE', 'RATE', '%', 'CONTRACT', true),
    ('ACCEPTANCE_RATE', 'RATE', '%', 'CONTRACT', true),
    ('REDELIVERY_RATE', 'RATE', '%', 'CONTRACT', true),
    ('EARNED_BUDGET_RATE', 'RATE', '%', 'PROJECT', false),
    ('CASH_BUDGET_RATE', 'RATE', '%', 'PROJECT', false),
    -- An incident order names who handled it and no contract.
    ('INCIDENT_RESPONSE_RATE', 'RATE', '%', 'ALL', true),
    ('INCIDENT_RESOLUTION_RATE', 'RATE', '%', 'ALL', true),
    ('INCIDENT_SLA_RATE', 'RATE', '%', 'ALL', true),
    ('BREACH_COUNT', 'SUM', '次', 'CONTRACT', false),
    ('PENALTY_AMOUNT', 'SUM', '元', 'CONTRACT', false),
    ('SATISFACTION', 'MEAN', '%', 'SURVEY', true),
    ('QUARANTINE_RATE', 'RATE', '%', 'TABLE', false),
    ('DUPLICATE_RATE', 'RATE', '%', 'TABLE', false)

),

params_read as (

    select
        scheme_no,
        ind_code,
        case when json_valid(rule_params) then cast(rule_params as json) end as params

    from {{ ref('int_indicator_nodes') }}

    where is_leaf and rule_params is not null

),

params_named as (

    select
        scheme_no,
        ind_code,
        params ->> '$.measure' as measure,
        params ->> '$.contract_no' as contract_no,
        params ->> '$.pro_code' as pro_code,
        params ->> '$.provider' as provider,
        params ->> '$.table' as table_name,
        params ->> '$.from' as from_text,
        params ->> '$.to' as to_text

    from params_read

    where params ->> '$.measure' is not null

),

providers as (

    select provider as provider_code
    from {{ ref('stg_work__work_orders') }}
    union
    select provider as provider_code
    from {{ ref('stg_work__service_orders') }}
    where provider is not null

),

projects as (

    select distinct pro_code
    from {{ ref('stg_payment__budget_projects') }}

),

results_typed as (

    select
        scheme_no,
        subject_code,
        ind_code,
        arg_max(actual_value, coalesce(as_of_date, date '0001-01-01')) as typed_value

    from {{ ref('stg_assessment__results') }}

    where actual_value is not null

    group by scheme_no, subject_code, ind_code

),

scopes_completed as (

    select
        subjects.scheme_no,
        subjects.subject_code,
        params.ind_code,
        params.measure,
        measures.kind,
        measures.unit,
        measures.place_kind,
        measures.is_by_provider,
        params.table_name,
        params.from_text,
        params.to_text,
        coalesce(params.contract_no, schemes.contract_no, contracts.contract_no) as contract_no,
        coalesce(params.pro_code, schemes.pro_code) as pro_code,
        projects.pro_code as subject_pro_code,
        coalesce(params.provider, providers.provider_code) as provider,
        {{ day_given('params.from_text') }} as from_day,
        {{ day_given('params.to_text') }} as to_day,
        schemes.evidence_from,
        schemes.evidence_to,
        results.typed_value

    from {{ ref('int_scheme_subjects') }} as subjects
    inner join params_named as params
        on subjects.scheme_no = params.scheme_no
    inner join {{ ref('int_schemes_current') }} as schemes
        on subjects.scheme_no = schemes.scheme_no
    left join measures_known as measures
        on params.measure = measures.measure
    left join {{ ref('stg_rules__contracts') }} as contracts
        on subjects.subject_code = contracts.contract_no
    left join providers
        on subjects.subject_code = providers.provider_code
    left join projects
        on subjects.subject_code = projects.pro_code
    left join results_typed as results
        on
            subjects.scheme_no = results.scheme_no
            and subjects.subject_code = results.subject_code
            and params.ind_code = results.ind_code

)

select
    scopes.scheme_no,
    scopes.subject_code,
    scopes.ind_code,
    scopes.measure,
    scopes.kind,
    coalesce(scopes.unit, '-') as unit,
    scopes.place_kind,
    case scopes.place_kind
        when 'CONTRACT' then coalesce(scopes.contract_no, '*')
        -- Null where no project is known: a budget of everything is nobody's.
        when 'PROJECT'
            then coalesce(scopes.pro_code, contracts.project_code, scopes.subject_pro_code)
        when 'TABLE' then coalesce(scopes.table_name, '*')
        when 'SURVEY'
            then concat_ws(chr(31), scopes.scheme_no, scopes.ind_code)
        else '*'
    end as place,
    case
        when scopes.place_kind = 'SURVEY' then scopes.subject_code
        when scopes.is_by_provider then coalesce(scopes.provider, '*')
        else '*'
    end as provider,
    coalesce(scopes.from_day, scopes.evidence_from, date '0001-01-01') as counted_from,
    least(coalesce(scopes.to_day, scopes.evidence_to, parameters.known_on), parameters.known_on)
        as as_of_date,
    scopes.kind is not null as is_known,
    (scopes.from_text is null or scopes.from_day is not null)
    and (scopes.to_text is null or scopes.to_day is not null) as is_readable,
    scopes.typed_value

from scopes_completed as scopes
cross join {{ ref('stg_run__parameters') }} as parameters
left join {{ ref('stg_rules__contracts') }} as contracts
    on scopes.contract_no = contracts.contract_no
