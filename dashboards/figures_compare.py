"""Figures that put score rates side by side, all on one axis from 0 to 100 %; a rate becomes a float for a length."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from dashboards.figures import INK, PAYABLE, QUIET, RULE, TAKEN, dress
from dashboards.labels import label
from dashboards.printing import percent, percentage_points

Row = Mapping[str, Any]
_BEFORE, _STEM = "#8fa3b5", "#c3ccd5"
_WITH_DIFFERENCES, _WITH_TEXTS = 140, 152
"""Where an axis of rates ends, in per cent, so that what is written beside 100 % has room."""


def before_and_after(rows: Sequence[Row]) -> go.Figure:
    """For each node the rate before as a ring and after as a dot, joined by a stem; the whole first.

    Args:
        rows: Of ``score_comparison``, in the order in which they are to stand.
    """
    names = [
        _short(str(label("compare.whole").zh) if row["path"] == "*" else row["path"].split(" / ")[-1]) for row in rows
    ]
    places = list(range(len(rows)))
    figure = go.Figure()
    for place, row in zip(places, rows, strict=True):
        if row["score_rate"] is not None and row["compared_score_rate"] is not None:
            ends = {"x0": _length(row["compared_score_rate"]), "x1": _length(row["score_rate"])}
            line = {"color": TAKEN if _is_worse(row) else _STEM, "width": 3}
            figure.add_shape(type="line", y0=place, y1=place, line=line, layer="below", **ends)
    for key, column, marker in (
        (
            "compare.before",
            "compared_score_rate",
            {"color": "#ffffff", "size": 12, "line": {"color": _BEFORE, "width": 3}},
        ),
        ("compare.after", "score_rate", {"color": PAYABLE, "size": 12}),
    ):
        found = [(place, row[column]) for place, row in zip(places, rows, strict=True) if row[column] is not None]
        figure.add_scatter(
            name=str(label(key)),
            x=[_length(rate) for _, rate in found],
            y=[place for place, _ in found],
            mode="markers",
            marker=marker,
            customdata=[[names[place], percent(rate)] for place, rate in found],
            hovertemplate="%{customdata[0]}<br>%{fullData.name} %{customdata[1]}<extra></extra>",
        )
    for place, row in zip(places, rows, strict=True):
        figure.add_annotation(
            x=101,
            y=place,
            text=_difference(row["rate_difference"]),
            xanchor="left",
            showarrow=False,
            font={"color": TAKEN if _is_worse(row) else INK, "size": 12},
        )
    dress(figure, height=110 + 32 * len(rows))
    figure.update_layout(
        margin={"l": 12, "r": 12, "t": 40, "b": 36},
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": 12, "color": INK}},
    )
    figure.update_yaxes(
        tickmode="array",
        tickvals=places,
        ticktext=names,
        range=[len(rows) - 0.4, -0.6],
        automargin=True,
        showgrid=False,
        zeroline=False,
        tickfont={"size": 12, "color": INK},
    )
    _rate_axis(figure, most=_WITH_DIFFERENCES)
    return figure


def rates(entries: Sequence[tuple[str, Decimal | None]]) -> go.Figure:
    """One of several small figures to stand side by side: a bar per entry with its rate, all on the same axis."""
    shown = ["—" if rate is None else percent(rate) for _, rate in entries]
    figure = go.Figure(
        go.Bar(
            y=[_short(name) for name, _ in entries],
            x=[0.0 if rate is None else _length(rate) for _, rate in entries],
            orientation="h",
            width=0.56,
            marker={"color": PAYABLE},
            text=shown,
            textposition="outside",
            textfont={"size": 12, "color": INK},
            cliponaxis=False,
            hovertemplate="%{y}<br>%{text}<extra></extra>",
        )
    )
    dress(figure, height=50 + 30 * len(entries))
    figure.update_layout(margin={"l": 8, "r": 8, "t": 4, "b": 28})
    figure.update_yaxes(
        autorange="reversed", automargin=True, showgrid=False, type="category", tickfont={"size": 12, "color": INK}
    )
    _rate_axis(figure, most=_WITH_TEXTS)
    return figure


def _rate_axis(figure: go.Figure, *, most: int) -> None:
    figure.update_xaxes(
        range=[0, most],
        tickmode="array",
        tickvals=[0, 50, 100],
        ticktext=["0", "50%", "100%"],
        showgrid=True,
        gridcolor=RULE,
        zeroline=False,
        tickfont={"color": QUIET},
    )


def _is_worse(row: Row) -> bool:
    return row["rate_difference"] is not None and row["rate_difference"] < 0


def _difference(difference: Decimal | None) -> str:
    if difference is None:
        return "—"
    return percentage_points(difference)


def _length(rate: Decimal) -> float:
    return float(rate.scaleb(2))


def _short(name: str, most: int = 18) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
