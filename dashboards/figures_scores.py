"""Figures of scorecards; a score becomes a float here for the length of a bar, and never for a text."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import sqrt
from typing import Any
from unicodedata import east_asian_width

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
    # Texts stand in the margin: left to itself the axis would grow until they fit beside the longest bar.
    figure.update_layout(barmode="overlay", margin={"l": 12, "r": 150, "t": 12, "b": 36})
    _name_rows(figure)
    figure.update_xaxes(range=[0, max(float(row["weight"]) for row in nodes)])
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
    for name in names:
        figure.add_annotation(x=0, y=name, text=name, xanchor="left", yshift=19, showarrow=False, font={"size": 12})
    dress(figure, height=70 + 50 * len(ordered))
    # What stands beside a dot has room in the margin, however narrow the window.
    figure.update_layout(margin={"l": 12, "r": 128, "t": 28, "b": 36})
    figure.update_traces(cliponaxis=False)
    _name_rows(figure)
    figure.update_yaxes(showticklabels=False)
    figure.update_xaxes(range=[0, max(lost)])
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


def weights(leaves: Sequence[Row]) -> go.Figure:
    """Every weighted leaf as a tile as large as its weight, under its first level, coloured and labelled by its rate.

    Tiles are sized in thousandths, which are whole: a float's last digit would make parts larger than their whole.
    """
    weighted = [row for row in leaves if row["weight"]]
    groups: dict[str, list[Row]] = {}
    for row in weighted:
        groups.setdefault(row["level1"], []).append(row)
    alone = {name for name, rows in groups.items() if len(rows) == 1}
    whole = sum(_thousandths(row["weight"]) for row in weighted)
    height = min(560, 200 + 18 * len(weighted))
    ids, parents, names, sizes, colours, texts = [], [], [], [], [], []
    for name, rows in groups.items():
        if name not in alone:
            ids.append(f"1 {name}")
            parents.append("")
            names.append(name)
            sizes.append(sum(_thousandths(row["weight"]) for row in rows))
            colours.append(_GROUP)
            texts.append("")
        for number, row in enumerate(rows):
            ids.append(f"2 {name} {number} {row['ind_code']}")
            parents.append("" if name in alone else f"1 {name}")
            names.append(_folded(_leaf_name(row), _WIDTH * height * _thousandths(row["weight"]) / whole))
            sizes.append(_thousandths(row["weight"]))
            colours.append(colour_of_rate(row["score_rate"]))
            texts.append(_of_weight(row))
    figure = go.Figure(
        go.Treemap(
            ids=ids,
            parents=parents,
            labels=names,
            values=sizes,
            text=texts,
            branchvalues="total",
            sort=False,
            tiling={"pad": 2, "packing": "squarify"},
            marker={
                "colors": colours,
                "line": {"width": 1, "color": "#ffffff"},
                "pad": {"t": 24, "l": 3, "r": 3, "b": 3},
            },
            texttemplate="%{label}<br>%{text}",
            textfont={"size": 12, "color": INK},
            hovertemplate="%{label}<br>%{text}<extra></extra>",
            pathbar={"visible": False},
            root={"color": "#ffffff"},
        )
    )
    dress(figure, height=height)
    figure.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0})
    return figure


RATE_COLOURS = ("#d7dde3", "#e8b4a6", "#f0d9a8", "#dbe6c8", "#bcd6c8")
"""Of tiles: not assessed, below 60 per cent, from 60, from 80, full; each dark text is legible on."""
_GROUP = "#f0f4f8"
_WIDTH, _HALF_SIGN = 1150, 6
"""Pixels of the tiles together in a usual window, and of half a Chinese sign."""


def colour_of_rate(rate: Decimal | None) -> str:
    """The colour of a tile; the rate itself stands in it, as colour alone says nothing to some."""
    if rate is None:
        return RATE_COLOURS[0]
    bounds = (Decimal("0.6"), Decimal("0.8"), Decimal(1))
    return RATE_COLOURS[1 + sum(rate >= bound for bound in bounds)]


def _thousandths(weight: Decimal) -> int:
    return int(weight.scaleb(3))


def _folded(name: str, area: float) -> str:
    """A name in lines that fit a tile of so many square pixels, were it a square: the engine folds nothing."""
    most = max(10, int(0.85 * sqrt(area) / _HALF_SIGN))
    lines, length = [""], 0
    for sign in name:
        width = 2 if east_asian_width(sign) in "WF" else 1
        if length + width > most:
            lines.append("")
            length = 0
        lines[-1] += sign
        length += width
    return "<br>".join(lines)
