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

{#
    A view in a database that is new in every run: what would be as large as everything delivered is not written down
    before it is published.
#}
{% materialization fresh_view, default %}
    {%- set target_relation = this.incorporate(type='view') -%}
    {% call statement('main') -%}
        create view {{ target_relation }} as (
            {{ sql }}
        )
    {%- endcall %}
    {% do adapter.commit() if target.type == 'duckdb' %}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
