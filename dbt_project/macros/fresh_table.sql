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
        {#- Where Spark does the work, this gives what it made its exact types. #}
        {{- ' with no data' if env_var('HL_SHAPES_ONLY', '') }}
    {%- endcall %}
    {% do adapter.commit() %}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{# The same on Spark: Parquet files in the run's folder. #}
{% materialization fresh_table, adapter='spark' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {% call statement('main') -%}
        create table {{ target_relation }} using parquet as (
            {{ sql }}
        )
    {%- endcall %}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
