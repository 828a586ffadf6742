-- Grain: one row per document that supports results.
select
    evidence_no,
    scheme_no,
    evidence_class,
    title,
    doc_date,
    period_from,
    period_to,
    content_hash,
    provider,
    archive_no,
    after_cutoff,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'evidence') }}
