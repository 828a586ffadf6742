"""No SQL of ours makes a float: division and its like stand in macros/money.sql and macros/scores.sql alone."""

import re

import pytest

from interface.paths import DBT_PROJECT

JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
JINJA = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)
TEXT_OR_COMMENT = re.compile(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", re.DOTALL)

ARITHMETIC = (DBT_PROJECT / "macros" / "money.sql", DBT_PROJECT / "macros" / "scores.sql")
FORBIDDEN = {
    # DuckDB divides DECIMAL as DOUBLE, and its // does so too: 7.50 // 2 is 3.75.
    "division": re.compile(r"/"),
    "average": re.compile(r"\b(avg|favg|mean|median|fsum|kahan_sum|sumkahan)\s*\(", re.IGNORECASE),
    "float type": re.compile(r"\b(double|float\d?|real)\b", re.IGNORECASE),
    "float literal": re.compile(r"(?<![\w.])(\d+\.\d*|\.\d+|\d+e[+-]?\d+)", re.IGNORECASE),
}


def floats_in(sql: str) -> list[str]:
    """Ways in which a model's SQL, or an expression that it hands to a macro, could make a float."""
    without_comments = JINJA_COMMENT.sub(" ", sql)
    handed_to_jinja = " ".join(filter(None, (part for match in JINJA.findall(without_comments) for part in match)))
    plain = TEXT_OR_COMMENT.sub(" ", JINJA.sub(" jinja ", without_comments))
    return [what for what, pattern in FORBIDDEN.items() if pattern.search(plain) or pattern.search(handed_to_jinja)]


def test_no_model_test_or_macro_makes_a_float() -> None:
    files = [
        path
        for folder in ("models", "tests", "macros")
        for path in sorted((DBT_PROJECT / folder).rglob("*.sql"))
        if path not in ARITHMETIC
    ]

    found = {path.relative_to(DBT_PROJECT).as_posix(): floats_in(path.read_text("utf-8")) for path in files}

    assert files
    assert {path: floats for path, floats in found.items() if floats} == {}


@pytest.mark.parametrize(
    ("sql", "floats"),
    [
        pytest.param("select amount / 12 as a", ["division"], id="division"),
        pytest.param("select amount // 12 as a", ["division"], id="whole-division"),
        pytest.param("select {{ round_yuan('amount / 12') }} as a", ["division"], id="division-in-a-macro's-argument"),
        pytest.param("select AVG (amount) as a", ["average"], id="average"),
        pytest.param("select amount::double as a", ["float type"], id="cast"),
        pytest.param("select cast(amount as FLOAT8) as a", ["float type"], id="cast-in-capitals"),
        pytest.param("select 0.5 * amount as a", ["float literal"], id="literal"),
        pytest.param("select 1e3 * amount as a", ["float literal"], id="literal-with-exponent"),
        pytest.param("select cast(t1.amount as decimal(18, 2)) as a from t1", [], id="decimal"),
        pytest.param("select 'a/b 0.5' as a -- amount / 12, avg(x)\n/* 0.5 */", [], id="text-and-comments"),
        pytest.param("{# amount / 12 #} select double_qty, real_price from x", [], id="names-that-contain-the-words"),
        pytest.param("select * from {{ source('landing', 'fee') }}", [], id="source"),
    ],
)
def test_a_float_is_told_from_what_looks_like_one(sql: str, floats: list[str]) -> None:
    assert floats_in(sql) == floats
