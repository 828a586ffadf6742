"""Every request that a curious person may send: pages, callbacks made up by hand, links, exports, documents."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any
from urllib.parse import urlencode

import dash
import pyarrow.parquet as pq
from flask.testing import FlaskClient

from dashboards.app import PAGES
from dashboards.documents.forms import NAMES, PREFIX
from interface.tables import PUBLISHED
from tests.unit.dashboards.made_entry import csrf_of

UPDATE = "/_dash-update-component"
ODD = (
    "HT-002' or '1'='1",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "../../ledger.jsonl",
    "\u202e\x00\ufffe",
    "x" * 20_000,
    "١٢",
)
QUERIES: tuple[dict[str, str], ...] = (
    {},
    {"period": "2020-05"},
    {"contract": "HT-001"},
    {"contract": "HT-002"},
    {"period": "2020-05", "contract": "HT-002"},
    {"scheme": "ZB-1", "subject": "XM-1"},
    {"person": "root", "role": "PURCHASER", "reader": "SYSTEM"},
    {"settle_no": "JS-HT-002", "work_order": "GD-2", "provider": "P3", "line": "L2"},
    *(dict.fromkeys(("period", "contract", "scheme", "subject", "person"), text) for text in ODD),
)
FORMS = tuple(f"form/{name.removeprefix(PREFIX)}.xlsx" for name in NAMES)
BODIES: tuple[Any, ...] = (None, [], {}, "x", 1, {"output": 5}, {"output": "nobody.children", "inputs": []}, {"x": ODD})


@dataclass(frozen=True)
class Probe:
    """One request: its method, address, and body where it has one."""

    method: str
    address: str
    body: Any = None

    def send(self, client: FlaskClient) -> tuple[int, str]:
        """The status and all text of the answer, of files too."""
        headers = {"X-CSRFToken": csrf_of(client)}
        answer = client.open(self.address, method=self.method, json=self.body, headers=headers)
        return answer.status_code, _text(answer.data)


def every_probe(app: dash.Dash) -> list[Probe]:
    """Each request once, in an order that does not change."""
    probes = [*_pages(app), *_callbacks(app), *_exports(), *_bodies()]
    return [probe for number, probe in enumerate(probes) if probe not in probes[:number]]


def _pages(app: dash.Dash) -> Iterator[Probe]:
    app._setup_server()
    shows = next(output for output in app.callback_map if "page.children" in output)
    paths = [*(page.path for page in PAGES), "/", "/nowhere", "/settlement/../audit", "//evil.example", *ODD[:4]]
    for path, query in product(paths, QUERIES):
        yield Probe("POST", UPDATE, _show(shows, path, f"?{urlencode(query)}"))
    for page in PAGES:
        yield Probe("GET", f"{page.path}?contract=HT-002")


def _show(output: str, path: Any, search: Any) -> dict[str, Any]:
    given = {"pathname": path, "search": search}
    inputs = [{"id": "url", "property": name, "value": value} for name, value in given.items()]
    changed = ["url.pathname"]
    return {"output": output, "outputs": _outputs(output), "inputs": inputs, "changedPropIds": changed, "state": []}


def _callbacks(app: dash.Dash) -> Iterator[Probe]:
    """Every callback that the application has, with values that no page of it would send."""
    values: tuple[Any, ...] = ("HT-002", "JS-HT-002", "2020-05", "/settlement", None, 5, {"a": 1}, ["HT-002"], *ODD)
    for output, callback in app.callback_map.items():
        for value in values:
            inputs = [each | {"value": value} for each in callback["inputs"]]
            states = [each | {"value": value} for each in callback["state"]]
            outputs = _outputs(output)
            changed = [f"{each['id']}.{each['property']}" for each in inputs[:1]]
            body = {"output": output, "outputs": outputs, "inputs": inputs, "state": states, "changedPropIds": changed}
            yield Probe("POST", UPDATE, body)


def _outputs(output: str) -> Any:
    names = output.strip(".").split("...")
    made = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    return made if output.startswith("..") else made[0]


def _exports() -> Iterator[Probe]:
    files = [*(f"{name}.{kind}" for name in PUBLISHED for kind in ("csv", "xlsx", "parquet", "pdf")), "settlement.xlsx"]
    for file, query in product(files, QUERIES[:5]):
        yield Probe("GET", f"/download/{file}?{urlencode(query)}")
    for file, query in product(("settlement_line.csv", "audit.csv", "audit.xlsx"), QUERIES):
        yield Probe("GET", f"/download/{file}?{urlencode(query)}")
    of_pages = [f"{name}.{kind}" for name in ("orders", "pending", "deliveries", "claims") for kind in ("csv", "xlsx")]
    for file, query in product(of_pages, QUERIES):
        yield Probe("GET", f"/download/{file}?{urlencode(query)}")
    for identity in ("L2", "JS-HT-002", "GD-2", "R1", "ZB-1:XM-1", f"{'2' * 64}:3", *ODD):
        yield Probe("GET", f"/download/trace.csv?{urlencode({'id': identity})}")
    for project in ("XM-1", *ODD):
        yield Probe("GET", f"/download/budget.xlsx?{urlencode({'project': project})}")
    for file, query in product((*FORMS, "form/exchange.zip"), QUERIES[5:9]):
        yield Probe("GET", f"/download/{file}?{urlencode(query)}")
    for number in ("JS-HT-001", "JS-HT-002", "", *ODD):
        yield Probe("GET", f"/download/statement.pdf?{urlencode({'settle_no': number})}")
    for path in ("/download/..%2fledger.jsonl", "/download/", "/assets/../access.py", "/_dash-layout", "/logout"):
        yield Probe("GET", path)


def _bodies() -> Iterator[Probe]:
    for body in BODIES:
        yield Probe("POST", UPDATE, body)
    for method, path in product(("PUT", "DELETE", "PATCH"), (UPDATE, "/settlement", "/download/settlement.csv")):
        yield Probe(method, path, {})


def _text(content: bytes) -> str:
    """The words of an answer: a workbook's and a Parquet file's too, and of JSON without its escapes."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    if content.startswith(b"PAR1"):
        return str(pq.read_table(io.BytesIO(content)).to_pylist())
    text = content.decode("utf-8", "replace")
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return text
