-- Grain: one row per quote, this one.
select
    version_no,
    is_day_given,
    priced_on

from {{ source('quote', 'request') }}
