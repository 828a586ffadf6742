-- Grain: one row per version of a service catalogue.
select
    catalogue_code,
    version_no,
    effective_from,
    effective_to,
    joint_review_no,
    approved_on,
    published_on,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'catalogue_version') }}
