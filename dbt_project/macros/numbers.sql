{# A statement's number: its month and a digest of run and contract, the same on every machine. #}
{% macro settle_no(parameters, contract_no) -%}
    'JS-' || replace({{ parameters }}.settlement_period, '-', '') || '-'
    || upper(left(md5(concat_ws(chr(31), {{ parameters }}.run_id, {{ contract_no }})), 10))
{%- endmacro %}
