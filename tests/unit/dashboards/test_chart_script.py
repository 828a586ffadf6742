"""The script that draws charts is the one that plotly.py writes for, and draws every trace that a figure holds."""

import ast
import json
import re

from plotly.offline import get_plotlyjs_version

from interface.paths import PROJECT
from tests.unit.dashboards.made_edition import MadeHome
from tests.unit.dashboards.made_visit import app_of

WHERE_DASH_LOOKS = "/_dash-component-suites/plotly/package_data/plotly.min.js"
CHARTS = PROJECT / "dashboards" / "charts"


NO_TRACES = {"figure", "annotation", "hline", "shape"}


def traces_drawn() -> set[str]:
    """Kinds of traces that the pages' modules make, by ``go.Bar(…)`` or ``figure.add_bar(…)``."""
    found = set()
    for path in (PROJECT / "dashboards").rglob("*.py"):
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if "graph_objects" in text else ():
            if isinstance(node, ast.Attribute):
                is_made = isinstance(node.value, ast.Name) and node.value.id == "go"
                if is_made or node.attr.startswith("add_"):
                    found.add(node.attr.removeprefix("add_").lower())
    return found - NO_TRACES


def test_it_is_of_the_version_that_plotly_writes_for() -> None:
    version = get_plotlyjs_version()

    assert json.loads((CHARTS / "package.json").read_text())["dependencies"]["plotly.js"] == version
    assert (CHARTS / "plotly.min.js").read_text("utf-8").startswith(f"/* plotly.js v{version} ")


def test_it_holds_every_trace_that_a_page_draws() -> None:
    held = set(re.findall(r"plotly\.js/lib/(\w+)", (CHARTS / "traces.js").read_text("utf-8"))) - {"core"}

    assert held | {"scatter"} == traces_drawn()


def test_it_stands_in_the_place_of_the_whole_library(tmp_path) -> None:
    browser = app_of(MadeHome(tmp_path).home).server.test_client()

    answer = browser.get(WHERE_DASH_LOOKS)

    assert answer.data == (CHARTS / "plotly.min.js").read_bytes()
    assert answer.mimetype == "application/javascript"
    assert "no-cache" in answer.headers["Cache-Control"]
    again = browser.get(WHERE_DASH_LOOKS, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
