-- Grain: one row per statement with a payable.
-- The contract's term for monthly or annual payment decides, or else its only term; where it has
-- none, or several of other kinds, the defaults do, counted from the statement's last day. What a
-- term leaves blank is the default in force on the base date; without base date nothing is due yet.
with statements as (

    select
        *,
        case when is_annual then 'ANNUAL' else 'MONTHLY' end as own_pay_type

    from {{ ref('int_statements') }}

    where payable_amt > 0

),

terms_ranked as (

    select
        statements.settle_no,
        terms.base_date_kind,
        terms.due_days,
        terms.late_rate_per_day,
        statements.own_pay_type = terms.pay_type as is_own,
        count(*) over (partition by statements.settle_no) as term_count,
        row_number() over (
            partition by statements.settle_no
            order by statements.own_pay_type = terms.pay_type desc, terms.seq asc
        ) as preference

    from statements
    inner join {{ ref('stg_rules__payment_terms') }} as terms
        on
            statements.contract_no = terms.contract_no
            and terms.pay_type not in ('RETENTION', 'ADVANCE')

),

acceptances_of_contracts as (

    select
        work_orders.contract_no,
        acceptances.period,
        {{ business_day('acceptances.accepted_at') }} as accepted_on
    from {{ ref('stg_work__acceptances') }} as acceptances
    inner join {{ ref('stg_work__work_orders') }} as work_orders
        on acceptances.ref_no = work_orders.work_order_no
    where acceptances.level = 'WORK_ORDER' and acceptances.result = 'PASS'

    union

    select
        work_orders.contract_no,
        acceptances.period,
        {{ business_day('acceptances.accepted_at') }} as accepted_on
    from {{ ref('stg_work__acceptances') }} as acceptances
    inner join {{ ref('stg_work__work_orders') }} as work_orders
        on acceptances.ref_no = work_orders.order_no
    where acceptances.level = 'SERVICE_ORDER' and acceptances.result = 'PASS'

),

accepted as (

    select
        statements.settle_no,
        -- One of all months counts where none names the month, and only for months that had begun.
        coalesce(
            max(acceptances.accepted_on) filter (
                where acceptances.period between statements.first_month and statements.last_month
            ),
            max(acceptances.accepted_on) filter (
                where
                acceptances.period is null
                and acceptances.accepted_on >= {{ first_day('statements.first_month') }}
            )
        ) as accepted_on

    from statements
    inner join acceptances_of_contracts as acceptances
        on statements.contract_no = acceptances.contract_no

    group by statements.settle_no

),

assessed as (

    select
        statements.settle_no,
        max(assessments.assessed_on) as assessed_on

    from statements
    inner join {{ ref('stg_work__assessments') }} as assessments
        on
            statements.contract_no = assessments.contract_no
            and (
                statements.settlement_period = assessments.period
                or (
                    assessments.period like '%-Q%'
                    and statements.settlement_period
                    = {{ period_last_month('assessments.period') }}
                )
            )

    group by statements.settle_no

),

based as (

    select
        statements.*,
        terms.due_days,
        terms.late_rate_per_day,
        coalesce(
            upper(operators.sme_size) in ('中型', '小型', '微型', 'MEDIUM', 'SMALL', 'MICRO', 'SME'),
            false
        ) as is_small_operator,
        case coalesce(terms.base_date_kind, 'DELIVERY')
            when 'DELIVERY' then statements.closes_on
            when 'ACCEPTANCE' then accepted.accepted_on
            when 'ASSESSMENT' then assessed.assessed_on
            when 'SERVICE_END' then contracts.service_to
        end as base_on

    from statements
    inner join {{ ref('stg_rules__contracts') }} as contracts
        on statements.contract_no = contracts.contract_no
    -- Null where no party table names the operator: its size is not known to be small.
    left join {{ ref('stg_rules__parties') }} as operators
        on contracts.operator = operators.party_code
    left join terms_ranked as terms
        on
            statements.settle_no = terms.settle_no
            and terms.preference = 1
            and (terms.is_own or terms.term_count = 1)
    left join accepted
        on statements.settle_no = accepted.settle_no
    left join assessed
        on statements.settle_no = assessed.settle_no

),

defaults_dated as (

    select
        rule,
        value,
        effective_from,
        lead(effective_from) over (partition by rule order by effective_from) as replaced_on

    from {{ ref('stg_run__default_rules') }}

)

select
    based.settle_no,
    based.contract_no,
    based.settlement_period,
    based.position,
    based.is_small_operator,
    coalesce(
        based.late_rate_per_day,
        case when based.is_small_operator then cast(late_rates.value as decimal(9, 6)) end
    ) as late_rate_per_day,
    based.payable_amt,
    based.base_on,
    {{ days_after('based.base_on', 'coalesce(based.due_days, cast(due_days.value as bigint))') }}
        as due_on

from based
left join defaults_dated as due_days
    on
        due_days.rule = 'PAYMENT_DUE_DAYS'
        and based.base_on >= due_days.effective_from
        and (based.base_on < due_days.replaced_on or due_days.replaced_on is null)
-- Null before the first day on which a default rate holds: no rate applies then.
left join defaults_dated as late_rates
    on
        late_rates.rule = 'LATE_RATE_PER_DAY'
        and based.base_on >= late_rates.effective_from
        and (based.base_on < late_rates.replaced_on or late_rates.replaced_on is null)
