{#
    A query that shares each scope's amount among its rows by weight, to the fen: all columns of `rows` and
    shared_amount. The largest remainder gets the first fen that is left, ties go to what comes first by `ties`.

    Args:
        rows: Relation with the columns named below.
        scope: Columns whose rows share one amount.
        amount: Column with the scope's amount, the same in all of its rows; it may be negative.
        weight: Column with a row's weight, a whole number from 0 on; a scope's weights are not all 0.
        ties: Columns that put the rows of a scope in one order.
#}
{% macro shared_by_weight(rows, scope, amount, weight, ties) -%}
{%- set of_scope = scope | join(", ") -%}
with scopes_weighed as (

    select
        *,
        abs({{ whole_fen(amount) }}) as scope_fen,
        {{ as_whole('sum(' ~ weight ~ ') over (partition by ' ~ of_scope ~ ')') }} as scope_weight

    from {{ rows }}

),

shares_cut as (

    select
        *,
        {{ whole_quotient('scope_fen * ' ~ weight, 'scope_weight') }} as share_fen,
        {{ whole_remainder('scope_fen * ' ~ weight, 'scope_weight') }} as share_remainder

    from scopes_weighed

),

shares_ranked as (

    select
        *,
        row_number() over (
            partition by {{ of_scope }} order by share_remainder desc, {{ ties | join(", ") }}
        ) as remainder_rank,
        scope_fen - sum(share_fen) over (partition by {{ of_scope }}) as fen_left

    from shares_cut

)

select
    {{ all_except(
        ['scope_fen', 'scope_weight', 'share_fen', 'share_remainder', 'remainder_rank', 'fen_left']
    ) }},
    {{ yuan_from_fen(
        'case when ' ~ amount ~ ' < 0 then -1 else 1 end'
        ~ ' * (share_fen + case when remainder_rank <= fen_left then 1 else 0 end)'
    ) }} as shared_amount

from shares_ranked
{%- endmacro %}
