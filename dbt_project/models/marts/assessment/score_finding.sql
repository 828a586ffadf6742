-- Grain: one row per run and finding.
with findings as (

    select * from {{ ref('int_sheet_findings') }}
    union
    select * from {{ ref('int_result_findings') }}
    union
    select * from {{ ref('int_stated_findings') }}
    union
    select * from {{ ref('int_fact_findings') }}
    union
    select * from {{ ref('int_fact_target_findings') }}

)

select
    parameters.run_id,
    findings.scheme_no,
    findings.subject_code,
    findings.node,
    findings.kind,
    findings.stated,
    findings.computed,
    findings.message,
    findings.message_en,
    findings.severity,
    'W-' || upper(
        left(
            md5(
                concat_ws(
                    chr(31),
                    findings.scheme_no,
                    coalesce(findings.subject_code, ''),
                    coalesce(findings.node, ''),
                    findings.kind,
                    coalesce(findings.stated, ''),
                    coalesce(findings.computed, ''),
                    findings.message
                )
            ),
            12
        )
    ) as finding_no

from findings
cross join {{ ref('stg_run__parameters') }} as parameters
