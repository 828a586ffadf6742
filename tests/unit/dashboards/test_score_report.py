"""A score report holds what is published of a subject and its edition's checksum; the same edition gives its bytes."""

import csv
import io

import pytest

from dashboards.access import SYSTEM, Principal, Role
from dashboards.documents.exports import export
from dashboards.documents.score_report import score_report, score_workbook
from dashboards.documents.score_report_page import report_html
from dashboards.documents.score_report_rows import read_report_rows
from dashboards.editions import open_edition
from interface.errors import CannotRun
from tests.unit.dashboards.made_edition import MadeHome
from tests.unit.dashboards.made_scores import a_finding, a_leaf, a_node, a_summary, scored_home
from tests.unit.dashboards.made_visit import app_of


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    return open_edition(scored_home(tmp_path_factory.mktemp("scores")).home, SYSTEM)


def html_of(edition, scheme="S", subject="X"):
    return report_html(read_report_rows(edition, scheme=scheme, subject=subject))


def test_the_report_tells_total_grade_leaves_findings_and_the_editions_checksum(edition):
    text = html_of(edition)

    assert '<span class="figure">80</span> / 100' in text
    assert '<span class="figure">良</span> CY10' in text
    assert edition.current.manifest_hash in text
    assert "所载达标指标 42 个，按评分表为 41 个。" in text
    assert "两数不一致。" in text
    assert "别处的问题。" not in text
    assert "绩效监控" not in text


def test_what_was_not_assessed_is_a_dash_and_no_zero(edition):
    text = html_of(edition, subject="Y")

    assert '<span class="figure">—</span> / 100' in text
    assert "无等级" in text


def test_markup_in_what_was_received_stays_text(tmp_path):
    made = MadeHome(tmp_path)
    bad = "<script>alert(1)</script>"
    tables = {
        "score_summary": [a_summary(subject_code=bad)],
        "score_indicator": [a_leaf(bad, bad, bad, subject_code=bad, basis=bad, deviation_reason=bad, evidence_no=bad)],
        "score_node": [a_node(bad, subject_code=bad)],
        "score_finding": [a_finding(subject_code=bad, node=bad, stated=bad, computed=bad, message=bad, message_en=bad)],
    }
    made.publish("E1", "2021-06", tables, run_type="EVALUATION")

    text = html_of(open_edition(made.home, SYSTEM), subject=bad)

    assert "<script" not in text
    assert text.count("&lt;script&gt;") > 10


def test_the_same_edition_gives_the_same_bytes(edition):
    for make in (score_report, score_workbook):
        assert make(edition, scheme="S", subject="X") == make(edition, scheme="S", subject="X")


def test_a_name_that_no_file_may_have_is_made_fit_and_told_apart(tmp_path):
    made = MadeHome(tmp_path)
    made.publish(
        "E1",
        "2021-06",
        {"score_summary": [a_summary(subject_code="a/b"), a_summary(subject_code="a:b")]},
        run_type="EVALUATION",
    )
    edition = open_edition(made.home, SYSTEM)

    names = {score_workbook(edition, scheme="S", subject=each).name for each in ("a/b", "a:b")}

    assert len(names) == 2
    assert all(name.startswith("scorecard_S_a-b_") and "/" not in name for name in names)


def test_an_unknown_subject_is_refused_by_name(edition):
    with pytest.raises(CannotRun, match="S:X, S:Y"):
        score_report(edition, scheme="S", subject="Z")


def test_export_writes_a_report_for_every_subject_or_for_the_one_asked_for(tmp_path):
    home = scored_home(tmp_path).home

    def written(format, **asked):
        paths = export(
            home, SYSTEM, what="score_report", period=None, year=None, format=format, to=tmp_path / "out", **asked
        )
        return [path.name for path in paths]

    assert written("xlsx") == ["scorecard_S_X.xlsx", "scorecard_S_Y.xlsx"]
    assert written("pdf", subject="X") == ["score_report_S_X.pdf"]
    with pytest.raises(CannotRun, match="as pdf or xlsx"):
        written("csv")
    with pytest.raises(CannotRun, match="scored what is asked for"):
        written("xlsx", subject="Z")


def test_downloads_give_the_view_and_refuse_what_is_not_there_or_not_allowed(tmp_path):
    home = scored_home(tmp_path).home
    evaluator = app_of(home, Principal("王", Role.EVALUATOR, "w")).server.test_client()
    finance = app_of(home, Principal("财", Role.FINANCE, "f")).server.test_client()
    view = "?scheme=S&subject=X"

    report = evaluator.get(f"/download/score_report.pdf{view}")
    leaves = evaluator.get(f"/download/score_indicator.csv{view}")

    assert report.data.startswith(b"%PDF-")
    assert {row["subject_code"] for row in csv.DictReader(io.StringIO(leaves.text))} == {"X"}
    assert evaluator.get(f"/download/scorecard.xlsx{view}").data.startswith(b"PK")
    assert evaluator.get(f"/download/form/scores.xlsx{view}").data.startswith(b"PK")
    for path in (
        "score_report.pdf?scheme=Z",
        "form/scores.xlsx?subject=Z",
        "form/nothing.xlsx",
        "score_indicator.csv?subject=Z",
    ):
        assert evaluator.get(f"/download/{path}").status_code == 404
    for path in ("score_report.pdf", "scorecard.xlsx", "form/scores.xlsx", "score_comparison.xlsx"):
        assert finance.get(f"/download/{path}{view}").status_code == 403
