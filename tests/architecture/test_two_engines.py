"""Models of settlements say nothing that DuckDB and Spark read differently: that stands in macros/engines.sql alone."""

import re
from pathlib import Path

import pytest

from interface.paths import DBT_PROJECT

# Evaluations and quotes are built on DuckDB alone, and so is what only they use.
DUCKDB_ALONE = {
    *("models/intermediate/assessment", "models/intermediate/quoting", "models/marts/assessment"),
    *("models/staging/assessment", "models/staging/quoting"),
    *("macros/findings.sql", "macros/measures.sql", "macros/names.sql", "macros/scores.sql"),
}
SPEAKS_BOTH = {"macros/engines.sql", "macros/materializations.sql", "macros/money.sql", "macros/words.sql"}

DIFFERENT = re.compile(
    r"::|//|->"
    r"|\b(hugeint|varchar|interval|qualify|exclude|asof|at time zone)\b"
    r"|\b(any_value|arg_max|arg_min|date_diff|date_part|date_sub|date_trunc|first|generate_series|isodow|last|median|range"
    r"|regexp_\w+|row|sign|split_part|strftime|string_agg|to_days|to_months|to_years|unnest|list_\w+|struct_\w+)\s*\(",
    re.IGNORECASE,
)
JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
TEXT_OR_COMMENT = re.compile(r"--[^\n]*|'(?:[^'\n]|'')*'", re.DOTALL)
ORDERED = re.compile(r"order by((?:[^()]|\([^()]*\))*?)(?=\brows\b|\)|$)", re.IGNORECASE | re.DOTALL)

# Ascending, DuckDB puts nulls last and Spark first. These are never null: keys, and what the lines beside them make.
NEVER_NULL = {
    *("work_order_no", "service_period", "contract_year", "position", "step", "ref", "claim_no", "line_no"),
    *("effective_from", "voucher_no", "paid_on", "occurred_on", "basis", "seq", "from_qty", "score"),
    *("settle_no is null", "settle_no is not null"),
}


def spoken() -> list[Path]:
    files = [path for folder in ("models", "macros") for path in sorted((DBT_PROJECT / folder).rglob("*.sql"))]
    names = {path: path.relative_to(DBT_PROJECT).as_posix() for path in files}
    return [path for path in files if not any(names[path].startswith(each) for each in DUCKDB_ALONE | SPEAKS_BOTH)]


def differences_in(sql: str) -> list[str]:
    """Words of one engine alone, and ascending orders that may meet a null and do not say where it stands."""
    plain = TEXT_OR_COMMENT.sub(" ", JINJA_COMMENT.sub(" ", sql))
    found = sorted({match.group().strip() for match in DIFFERENT.finditer(plain)})
    keys = [key.strip() for match in ORDERED.finditer(plain) for key in keys_of(match.group(1))]
    return found + [f"order by {key}" for key in keys if not is_clear(key)]


def keys_of(order: str) -> list[str]:
    """An order's keys; what stands in brackets is taken for one name."""
    return re.sub(r"\([^()]*\)", "", order).split(",")


def is_clear(key: str) -> bool:
    key = " ".join(key.lower().split())
    if not key or "{{" in key or "}}" in key or key.endswith(" desc") or "nulls " in key:
        return True
    return re.sub(r"\b\w+\.", "", key.removesuffix(" asc")) in NEVER_NULL


def test_models_of_settlements_are_one_and_the_same_for_both_engines() -> None:
    files = spoken()

    found = {path.relative_to(DBT_PROJECT).as_posix(): differences_in(path.read_text("utf-8")) for path in files}

    assert len(files) > 60
    assert {name: differences for name, differences in found.items() if differences} == {}


@pytest.mark.parametrize(
    ("sql", "differences"),
    [
        pytest.param("select strftime(day, '%Y') as y", ["strftime("], id="function"),
        pytest.param("select a::date as a", ["::"], id="cast"),
        pytest.param("select cast(a as hugeint) // 2 as a", ["//", "hugeint"], id="whole-division"),
        pytest.param("select rank() over (order by party_code)", ["order by party_code"], id="order-with-nulls"),
        pytest.param("select rank() over (order by a.seq, b desc, c nulls last)", [], id="clear-order"),
        pytest.param("select {{ month_of('day') }} as first_month -- a::b", [], id="macro-and-comment"),
    ],
)
def test_what_one_engine_alone_reads_is_told(sql: str, differences: list[str]) -> None:
    assert differences_in(sql) == differences
