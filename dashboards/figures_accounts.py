"""Figures of what is kept account of: a contract burning down its ceiling, a prepayment used up, claims cut."""

from collections.abc import Sequence
from decimal import Decimal

import plotly.graph_objects as go

from dashboards.figures import (
    GIVEN,
    INK,
    PAYABLE,
    QUIET,
    TAKEN,
    TOTAL,
    axis_title,
    dress,
    height,
    period_ticks,
)
from dashboards.labels import label
from dashboards.printing import signed_amount, yuan

Points = Sequence[tuple[str, Decimal]]

_MARKS = ((0.8, "80%", "#b58a2e", "top"), (0.95, "95%", "#b4533c", "top"), (1.0, "100%", "#7a1f16", "bottom"))
"""Shares of a ceiling, and which edge of their name touches the line: above both, 95% would lie upon 100%."""
_LEGEND = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12, "color": INK}}


def burn(earned: Points, paid: Points, ceiling: Decimal | None) -> go.Figure:
    """What a contract earned and was paid, month after month added up, below the lines of its ceiling, in 万元.

    Args:
        earned: Periods in order, each with all that was earned up to it.
        paid: The same of what was paid; empty where no payment is known.
        ceiling: All that the contract pays; None: it gives no ceiling.
    """
    every = {period for period, _ in (*earned, *paid)}
    figure = go.Figure()
    for key, points, colour, dash in (("burn.earned", earned, TOTAL, "solid"), ("burn.paid", paid, GIVEN, "dot")):
        if points:
            figure.add_scatter(
                name=str(label(key)),
                x=period_ticks([period for period, _ in points], among=len(every)),
                y=[height(amount) for _, amount in points],
                customdata=[yuan(amount) for _, amount in points],
                hovertemplate="%{x}<br>%{fullData.name} %{customdata}<extra></extra>",
                mode="lines+markers",
                line={"color": colour, "width": 2.5, "dash": dash},
                marker={"size": 7},
            )
    for share, name, colour, edge in _MARKS if ceiling is not None else ():
        assert ceiling is not None
        figure.add_hline(
            y=share * height(ceiling),
            line={"color": colour, "width": 1.2, "dash": "dash"},
            annotation={"text": name, "font": {"size": 11, "color": colour}, "xanchor": "right", "yanchor": edge},
        )
    dress(figure, height=320)
    figure.update_layout(showlegend=True, legend=_LEGEND)
    figure.update_xaxes(type="category", tickfont={"size": 12, "color": INK})
    figure.update_yaxes(rangemode="tozero", title=axis_title())
    return figure


def balances(paid_in: Points, offset: Points, left: Points) -> go.Figure:
    """Prepayments paid in and offset as bars, and what is left after each period as a line, in 万元."""
    every = {period for period, _ in (*paid_in, *offset, *left)}
    figure = go.Figure()
    for key, points, colour in (("code.PAY", paid_in, GIVEN), ("code.OFFSET", offset, TAKEN)):
        figure.add_bar(
            name=str(label(key)),
            x=period_ticks([period for period, _ in points], among=len(every)),
            y=[height(amount) for _, amount in points],
            customdata=[signed_amount(amount) for _, amount in points],
            hovertemplate="%{x}<br>%{fullData.name} %{customdata}<extra></extra>",
            marker={"color": colour},
        )
    figure.add_scatter(
        name=str(label("prepayment.left")),
        x=period_ticks([period for period, _ in left], among=len(every)),
        y=[height(amount) for _, amount in left],
        customdata=[yuan(amount) for _, amount in left],
        hovertemplate="%{x}<br>%{fullData.name} %{customdata}<extra></extra>",
        mode="lines+markers",
        line={"color": PAYABLE, "width": 2.5, "shape": "hv"},
        marker={"size": 7},
    )
    dress(figure, height=340)
    figure.update_layout(barmode="relative", bargap=0.5, showlegend=True, legend=_LEGEND)
    figure.update_xaxes(type="category", tickfont={"size": 12, "color": INK})
    figure.update_yaxes(title=axis_title())
    return figure


def claimed_and_computed(claimed: Points, computed: Points) -> go.Figure:
    """What was claimed and what it comes to, side by side by service month, in 万元."""
    figure = go.Figure()
    for key, points, colour in (("claims.claimed", claimed, "#a9bccd"), ("claims.computed", computed, PAYABLE)):
        figure.add_bar(
            name=str(label(key)),
            x=[period for period, _ in points],
            y=[height(amount) for _, amount in points],
            customdata=[yuan(amount) for _, amount in points],
            hovertemplate="%{x}<br>%{fullData.name} %{customdata}<extra></extra>",
            marker={"color": colour},
        )
    dress(figure, height=300)
    figure.update_layout(barmode="group", bargap=0.35, bargroupgap=0.08, showlegend=True, legend=_LEGEND)
    figure.update_xaxes(type="category", tickfont={"size": 12, "color": INK})
    figure.update_yaxes(rangemode="tozero", title=axis_title())
    return figure


def cuts_by_reason(sums: Points) -> go.Figure:
    """What claims were cut by, reason by reason, the largest on top, in 万元; a negative bar: more is due."""
    figure = go.Figure(
        go.Bar(
            orientation="h",
            y=[name for name, _ in reversed(sums)],
            x=[height(amount) for _, amount in reversed(sums)],
            text=[signed_amount(amount) for _, amount in reversed(sums)],
            textposition="auto",
            hovertemplate="%{y}<br>%{text}<extra></extra>",
            marker={"color": [TAKEN if amount > 0 else GIVEN for _, amount in reversed(sums)]},
        )
    )
    dress(figure, height=max(180, 90 + 38 * len(sums)))
    figure.update_xaxes(title=axis_title(), showgrid=True)
    figure.update_yaxes(title=None, automargin=True, tickfont={"size": 12, "color": QUIET})
    return figure
