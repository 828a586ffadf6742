"""A refusal that a reader of pages meets is told in both languages, its Chinese after the sentence that is given."""

import ast
import re
from collections.abc import Iterator

import pytest

from dashboards.access import Forbidden, Principal, Role
from dashboards.app import render_page
from dashboards.labels import read_labels
from dashboards.received import UnknownFilter
from dashboards.refusals import both_languages, told, told_of_row
from interface.errors import CannotRun
from interface.paths import PROJECT, Home
from tests.unit.dashboards.made_edition import MadeHome, a_settlement
from tests.unit.dashboards.made_visit import a_visit, app_of
from tests.unit.dashboards.test_pages import text_of

CHINESE = re.compile(r"[\u4e00-\u9fff]")
BLANK = re.compile(r"\{[^{}]*\}")
PACKAGES = ("dashboards", "expectations", "ingest", "interface", "orchestration")
FOUND = {key: words for key, words in read_labels().items() if key.startswith("found.")}
REFUSALS = {key: words for key, words in read_labels().items() if key.startswith("refusal.")}


def sentences() -> Iterator[str]:
    """Every text with its blanks emptied that a package might raise, however it is put together."""
    for package in PACKAGES:
        for path in (PROJECT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
                elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def test_every_refusal_that_has_chinese_is_one_that_the_code_gives() -> None:
    given = set(sentences())
    # A sentence may fill several blanks of another with words of its own: "choose {known}" with "choose csv or xlsx".
    known = {key for key, words in REFUSALS.items() if any(_fits(words.en, text) for text in given)}

    assert len(REFUSALS) > 50
    assert sorted(REFUSALS.keys() - known - {"refusal.other"}) == []


def _fits(english: str, text: str) -> bool:
    pattern = ".*".join(re.escape(part) for part in BLANK.split(english))
    return re.fullmatch(pattern, text, re.DOTALL) is not None


@pytest.mark.parametrize("key", sorted(REFUSALS | FOUND))
def test_chinese_takes_over_only_what_the_english_holds(key: str) -> None:
    words = (REFUSALS | FOUND)[key]
    blanks = [set(BLANK.findall(text)) for text in (words.en, words.zh)]

    assert blanks[1] <= blanks[0]
    assert len(BLANK.findall(words.en)) == len(blanks[0])


@pytest.mark.parametrize(
    ("message", "chinese"),
    [
        ("Column quantity (数量): '12 个' is not a plain number.", "列 数量（quantity）：'12 个' 不是单纯的数字。"),
        (
            "Column work_order_no (工单编号): 'GD-9' is not in work_order (工单).",
            "列 工单编号（work_order_no）：'GD-9' 不在工单（work_order）中。",
        ),
        (
            "Column order_no (服务单编号): 'F9' is not in service_order (服务单) or work_order (工单).",
            "列 服务单编号（order_no）：'F9' 不在服务单（service_order）或工单（work_order）中。",
        ),
        (
            "The row's form is broken: the row has 7 cells and the header 8.",
            "行的形状不完整：该行有 7 个单元格，而表头有 8 个。",
        ),
        (
            "Column accepted_qty (验收数量): 5.000000 is more than was delivered, 4.000000 万条.",
            "列 验收数量（accepted_qty）：5.000000 多于交付的数量 4.000000 万条。",
        ),
        ("Withdrawn by waiver WV0123: 录入错误", "已由豁免 WV0123 撤回：录入错误"),
        ("Something that no label has.", "Something that no label has."),
    ],
)
def test_why_a_row_was_set_aside_is_told_in_chinese(message: str, chinese: str) -> None:
    assert (told_of_row(message).zh, told_of_row(message).en) == (chinese, message)


@pytest.mark.parametrize(
    ("sentence", "chinese"),
    [
        (
            "No run has the period 2099-01: choose one of 2020-05, 2020-06.",
            "没有 2099-01 这一期的运行：请从 2020-05, 2020-06 中选择。",
        ),
        ("Waiver W-1 is approved already, by 王.", "W-1 已由 王 批准。"),
        ("There is no waiver {waiver}: look at the quarantine again.", "没有豁免 {waiver}：请重新查看隔离区。"),
    ],
    ids=["period", "the-narrower-of-two", "braces-of-a-reader"],
)
def test_what_a_sentence_names_stands_in_the_chinese(sentence: str, chinese: str) -> None:
    assert told(CannotRun(sentence)).zh == chinese
    assert told(CannotRun(sentence)).en == sentence


def test_a_sentence_without_chinese_says_that_the_english_tells_why() -> None:
    assert both_languages(CannotRun("Nobody foresaw this.")) == "未能办理，原因见下面的英文说明。\nNobody foresaw this."
    assert told(CannotRun(f"There is no waiver {'x' * 30_000}: look at the quarantine again.")).zh.startswith(
        "未能办理"
    )


def test_roles_filters_and_damage_are_told_in_chinese() -> None:
    assert told(Forbidden(frozenset({Role.AUDITOR}))).zh == "此处仅对下列角色开放：审计 Auditor。"
    assert told(UnknownFilter("reason", "Q9", ("Q1", "Q2"))).zh == "没有 reason 为 'Q9' 的隔离行：请从 Q1, Q2 中选择。"
    assert (
        "请从备份恢复"
        in told(CannotRun("a.parquet cannot be read: restore it from a backup, then run `hengliang verify`.")).zh
    )


def test_a_page_without_an_edition_says_so_in_both(tmp_path) -> None:
    text = text_of(render_page(a_visit(Home(tmp_path)), "/settlement"))

    assert "中尚未发布任何结果：请先运行 hengliang settle" in text
    assert "Nothing is published in" in text


def test_a_download_that_is_not_there_or_not_for_the_reader_says_so_in_both(tmp_path) -> None:
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()]})
    auditor = app_of(made.home, Principal("审", Role.AUDITOR)).server.test_client()
    everybody = app_of(made.home).server.test_client()

    forbidden = auditor.get("/download/settlement.csv")
    unknown = everybody.get("/download/statement.pdf?settle_no=JS-9")

    assert forbidden.status_code == 403
    assert forbidden.text.startswith("此处仅对下列角色开放：采购方 Purchaser")
    assert "This is open to" in forbidden.text
    assert (unknown.status_code, CHINESE.search(unknown.text) is not None) == (404, True)
    assert "There is no statement 'JS-9'" in unknown.text
