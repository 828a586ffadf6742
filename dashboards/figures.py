"""Figures of the pages; the one place where an amount becomes a float, for the length of a bar and never for a text."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import plotly.graph_objects as go

from dashboards.labels import label
from dashboards.periods import period_text
from dashboards.printing import signed_amount, yuan
from dashboards.statements import NOTHING, Statement, Step, total

FONT = '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'
INK, QUIET, RULE = "#1b2733", "#5c6b7a", "#e3e8ee"
TOTAL, PAYABLE, TAKEN, GIVEN = "#4a6d8c", "#1f4e79", "#b4533c", "#5b8a72"
_TEN_THOUSAND = Decimal(10_000)
_MOST_UPRIGHT = 6
MOST_STEPS_BESIDE = 8
"""Steps whose labels fit a waterfall that leaves room beside it; one of more needs the page's whole width."""


def waterfall(steps: Sequence[Step]) -> go.Figure:
    """The steps from gross to payable as a waterfall in 万元, every bar labelled to the fen."""
    names = [_two_lines(f"step.{step.key}") for step in steps]
    texts = [yuan(step.amount) if step.is_total else signed_amount(step.amount) for step in steps]
    figure = go.Figure(
        go.Waterfall(
            x=names,
            y=[height(step.amount) for step in steps],
            measure=["absolute" if step.is_total else "relative" for step in steps],
            customdata=[[text, step.key] for text, step in zip(texts, steps, strict=True)],
            hovertemplate="%{x}<br>%{customdata[0]}<extra></extra>",
            connector={"line": {"color": "#9aa7b4", "width": 1}},
            decreasing={"marker": {"color": TAKEN}},
            increasing={"marker": {"color": GIVEN}},
            totals={"marker": {"color": TOTAL}},
            width=0.62,
        )
    )
    for name, text, step, place in zip(names, texts, steps, _label_places(steps), strict=True):
        figure.add_annotation(
            x=name,
            y=height(place.level),
            yshift=place.shift,
            text=f"<b>{text}</b>" if step.is_total else text,
            showarrow=False,
            font={"size": 14 if step.key == "payable_amt" else 12, "color": INK, "family": FONT},
        )
    dress(figure, height=360)
    figure.update_yaxes(rangemode="tozero", title=axis_title())
    figure.update_xaxes(tickfont={"size": 12, "color": INK})
    return figure


def gross_and_payable(by_period: Sequence[tuple[str, Sequence[Statement]]]) -> go.Figure:
    """Gross and payable per period as bars side by side in 万元; hovering gives the yuan to the fen."""
    periods = period_ticks([period for period, _ in by_period], among=len(by_period))
    figure = go.Figure()
    for column, key, colour in (
        ("gross_amt", "settlement.gross", "#a9bccd"),
        ("payable_amt", "settlement.payable", PAYABLE),
    ):
        amounts = [total(statements, column) for _, statements in by_period]
        figure.add_bar(
            name=str(label(key)),
            x=periods,
            y=[height(amount) for amount in amounts],
            customdata=[yuan(amount) for amount in amounts],
            hovertemplate="%{x}<br>%{fullData.name} %{customdata}<extra></extra>",
            marker={"color": colour},
        )
    dress(figure, height=360)
    figure.update_layout(
        barmode="group",
        bargap=0.35,
        bargroupgap=0.08,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12, "color": INK}},
    )
    figure.update_xaxes(type="category", tickfont={"size": 12, "color": INK})
    figure.update_yaxes(rangemode="tozero", title=axis_title())
    return figure


@dataclass(frozen=True)
class _Place:
    """Where a bar's label stands: so many pixels above this amount, or below it where negative."""

    level: Decimal
    shift: int


def _label_places(steps: Sequence[Step]) -> list[_Place]:
    """Totals carry their label on top, changes below: side by side on one height, long amounts would touch.

    Where there are many, bars are narrower than their labels, and every second change has its label further off.
    """
    far = 15 if len(steps) > MOST_STEPS_BESIDE else 0
    highest = max(step.amount for step in steps)
    level, places = NOTHING, []
    for number, step in enumerate(steps):
        away = 12 + far * (number % 2) * (not step.is_total)
        before, level = level, step.amount if step.is_total else level + step.amount
        low, high = min(before, level), max(before, level)
        if step.is_total or low < highest / 8:  # below a bar that nearly stands on the axis is the axis
            places.append(_Place(level if step.is_total else high, away))
        else:
            places.append(_Place(low, -away))
    return places


def height(amount: Decimal) -> float:
    """Where an amount lies on an axis in 万元; good for the length of a bar alone."""
    return float(amount / _TEN_THOUSAND)


def _two_lines(key: str) -> str:
    words = label(key)
    return f"{words.zh}<br><span style='font-size:11px;color:{QUIET}'>{words.en}</span>"


def period_ticks(periods: Sequence[str], *, among: int) -> list[str]:
    """Periods as they stand below an axis of so many.

    Few stand upright, where a year on one line would run into the month before it; of many the axis turns the names
    on their side, where it would on two.
    """
    return [period_text(period, between="<br>" if among <= _MOST_UPRIGHT else " ") for period in periods]


def axis_title() -> dict[str, object]:
    """The title of an axis in 万元."""
    return {"text": str(label("settlement.waterfall_axis")), "font": {"size": 12, "color": QUIET}, "standoff": 8}


def dress(figure: go.Figure, *, height: int) -> None:
    """Give a figure the pages' type, colours and axes."""
    figure.update_layout(
        template="none",
        height=height,
        margin={"l": 68, "r": 12, "t": 34, "b": 48},
        font={"family": FONT, "size": 12, "color": INK},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hoverlabel={"font": {"family": FONT, "size": 13}, "bgcolor": "#ffffff", "bordercolor": "#9aa7b4"},
        showlegend=False,
    )
    figure.update_yaxes(
        gridcolor=RULE, zerolinecolor="#9aa7b4", zerolinewidth=1, tickformat=",~f", tickfont={"color": QUIET}
    )
    figure.update_xaxes(showgrid=False, fixedrange=True, automargin=True)
    figure.update_yaxes(fixedrange=True)
