{#
    A table in a database that is new in every run: one statement, where dbt's own `table` swaps a new table
    for an old one in eight.
#}
{% materialization fresh_table, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {% call statement('main') -%}
        create table {{ target_relation }} as (
            {{ sql }}
        )
    {%- endcall %}
    {% do adapter.commit() %}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
