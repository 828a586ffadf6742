"""Figures whose labels need room: where the window is narrower, they are scrolled sideways, and nothing overlaps."""

import plotly.graph_objects as go
from dash import dcc, html

from dashboards.pages.frame import GRAPH


def wide_figure(name: str, figure: go.Figure) -> html.Div:
    """The figure by its id on the page."""
    graph = dcc.Graph(id=name, figure=figure, config=GRAPH)
    return html.Div(html.Div(graph, className="wide-figure"), className="scroll", tabIndex=0)
