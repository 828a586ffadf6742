-- Grain: one row per received file, table that it gives and moment.
select
    file_sha256,
    file_name,
    table_name,
    rows_read,
    rows_landed,
    rows_duplicate,
    rows_quarantined,
    landed_at

from {{ source('received', 'ingest_file') }}

where table_name <> ''
