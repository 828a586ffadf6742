-- Grain: one row per row of a score sheet that was set aside because its key stands in another row.
select
    split_part(row_key, chr(31), 1) as scheme_no,
    split_part(row_key, chr(31), 2) as subject_code,
    -- The first edition is the default, and a default is blank in a key.
    coalesce(nullif(split_part(row_key, chr(31), 3), ''), '1') as edition,
    list_filter(string_split(row_key, chr(31))[4:7], each -> each <> '') as names,
    reason,
    file_sha256,
    row_number

from {{ source('landing_apart', 'key_met_again') }}
