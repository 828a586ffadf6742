"""Every label is there in both languages, and every label that the code asks for exists."""

import re

import pytest

from dashboards import labels
from dashboards.labels import Label, code_label, label, read_labels
from interface.paths import PROJECT
from interface.tables import PUBLISHED

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ASKED_FOR = re.compile(
    r'"((?:app|page|log_in|audit|period|filter|action|stamp|statement|step|settlement|state|quality|quarantine|grid)\.[\w.]+)"'
)
FILES = {"statement.css", "log_in.css", "log_in.html"}
STEPS = ("gross_amt", "assess_deduct_amt", "penalty_amt", "carried_in_amt", "carried_deduct_amt", "prepay_offset_amt")
MORE_STEPS = (
    *("retention_amt", "retention_released", "above_ceiling_amt"),
    *("accrued_amt", "unexplained", "payable_amt"),
)


def test_every_label_is_chinese_and_english():
    for key, words in read_labels().items():
        assert CHINESE.search(words.zh), key
        assert not CHINESE.search(words.en), key


def test_every_label_that_the_code_names_exists():
    modules = (PROJECT / "dashboards").rglob("*.py")
    named = {key for path in modules for key in ASKED_FOR.findall(path.read_text("utf-8"))} - FILES

    assert len(named) > 60
    assert sorted(named - read_labels().keys()) == []


def test_every_step_has_a_name_and_a_basis():
    for key in (*STEPS, *MORE_STEPS):
        assert label(f"step.{key}").zh
        assert label(f"step.{key}.basis").zh


def test_every_state_says_what_to_do():
    modules = [path.read_text("utf-8") for path in (PROJECT / "dashboards").rglob("*.py")]
    states = {key for text in modules for key in re.findall(r'\bstate\("(state\.\w+)"', text)}

    assert len(states) >= 8
    assert sorted(key for key in states if f"{key}.do" not in read_labels()) == []


def test_a_code_without_a_label_stands_for_itself():
    assert code_label("ADJUSTMENT") == Label("调整", "Adjustment")
    assert code_label("Q999") == Label("Q999", "Q999")


def test_every_code_of_a_published_table_has_a_label():
    codes = [(code, column.name) for table in PUBLISHED.values() for column in table.columns for code in column.codes]

    assert len(codes) > 30
    assert [each for each in codes if code_label(*each).zh == each[0]] == []


@pytest.mark.parametrize("code", ["ASSESSMENT", "INCIDENT", "SCORE_BAND", "COEFFICIENT"])
def test_every_kind_of_deduction_has_a_label(code):
    assert CHINESE.search(code_label(code, "kind").zh)


def test_a_code_means_in_its_column_what_it_means_there():
    assert code_label("PRICE", "waiting_for") == Label("待定价", "a price")
    assert code_label("PRICE", "reason") == Label("价格版本变更", "price version changed")


def test_a_comma_that_would_cut_a_label_is_refused(tmp_path, monkeypatch):
    (tmp_path / "interface").mkdir()
    (tmp_path / "interface" / "labels.yml").write_text("- {key: a.b, zh: 元, en: yuan, exact}\n", "utf-8")
    monkeypatch.setattr(labels, "PROJECT", tmp_path)

    with pytest.raises(ValueError, match="quote a text that holds a comma"):
        read_labels.__wrapped__()
