-- Grain: one row per framework, subject and leaf of the highest edition of a printed score sheet.
-- A sheet gives way to results of the same subject by indicator.
with leaves_of_edition as (

    select
        leaves.*,
        concat_ws(' / ', leaves.level1, leaves.level2, leaves.level3, leaves.level4) as path,
        coalesce(leaves.level4, leaves.level3, leaves.level2, leaves.level1) as name

    from {{ ref('stg_assessment__sheet_leaves') }} as leaves
    inner join {{ ref('int_schemes_current') }} as schemes
        on leaves.scheme_no = schemes.scheme_no
    anti join {{ ref('int_scheme_subjects') }} as subjects
        on leaves.scheme_no = subjects.scheme_no and leaves.subject_code = subjects.subject_code

    qualify
        rank() over (
            partition by leaves.scheme_no, leaves.subject_code
            order by try_cast(leaves.edition as bigint) desc nulls last, leaves.edition desc
        ) = 1

),

leaves_coded as (

    select
        *,
        {{ code_or_name('name') }} as code,
        concat_ws(
            ' / ',
            {{ code_or_name('level1') }},
            {{ code_or_name('level2') }},
            {{ code_or_name('level3') }},
            {{ code_or_name('level4') }}
        ) as sort_key

    from leaves_of_edition

)

select
    scheme_no,
    subject_code,
    -- Names that stand under several parents are told apart by their whole path.
    case
        when count(*) over (partition by scheme_no, subject_code, code) = 1 then code
        else path
    end as ind_code,
    level1,
    level2,
    level3,
    level4,
    path,
    sort_key,
    weight,
    score,
    file_sha256,
    row_number

from leaves_coded
