"""What the project's macros make of an expression for one engine, without a run of dbt."""

from functools import cache

from jinja2 import Environment, Template

from interface.paths import DBT_PROJECT

# Tags of dbt's own, and names that only dbt fills.
_LEFT_OUT = ("materializations.sql", "schemas.sql")


def rendered(expression: str, engine: str) -> str:
    """The SQL of a Jinja expression such as ``round_yuan('1.005')``."""
    return _template(expression).render(target={"type": engine}).strip()


@cache
def _template(expression: str) -> Template:
    return Environment().from_string(_macros() + "{{ " + expression + " }}")


@cache
def _macros() -> str:
    files = sorted(path for path in (DBT_PROJECT / "macros").glob("*.sql") if path.name not in _LEFT_OUT)
    return "".join(path.read_text("utf-8") for path in files)
