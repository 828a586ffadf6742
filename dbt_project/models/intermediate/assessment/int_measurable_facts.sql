-- Grain: one row per measure that this run asks for and fact that it counts.
-- A fact counts in the whole from day_from to day_to, until a newer one replaces it, and in the
-- part from part_day on. What has neither number nor part says only that there is something known.
with measures as (

    select distinct measure
    from {{ ref('int_measures_asked') }}

),

tables_given as (

    select distinct table_name
    from {{ ref('stg_received__files') }}

),

work_orders as (

    select
        *,
        {{ business_day('end_time') }} as due_day

    from {{ ref('stg_work__work_orders') }}

),

-- Timeliness is free text; what is no plain yes or no leaves it to the deliveries.
acceptances_read as (

    select
        *,
        case
            when lower(trim(on_time)) in ('是', '准时', '及时', '按时', '按期', 'yes', 'y', 'true', '1')
                then true
            when
                lower(trim(on_time)) in (
                    '否', '不准时', '不及时', '未按时', '逾期', '延期', 'no', 'n', 'false', '0'
                )
                then false
        end as is_on_time

    from {{ ref('stg_work__acceptances') }}

),

acceptances_of_work as (

    select
        work_orders.work_order_no,
        acceptances.*,
        true as is_own

    from work_orders
    inner join acceptances_read as acceptances
        on acceptances.level = 'WORK_ORDER' and work_orders.work_order_no = acceptances.ref_no

    union all

    select
        work_orders.work_order_no,
        acceptances.*,
        false as is_own

    from work_orders
    inner join acceptances_read as acceptances
        on acceptances.level = 'SERVICE_ORDER' and work_orders.order_no = acceptances.ref_no

),

-- What was accepted month by month is done with the last month.
work_decided as (

    select
        work_orders.work_order_no,
        arg_max(
            acceptances.result,
            row(acceptances.is_own, acceptances.accepted_at, acceptances.accept_no)
        ) as result,
        min({{ business_day('acceptances.accepted_at') }}) filter (
            where acceptances.result = 'PASS'
        ) as passed_day

    from work_orders
    inner join acceptances_of_work as acceptances
        on
            work_orders.work_order_no = acceptances.work_order_no
            and coalesce(
                acceptances.period = {{ business_month('work_orders.end_time') }}, true
            )

    group by work_orders.work_order_no

),

-- Where nothing of a contract was ever accepted, nobody keeps acceptances: it is not zero.
contracts_with_acceptances as (

    select distinct work_orders.contract_no

    from work_orders
    inner join acceptances_of_work as acceptances
        on work_orders.work_order_no = acceptances.work_order_no

),

deliverables as (

    select
        work_order_no,
        deliverable_key,
        work_order_no || ' ' || deliverable_key as fact_no,
        min(delivered_at) as first_delivered_at,
        {{ business_month('min(delivered_at)') }} as service_period,
        {{ business_day('min(delivered_at)') }} as first_day,
        {{ business_day('min(delivered_at, 2)[2]') }} as second_day

    from {{ ref('stg_work__deliveries') }}

    -- Most evaluations ask for nothing that reads every delivery.
    where
        exists (
            select measures.measure
            from measures
            where measures.measure in ('ON_TIME_RATE', 'REDELIVERY_RATE')
        )

    group by work_order_no, deliverable_key

),

deliverables_judged as (

    select
        deliverables.work_order_no,
        deliverables.deliverable_key,
        arg_max(
            acceptances.is_on_time,
            row(
                acceptances.is_own,
                acceptances.period is not null,
                acceptances.accepted_at,
                acceptances.accept_no
            )
        ) as is_on_time

    from deliverables
    inner join acceptances_of_work as acceptances
        on
            deliverables.work_order_no = acceptances.work_order_no
            and acceptances.is_on_time is not null
            and coalesce(deliverables.service_period = acceptances.period, true)

    group by deliverables.work_order_no, deliverables.deliverable_key

),

acceptances_placed as (

    select
        acceptances.*,
        coalesce(work_orders.contract_no, service_orders.contract_no) as contract_no,
        coalesce(work_orders.provider, service_orders.provider) as provider,
        {{ business_day('acceptances.accepted_at') }} as accepted_day,
        lead({{ business_day('acceptances.accepted_at') }}) over (
            partition by acceptances.level, acceptances.ref_no, acceptances.period
            order by acceptances.accepted_at, acceptances.accept_no
        ) as replaced_day

    from {{ ref('stg_work__acceptances') }} as acceptances
    left join work_orders
        on acceptances.level = 'WORK_ORDER' and acceptances.ref_no = work_orders.work_order_no
    left join {{ ref('stg_work__service_orders') }} as service_orders
        on acceptances.level = 'SERVICE_ORDER' and acceptances.ref_no = service_orders.order_no

),

payments_numbered as (

    select
        payments.contract_no,
        payments.voucher_no,
        payments.paid_on,
        payments.amount,
        settlements.settle_no is not null as names_a_statement,
        row_number() over (
            partition by
                payments.contract_no,
                payments.paid_on,
                payments.amount,
                settlements.settle_no is null
            order by payments.settle_no is not null, payments.voucher_no
        ) as number_among_equals

    from {{ ref('stg_payment__payments') }} as payments
    left join {{ ref('stg_booked__settlements') }} as settlements
        on
            payments.settle_no = settlements.settle_no
            and payments.contract_no = settlements.contract_no

),

prepayments_counted as (

    select
        contract_no,
        paid_on,
        amount,
        count(*) as prepayment_count

    from {{ ref('stg_rules__prepayments') }}

    group by contract_no, paid_on, amount

),

-- A prepayment's own voucher would count it twice.
money_paid as (

    select
        payments.contract_no,
        payments.voucher_no as fact_no,
        payments.paid_on,
        payments.amount

    from payments_numbered as payments
    left join prepayments_counted as prepayments
        on
            payments.contract_no = prepayments.contract_no
            and payments.paid_on = prepayments.paid_on
            and payments.amount = prepayments.amount

    where
        payments.names_a_statement
        or payments.number_among_equals > coalesce(prepayments.prepayment_count, 0)

    union all

    select
        contract_no,
        concat_ws(' ', 'prepayment', contract_no, paid_on, guarantee_no) as fact_no,
        paid_on,
        amount

    from {{ ref('stg_rules__prepayments') }}

),

settlements_dated as (

    select
        settle_no,
        contract_no,
        settlement_period,
        {{ first_day(period_first_month('settlement_period')) }} as first_day,
        {{ last_day_of(period_last_month('settlement_period')) }} as last_day

    from {{ ref('stg_booked__settlements') }}

),

facts as (

    select
        'COMPLETION_RATE' as measure,
        work_orders.contract_no as place,
        work_orders.provider,
        work_orders.work_order_no as fact_no,
        work_orders.due_day as day_from,
        work_orders.due_day as day_to,
        case when decided.result = 'PASS' then decided.passed_day end as part_day,
        cast(null as date) as until_day,
        cast(1 as decimal(18, 6)) as part,
        cast(1 as decimal(18, 6)) as whole
    from work_orders
    inner join contracts_with_acceptances as contracts
        on work_orders.contract_no = contracts.contract_no
    left join work_decided as decided
        on work_orders.work_order_no = decided.work_order_no

    union all

    select
        'ON_TIME_RATE' as measure,
        work_orders.contract_no as place,
        work_orders.provider,
        deliverables.fact_no,
        deliverables.first_day as day_from,
        deliverables.first_day as day_to,
        case
            when
                coalesce(
                    judged.is_on_time, deliverables.first_delivered_at <= work_orders.end_time
                )
                then deliverables.first_day
        end as part_day,
        null as until_day,
        1 as part,
        1 as whole
    from deliverables
    inner join work_orders
        on deliverables.work_order_no = work_orders.work_order_no
    left join deliverables_judged as judged
        on
            deliverables.work_order_no = judged.work_order_no
            and deliverables.deliverable_key = judged.deliverable_key
    where coalesce(judged.is_on_time is not null, false) or work_orders.end_time is not null

    union all

    -- What is verified and not delivered by log is as timely as its newest acceptance says.
    select
        'ON_TIME_RATE' as measure,
        any_value(work_orders.contract_no) as place,
        any_value(work_orders.provider) as provider,
        work_orders.work_order_no as fact_no,
        min({{ business_day('acceptances.accepted_at') }}) as day_from,
        min({{ business_day('acceptances.accepted_at') }}) as day_to,
        case
            when
                arg_max(
                    acceptances.is_on_time,
                    row(acceptances.is_own, acceptances.accepted_at, acceptances.accept_no)
                )
                then min({{ business_day('acceptances.accepted_at') }})
        end as part_day,
        null as until_day,
        1 as part,
        1 as whole
    from work_orders
    inner join acceptances_of_work as acceptances
        on
            work_orders.work_order_no = acceptances.work_order_no
            and acceptances.is_on_time is not null
    anti join deliverables
        on work_orders.work_order_no = deliverables.work_order_no
    group by work_orders.work_order_no

    union all

    select
        'ACCEPTANCE_RATE' as measure,
        contract_no as place,
        provider,
        accept_no as fact_no,
        accepted_day as day_from,
        accepted_day as day_to,
        case when result = 'PASS' then accepted_day end as part_day,
        replaced_day as until_day,
        1 as part,
        1 as whole
    from acceptances_placed

    union all

    select
        'REDELIVERY_RATE' as measure,
        work_orders.contract_no as place,
        work_orders.provider,
        deliverables.fact_no,
        deliverables.first_day as day_from,
        deliverables.first_day as day_to,
        deliverables.second_day as part_day,
        null as until_day,
        1 as part,
        1 as whole
    from deliverables
    inner join work_orders
        on deliverables.work_order_no = work_orders.work_order_no

    union all

    select
        rates.measure,
        budgets.pro_code as place,
        null as provider,
        'budget ' || budgets.fiscal_year as fact_no,
        make_date(cast(budgets.fiscal_year as integer), 1, 1) as day_from,
        make_date(cast(budgets.fiscal_year as integer), 12, 31) as day_to,
        null as part_day,
        null as until_day,
        null as part,
        budgets.reply_amt + coalesce(budgets.adj_amt, 0) as whole
    from {{ ref('stg_payment__budget_projects') }} as budgets
    cross join (values ('EARNED_BUDGET_RATE'), ('CASH_BUDGET_RATE')) as rates (measure)

    union all

    select
        'EARNED_BUDGET_RATE' as measure,
        contracts.project_code as place,
        null as provider,
        lines.contract_no || ' ' || lines.service_period as fact_no,
        {{ first_day('lines.service_period') }} as day_from,
        {{ last_day_of('lines.service_period') }} as day_to,
        {{ first_day('lines.service_period') }} as part_day,
        null as until_day,
        sum(lines.amount) as part,
        null as whole
    from {{ ref('stg_booked__lines') }} as lines
    inner join {{ ref('stg_rules__contracts') }} as contracts
        on lines.contract_no = contracts.contract_no
    group by contracts.project_code, lines.contract_no, lines.service_period

    union all

    -- A month that was settled and worth nothing is known to be worth nothing.
    select distinct
        'EARNED_BUDGET_RATE' as measure,
        contracts.project_code as place,
        null as provider,
        null as fact_no,
        settlements.first_day as day_from,
        settlements.last_day as day_to,
        settlements.first_day as part_day,
        cast(null as date) as until_day,
        0 as part,
        null as whole
    from settlements_dated as settlements
    inner join {{ ref('stg_rules__contracts') }} as contracts
        on settlements.contract_no = contracts.contract_no

    union all

    select
        'CASH_BUDGET_RATE' as measure,
        contracts.project_code as place,
        null as provider,
        paid.fact_no,
        paid.paid_on as day_from,
        paid.paid_on as day_to,
        paid.paid_on as part_day,
        null as until_day,
        paid.amount as part,
        null as whole
    from money_paid as paid
    inner join {{ ref('stg_rules__contracts') }} as contracts
        on paid.contract_no = contracts.contract_no

    union all

    -- Whose payments are known at all, paid nothing in other times.
    select distinct
        'CASH_BUDGET_RATE' as measure,
        contracts.project_code as place,
        null as provider,
        null as fact_no,
        date '0001-01-01' as day_from,
        date '9999-12-31' as day_to,
        date '0001-01-01' as part_day,
        cast(null as date) as until_day,
        0 as part,
        null as whole
    from money_paid as paid
    inner join {{ ref('stg_rules__contracts') }} as contracts
        on paid.contract_no = contracts.contract_no

    union all

    select
        'INCIDENT_RESPONSE_RATE' as measure,
        '*' as place,
        executed_by as provider,
        incident_no as fact_no,
        {{ business_day('response_due') }} as day_from,
        {{ business_day('response_due') }} as day_to,
        case
            when responded_at <= response_due then {{ business_day('responded_at') }}
        end as part_day,
        null as until_day,
        1 as part,
        1 as whole
    from {{ ref('stg_work__incident_orders') }}
    where response_due is not null

    union all

    select
        'INCIDENT_RESOLUTION_RATE' as measure,
        '*' as place,
        executed_by as provider,
        incident_no as fact_no,
        {{ business_day('coalesce(occurred_at, raised_at)') }} as day_from,
        {{ business_day('coalesce(occurred_at, raised_at)') }} as day_to,
        {{ business_day('resolved_at') }} as part_day,
        null as until_day,
        1 as part,
        1 as whole
    from {{ ref('stg_work__incident_orders') }}

    union all

    select
        'INCIDENT_SLA_RATE' as measure,
        '*' as place,
        executed_by as provider,
        incident_no as fact_no,
        {{ business_day('coalesce(closed_at, resolved_at, occurred_at, raised_at)') }} as day_from,
        {{ business_day('coalesce(closed_at, resolved_at, occurred_at, raised_at)') }} as day_to,
        case
            when sla_met_flag
                then {{ business_day('coalesce(closed_at, resolved_at, occurred_at, raised_at)') }}
        end as part_day,
        null as until_day,
        1 as part,
        1 as whole
    from {{ ref('stg_work__incident_orders') }}
    where sla_met_flag is not null

    union all

    select
        'BREACH_COUNT' as measure,
        contract_no as place,
        null as provider,
        event_no as fact_no,
        occurred_on as day_from,
        occurred_on as day_to,
        occurred_on as part_day,
        null as until_day,
        1 as part,
        null as whole
    from {{ ref('stg_work__breach_events') }}
    where liable

    union all

    -- Once events are reported at all, a contract without any has none.
    select
        'BREACH_COUNT' as measure,
        contracts.contract_no as place,
        null as provider,
        null as fact_no,
        date '0001-01-01' as day_from,
        date '9999-12-31' as day_to,
        date '0001-01-01' as part_day,
        null as until_day,
        0 as part,
        null as whole
    from {{ ref('stg_rules__contracts') }} as contracts
    cross join tables_given
    where tables_given.table_name = 'breach_event'

    union all

    select
        'PENALTY_AMOUNT' as measure,
        settlements.contract_no as place,
        null as provider,
        deductions.clause_no || ' ' || deductions.basis as fact_no,
        settlements.first_day as day_from,
        settlements.last_day as day_to,
        settlements.first_day as part_day,
        null as until_day,
        coalesce(deductions.applied_amt, 0) as part,
        null as whole
    from settlements_dated as settlements
    left join {{ ref('stg_booked__deductions') }} as deductions
        on settlements.settle_no = deductions.settle_no and deductions.basis like 'EVENT:%'

    union all

    select
        'SATISFACTION' as measure,
        concat_ws(chr(31), scheme_no, ind_code) as place,
        subject_code as provider,
        group_words as fact_no,
        date '0001-01-01' as day_from,
        date '9999-12-31' as day_to,
        date '0001-01-01' as part_day,
        null as until_day,
        points as part,
        answers as whole
    from {{ ref('int_surveys_counted') }}
    where is_counted

    union all

    select
        rates.measure,
        files.table_name as place,
        null as provider,
        files.file_name as fact_no,
        {{ business_day('files.landed_at') }} as day_from,
        {{ business_day('files.landed_at') }} as day_to,
        {{ business_day('files.landed_at') }} as part_day,
        null as until_day,
        sum(
            case rates.measure
                when 'QUARANTINE_RATE' then files.rows_quarantined
                else files.rows_duplicate
            end
        ) as part,
        sum(files.rows_read) as whole
    from {{ ref('stg_received__files') }} as files
    cross join (values ('QUARANTINE_RATE'), ('DUPLICATE_RATE')) as rates (measure)
    group by
        rates.measure, files.table_name, files.file_name, {{ business_day('files.landed_at') }}

)

select
    facts.measure,
    facts.place,
    facts.provider,
    facts.fact_no,
    facts.day_from,
    facts.day_to,
    facts.part_day,
    facts.until_day,
    cast(facts.part as decimal(18, 6)) as part,
    cast(facts.whole as decimal(18, 6)) as whole

from facts
semi join measures
    on facts.measure = measures.measure
