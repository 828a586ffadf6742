"""Scripts and pages go compressed to browsers that can read it, and are the same bytes when unpacked."""

import gzip

import flask
import pytest

from dashboards.squeezed import Squeezed
from tests.unit.dashboards.made_edition import MadeHome
from tests.unit.dashboards.made_visit import app_of

LONG = "let 甲 = 1;\n" * 1_000
READS = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def browser():
    server = flask.Flask(__name__)
    server.after_request(Squeezed(("/scripts/",), "/callback").squeeze)
    answers = {
        "/scripts/long.js": lambda: flask.Response(LONG, mimetype="text/javascript", headers={"ETag": '"abc"'}),
        "/scripts/short.js": lambda: flask.Response("let a;", mimetype="text/javascript"),
        "/scripts/font.woff2": lambda: flask.Response(LONG, mimetype="font/woff2"),
        "/scripts/missing.js": lambda: flask.Response(LONG, status=404, mimetype="text/javascript"),
        "/download/lines.csv": lambda: flask.Response(LONG, mimetype="text/csv"),
        "/callback": lambda: flask.Response(LONG, mimetype="application/json"),
    }
    for path, answer in answers.items():
        server.add_url_rule(path, path, answer)
    return server.test_client()


@pytest.mark.parametrize("path", ["/scripts/long.js", "/callback"])
def test_a_long_text_is_sent_compressed_and_is_the_same_unpacked(browser, path):
    for _ in range(2):
        answer = browser.get(path, headers=READS)

        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.content_length == len(answer.data) < 1_000
        assert gzip.decompress(answer.data).decode() == LONG


def test_who_has_the_file_already_is_not_sent_it_again(browser):
    first = browser.get("/scripts/long.js", headers=READS)

    again = browser.get("/scripts/long.js", headers={**READS, "If-None-Match": first.headers["ETag"]})

    assert first.headers["ETag"] == 'W/"abc"'
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/scripts/short.js", "/scripts/font.woff2", "/scripts/missing.js", "/download/lines.csv"]
)
def test_what_is_short_or_packed_or_missing_or_of_one_reader_is_left_as_it_is(browser, path):
    assert "Content-Encoding" not in browser.get(path, headers=READS).headers


@pytest.mark.parametrize("reads", [{}, {"Accept-Encoding": "br"}, {"Accept-Encoding": "gzip;q=0"}])
def test_who_cannot_read_it_gets_the_text(browser, reads):
    answer = browser.get("/scripts/long.js", headers=reads)

    assert answer.text == LONG
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_the_application_sends_its_scripts_and_styles_compressed(tmp_path):
    browser = app_of(MadeHome(tmp_path).home).server.test_client()

    for path in (
        "/_dash-component-suites/plotly/package_data/plotly.min.js",
        "/assets/hengliang.css",
        "/_dash-dependencies",
    ):
        plain, packed = browser.get(path), browser.get(path, headers=READS)

        assert packed.headers["Content-Encoding"] == "gzip", path
        assert gzip.decompress(packed.data) == plain.data
