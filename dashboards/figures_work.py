"""Figures of work orders and metering: when steps were taken, on which days, how late, and what waits how long."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

from dashboards.figures import INK, PAYABLE, QUIET, RULE, TAKEN, dress
from dashboards.labels import code_label, label
from dashboards.work_orders import METERING_STEPS

Row = Mapping[str, Any]

MOST_ORDERS = 30
_STEPS = {
    "issued": ("circle-open", QUIET),
    "delivered": ("circle", "#5b8a72"),
    "accepted": ("diamond", "#3f7fa6"),
    "verified": ("square", "#8a6fae"),
    "settled": ("triangle-up", PAYABLE),
    "paid": ("star", "#b8860b"),
    "ends": ("line-ns-open", TAKEN),
}
_WAITING = {
    "DELIVERY": "#c9d3dc",
    "ACCEPTANCE": "#e0a458",
    "VERIFICATION": "#8a6fae",
    "FEE_VERIFICATION": "#3f7fa6",
    "PRICE": TAKEN,
    "PERIOD_OPEN": "#5b8a72",
}


def timeline(orders: Sequence[tuple[str, Mapping[str, Sequence[date]]]]) -> go.Figure:
    """A row per order with a sign at each step's day; a step that was not taken has no sign.

    Args:
        orders: Name of each order, and the days of its steps by the step's name.
    """
    names = [name for name, _ in orders]
    figure = go.Figure()
    for name, steps in orders:
        days = sorted(day for step, taken in steps.items() if step != "ends" for day in taken)
        if len(days) > 1:
            figure.add_shape(
                type="line",
                x0=days[0],
                x1=days[-1],
                y0=name,
                y1=name,
                line={"color": "#c3ccd5", "width": 3},
                layer="below",
            )
    for step, (symbol, colour) in _STEPS.items():
        found = [(name, day) for name, steps in orders for day in steps.get(step, ())]
        figure.add_scatter(
            x=[day for _, day in found],
            y=[name for name, _ in found],
            mode="markers",
            name=str(label(f"orders.step.{step}")),
            marker={"symbol": symbol, "color": colour, "size": 12, "line": {"width": 2, "color": colour}},
            hovertemplate="%{y}<br>%{fullData.name} %{x|%Y-%m-%d}<extra></extra>",
        )
    dress(figure, height=120 + 27 * len(orders))
    figure.update_layout(margin={"l": 12, "r": 16, "t": 12, "b": 36}, showlegend=True, legend=_legend())
    figure.update_yaxes(
        type="category", autorange="reversed", automargin=True, showgrid=False, tickfont={"size": 12, "color": INK}
    )
    figure.update_yaxes(categoryorder="array", categoryarray=names)
    figure.update_xaxes(type="date", tickformat="%Y-%m", showgrid=True, gridcolor=RULE, tickfont={"color": QUIET})
    return figure


def calendar(days: Mapping[tuple[str, int], int]) -> go.Figure:
    """Deliverables per month and day as a heat map, each cell with its count; a day without any is blank."""
    months = sorted({month for month, _ in days})
    counts = [[days.get((month, day)) for day in range(1, 32)] for month in months]
    figure = go.Figure(
        go.Heatmap(
            x=list(range(1, 32)),
            y=months,
            z=counts,
            text=[["" if each is None else f"{each:,}" for each in row] for row in counts],
            texttemplate="%{text}",
            textfont={"size": 11, "color": INK},
            colorscale=[[0, "#eef3f8"], [1, "#86a9c9"]],
            showscale=False,
            hoverongaps=False,
            xgap=2,
            ygap=2,
            hovertemplate="%{y}-%{x:02d}<br>%{z:,}<extra></extra>",
        )
    )
    dress(figure, height=90 + 30 * len(months))
    figure.update_layout(margin={"l": 70, "r": 12, "t": 12, "b": 44})
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False, tickfont={"size": 12, "color": INK})
    figure.update_xaxes(tickmode="linear", dtick=2, tick0=1, title=_title("metering.days"), tickfont={"color": QUIET})
    return figure


def lateness(counts: Sequence[tuple[str, int, bool]]) -> go.Figure:
    """Deliveries by days before or after their order's end: early ones calm, late ones marked and named late.

    Args:
        counts: Text of each span of days in order, how many deliveries it has, and whether it is late.
    """
    figure = go.Figure(
        go.Bar(
            x=[text for text, _, _ in counts],
            y=[count for _, count, _ in counts],
            text=[f"{count:,}" for _, count, _ in counts],
            textposition="outside",
            cliponaxis=False,
            marker={"color": [TAKEN if is_late else "#a9bccd" for _, _, is_late in counts]},
            hovertemplate="%{x}<br>%{text}<extra></extra>",
        )
    )
    dress(figure, height=320)
    figure.update_layout(margin={"l": 60, "r": 12, "t": 28, "b": 60})
    figure.update_xaxes(type="category", tickfont={"size": 11, "color": INK})
    figure.update_yaxes(rangemode="tozero", title=_title("metering.deliveries"))
    return figure


def ageing(counts: Mapping[tuple[str, str], int], ages: Sequence[str]) -> go.Figure:
    """Orders that wait to be metered, by age, one colour and one name for each step that they wait for.

    Args:
        counts: Orders by step and age.
        ages: Texts of the ages, in order.
    """
    figure = go.Figure()
    for step in METERING_STEPS:
        values = [counts.get((step, age), 0) for age in ages]
        if not any(values):
            continue
        words = code_label(step, "waiting_for")
        figure.add_bar(
            name=f"{words.zh} {words.en}",
            x=list(ages),
            y=values,
            text=[f"{each:,}" if each else "" for each in values],
            textposition="inside",
            insidetextanchor="middle",
            marker={"color": _WAITING[step]},
            hovertemplate="%{x}<br>%{fullData.name} %{y:,}<extra></extra>",
        )
    dress(figure, height=340)
    figure.update_layout(
        barmode="stack", bargap=0.4, margin={"l": 60, "r": 12, "t": 12, "b": 44}, showlegend=True, legend=_legend()
    )
    figure.update_xaxes(type="category", tickfont={"size": 12, "color": INK})
    highest = max(sum(counts.get((step, age), 0) for step in METERING_STEPS) for age in ages)
    # Below a handful plotly would mark halves of an order.
    figure.update_yaxes(rangemode="tozero", title=_title("metering.orders"), dtick=1 if highest <= 5 else None)
    return figure


def _legend() -> dict[str, Any]:
    return {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12, "color": INK}}


def _title(key: str) -> dict[str, Any]:
    return {"text": str(label(key)), "font": {"size": 12, "color": QUIET}, "standoff": 8}
