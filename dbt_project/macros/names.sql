{# The code that stands before or in brackets after a printed name, as in `A11 立项依据充分性`; else the name itself. #}
{% macro code_or_name(name) -%}
    coalesce(
        nullif(regexp_extract({{ name }}, '^([A-Za-z]+[0-9][0-9.\-]*)', 1), ''),
        nullif(regexp_extract({{ name }}, '[(（]([A-Za-z]+[0-9][0-9.\-]*)[)）]$', 1), ''),
        {{ name }}
    )
{%- endmacro %}
