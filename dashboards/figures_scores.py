"""Figures of scorecards; a score becomes a float here for the length of a bar, and never for a text."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboards.figures import INK, PAYABLE, QUIET, TAKEN, dress
from dashboards.printing import percent, plain_number

Row = Mapping[str, Any]

_ROOM = "#e3e8ee"
MOST_LOST = 20
"""So many indicators fit a figure; the grid below it holds every one."""


def earned_by_level(nodes: Sequence[Row]) -> go.Figure:
    """Score on weight of each first-level indicator, as bars within bars, labelled with both."""
    names = [row["node"] for row in nodes]
    figure = go.Figure()
    figure.add_bar(
        y=names,
        x=[float(row["weight"]) for row in nodes],
        orientation="h",
        width=0.62,
        marker={"color": _ROOM},
        hoverinfo="skip",
    )
    texts = [_of_weight(row) for row in nodes]
    figure.add_bar(
        y=names,
        x=[float(row["score"] or 0) for row in nodes],
        orientation="h",
        width=0.34,
        marker={"color": PAYABLE},
        customdata=texts,
        hovertemplate="%{y}<br>%{customdata}<extra></extra>",
    )
    for name, text, row in zip(names, texts, nodes, strict=True):
        figure.add_annotation(
            y=name, x=float(row["weight"]), text=text, xanchor="left", xshift=8, showarrow=False, font={"color": INK}
        )
    dress(figure, height=90 + 52 * len(nodes))
    figure.update_layout(barmode="overlay", margin={"l": 12, "r": 150, "t": 12, "b": 36})
    _name_rows(figure)
    return figure


def points_lost(leaves: Sequence[Row]) -> go.Figure:
    """Indicators below full, those that lost most first: points lost as dots on stems, with score and weight."""
    ordered = sorted(leaves, key=lambda row: (row["score"] - row["weight"], row["sort_key"]))[:MOST_LOST]
    names = [_leaf_name(row) for row in ordered]
    lost = [float(row["weight"] - row["score"]) for row in ordered]
    figure = go.Figure()
    for name, length in zip(names, lost, strict=True):
        figure.add_shape(type="line", x0=0, x1=length, y0=name, y1=name, line={"color": TAKEN, "width": 2})
    figure.add_scatter(
        x=lost,
        y=names,
        mode="markers+text",
        marker={"color": TAKEN, "size": 11},
        text=[_of_weight(row) for row in ordered],
        textposition="middle right",
        textfont={"color": INK, "size": 12},
        hovertemplate="%{y}<br>%{text}<extra></extra>",
    )
    dress(figure, height=90 + 34 * len(ordered))
    figure.update_layout(margin={"l": 12, "r": 120, "t": 12, "b": 36})
    _name_rows(figure)
    figure.update_xaxes(range=[0, max(lost) * 1.45])
    return figure


def _leaf_name(row: Row) -> str:
    """The leaf's own name with its code before it, where the name does not begin with it."""
    name = next(row[level] for level in ("level4", "level3", "level2", "level1") if row[level])
    shown = name if row["ind_code"] in name else f"{row['ind_code']} {name}"
    return shown if len(shown) <= 24 else f"{shown[:23]}…"


def _of_weight(row: Row) -> str:
    if row["score"] is None:
        return f"— / {plain_number(row['weight'])}"
    rate = f"　{percent(row['score_rate'])}" if row["score_rate"] is not None else ""
    return f"{plain_number(row['score'])} / {plain_number(row['weight'])}{rate}"


def _name_rows(figure: go.Figure) -> None:
    figure.update_yaxes(
        autorange="reversed", automargin=True, showgrid=False, tickfont={"size": 12, "color": INK}, type="category"
    )
    figure.update_xaxes(showgrid=True, gridcolor=_ROOM, tickfont={"color": QUIET}, rangemode="tozero")
