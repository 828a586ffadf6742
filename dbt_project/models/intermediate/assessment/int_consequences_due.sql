-- Grain: one row per framework, subject and consequence of its grade or of its conclusion.
-- Grades have consequences where others than the subject itself assessed everything after the fact.
with conclusions_ranked as (

    select
        *,
        row_number() over (
            partition by scheme_no, subject_code
            order by concluded_on desc nulls last, eval_no desc
        ) as rank_from_newest

    from {{ ref('stg_assessment__conclusions') }}

),

results as (

    select
        graded.scheme_no,
        graded.subject_code,
        'GRADE' as kind,
        graded.grade as result

    from {{ ref('int_subjects_graded') }} as graded
    inner join {{ ref('int_schemes_current') }} as schemes
        on
            graded.scheme_no = schemes.scheme_no
            and schemes.stage in ('DEPARTMENT', 'FINANCE', 'POST')

    where graded.grade is not null and graded.assessed_weight = graded.total_weight

    union all

    select
        scheme_no,
        subject_code,
        'CONCLUSION' as kind,
        conclusion as result

    from conclusions_ranked

    where rank_from_newest = 1

),

rules_in_force as (

    select
        schemes.scheme_no,
        rules.*

    from {{ ref('int_schemes_current') }} as schemes
    inner join {{ ref('stg_run__consequence_rules') }} as rules
        on schemes.ruled_on >= rules.effective_from

    qualify
        rank() over (
            partition by schemes.scheme_no, rules.kind, rules.result, rules.consequence
            order by rules.effective_from desc
        ) = 1

),

budgets_newest as (

    select
        pro_code,
        max(fiscal_year) as fiscal_year,
        arg_max(reply_amt + coalesce(adj_amt, 0), fiscal_year) as current_amt

    from {{ ref('stg_payment__budget_projects') }}

    where reply_amt is not null

    group by pro_code

),

consequences as (

    select
        results.scheme_no,
        results.subject_code,
        rules.consequence,
        rules.kind,
        rules.result,
        case
            when rules.due_days is not null
                then cast(conclusions.feedback_on + to_days(rules.due_days) as date)
            when rules.due_months is not null
                then cast(conclusions.concluded_on + to_months(rules.due_months) as date)
        end as due_on,
        rules.ratio_from,
        rules.ratio_to,
        cast(budgets.current_amt as decimal(18, 2)) as budget_amt,
        budgets.fiscal_year,
        rules.words,
        rules.source,
        conclusions.adopted,
        conclusions.rectified_on,
        conclusions.supported_content,
        conclusions.unsupported_content

    from results
    inner join rules_in_force as rules
        on
            results.scheme_no = rules.scheme_no
            and results.kind = rules.kind
            and results.result = rules.result
    inner join {{ ref('int_schemes_current') }} as schemes
        on results.scheme_no = schemes.scheme_no
    left join conclusions_ranked as conclusions
        on
            results.scheme_no = conclusions.scheme_no
            and results.subject_code = conclusions.subject_code
            and conclusions.rank_from_newest = 1
    left join budgets_newest as budgets
        on schemes.pro_code = budgets.pro_code

)

select
    consequences.scheme_no,
    consequences.subject_code,
    consequences.consequence,
    case when consequences.kind = 'GRADE' then consequences.result end as grade,
    case when consequences.kind = 'CONCLUSION' then consequences.result end as conclusion,
    consequences.due_on,
    consequences.ratio_from,
    consequences.ratio_to,
    consequences.budget_amt,
    case
        when consequences.consequence in ('RECTIFICATION', 'ADJUSTMENT')
            then
                case
                    when consequences.rectified_on <= parameters.known_on then 'DONE'
                    when consequences.due_on < parameters.known_on then 'OVERDUE'
                    else 'OPEN'
                end
        -- A ban is over when its time is.
        when consequences.consequence = 'NO_REAPPLICATION'
            then case when consequences.due_on < parameters.known_on then 'DONE' else 'OPEN' end
        when consequences.adopted then 'DONE'
        else 'OPEN'
    end as state,
    concat_ws(
        '；',
        consequences.words,
        '支持 supported: ' || case
            when consequences.consequence = 'PARTIAL_SUPPORT' then consequences.supported_content
        end,
        '不支持 not supported: ' || case
            when consequences.consequence = 'PARTIAL_SUPPORT' then consequences.unsupported_content
        end,
        case
            when consequences.consequence = 'RECTIFICATION' and consequences.due_on is null
                then '反馈日期未给出 no day of feedback is given'
            when
                consequences.consequence = 'RECTIFICATION'
                and consequences.rectified_on > consequences.due_on
                then '逾期完成 done late on ' || consequences.rectified_on
        end,
        '预算年度 budget of ' || consequences.fiscal_year,
        '依据 by ' || consequences.source
    ) as basis

from consequences
cross join {{ ref('stg_run__parameters') }} as parameters
