-- Grain: one row per purchaser's review of an order's goals; the newest counts.
select
    review_no,
    order_no,
    period,
    met_flag,
    score,
    reviewer,
    reviewed_on,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'goal_review') }}
