{# A query for every line of a contract's months that is booked once this run is: earlier runs' and this run's. #}
{% macro lines_booked_and_due(booked, due) -%}
select
    contract_no,
    service_period,
    amount
from {{ booked }}
union all
select
    contract_no,
    service_period,
    amount
from {{ due }}
{%- endmacro %}
