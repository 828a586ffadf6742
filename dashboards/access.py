"""Who may read, open and do what: the tables, pages and acts of each role; what is not named is denied."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dashboards.labels import code_label
from interface.errors import CannotRun
from interface.tables import inputs_frameworks, inputs_scores
from interface.tables.published import EVALUATION_TABLES


class Role(StrEnum):
    """What a person does with the product; one account has one role."""

    PURCHASER = "PURCHASER"
    OPERATOR = "OPERATOR"
    PROVIDER = "PROVIDER"
    FINANCE = "FINANCE"
    EVALUATOR = "EVALUATOR"
    SUPERVISOR = "SUPERVISOR"
    AUDITOR = "AUDITOR"
    ENGINEER = "ENGINEER"


@dataclass(frozen=True)
class Principal:
    """Somebody who reads or acts, as the session or the command line knows them; never as an address says.

    Attributes:
        person: The name that stands in the ledger beside what they do.
        role: Their role; None is whoever runs commands on the server, who may read every file there anyway.
        account: The name that they log in with; blank on the command line.
        contracts: The contracts that are an operator's; of no other role.
        providers: The parties as which a provider works; of no other role.
    """

    person: str
    role: Role | None
    account: str = ""
    contracts: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()


SYSTEM = Principal(person="", role=None)
"""Whoever runs commands on the server: reads everything."""


class Forbidden(CannotRun):
    """The role may not; ``roles`` may."""

    def __init__(self, roles: frozenset[Role]) -> None:
        self.roles = tuple(role for role in Role if role in roles)
        names = ", ".join(str(code_label(role, "role")) for role in self.roles) or "nobody here"
        super().__init__(f"This is open to: {names}.")


_ALL = frozenset(Role)
_CITY = frozenset({Role.PURCHASER, Role.ENGINEER})
_MONEY = _CITY | {Role.FINANCE, Role.OPERATOR}
_WORK = _MONEY | {Role.SUPERVISOR, Role.PROVIDER}
_SCORES = _CITY | {Role.EVALUATOR}
_GATE = _CITY | {Role.FINANCE, Role.AUDITOR}

_READERS: Mapping[str, frozenset[Role]] = {
    **dict.fromkeys((table.name for table in EVALUATION_TABLES), _SCORES),
    "run": _ALL,
    "gate_result": _GATE | {Role.OPERATOR},
    "settlement": _MONEY,
    "deduction": _MONEY,
    "ledger_entry": _MONEY,
    "annual_month": _MONEY,
    "month_coverage": _MONEY,
    "statement_payment": _MONEY,
    "difference_summary": _MONEY,
    # A self-evaluation shows how far its budget was carried out.
    "budget_execution": _CITY | {Role.FINANCE, Role.EVALUATOR},
    "settlement_line": _MONEY | {Role.PROVIDER},
    "provider_settlement": _MONEY | {Role.PROVIDER},
    "run_difference": _MONEY | {Role.PROVIDER},
    "line_source": _MONEY | {Role.PROVIDER},
    "claim_review": _WORK,
    # Sums over providers are none of a provider's.
    "claim_reduction": _MONEY | {Role.SUPERVISOR},
    "pending_metering": _WORK,
    "work_order_progress": _WORK,
    "delivery_fate": _WORK,
    "delivery_profile": _CITY | {Role.OPERATOR, Role.SUPERVISOR},
    "delivery_sum": _CITY | {Role.OPERATOR, Role.SUPERVISOR},
    "quarantine": _CITY | {Role.OPERATOR},
    "ingest_file": _CITY | {Role.AUDITOR},
}

_SCORED_INPUTS = (*inputs_frameworks.TABLES, *inputs_scores.TABLES)
_METERED_INPUTS = ("work_order", "delivery", "acceptance", "metering_claim", "metering_verification")

_RECEIVED_READERS: Mapping[str, frozenset[Role]] = {
    **dict.fromkeys((table.name for table in _SCORED_INPUTS), frozenset({Role.EVALUATOR})),
    **dict.fromkeys(_METERED_INPUTS, frozenset({Role.FINANCE, Role.SUPERVISOR})),
}

# A provider reads the price of its own work, and not what the city and the operator agreed on.
_PROVIDERS_ROWS = (*_METERED_INPUTS, "service_item", "price_tier")

_VISITORS: Mapping[str, frozenset[Role]] = {
    "/": _ALL,
    "/settlement": _MONEY,
    "/settlement/statement": _MONEY,
    "/prepayment": _MONEY,
    "/claims": _MONEY | {Role.SUPERVISOR},
    "/orders": _WORK,
    "/metering": _CITY | {Role.OPERATOR, Role.SUPERVISOR},
    "/trace": _WORK | {Role.EVALUATOR},
    **dict.fromkeys(("/scorecard", "/indicator", "/compare"), _SCORES),
    "/quality": _GATE,
    "/quarantine": _READERS["quarantine"],
    "/editions": _ALL,
    "/audit": frozenset({Role.PURCHASER, Role.AUDITOR}),
}

_ACTORS: Mapping[str, frozenset[Role]] = {
    **dict.fromkeys(("review", "approve", "return", "issue"), frozenset({Role.PURCHASER, Role.FINANCE})),
    "deliver": frozenset({Role.PURCHASER, Role.FINANCE}),
    **dict.fromkeys(("accept", "object"), frozenset({Role.OPERATOR})),
    "ask_override": frozenset({Role.PURCHASER, Role.FINANCE, Role.ENGINEER}),
    "agree_override": frozenset({Role.PURCHASER, Role.FINANCE}),
    **dict.fromkeys(("ask_waiver", "ask_revocation"), frozenset({Role.PURCHASER, Role.OPERATOR, Role.ENGINEER})),
    "approve_waiver": frozenset({Role.PURCHASER}),
    **dict.fromkeys(("give_score", "decide_score"), frozenset({Role.EVALUATOR})),
    "roll_back": frozenset({Role.ENGINEER}),
    "export": _ALL,
}


def may_read(reader: Principal, table: str) -> bool:
    """Whether the role may read rows of the published table: its own, where it has own ones."""
    return reader.role is None or reader.role in _READERS.get(table, frozenset())


def may_read_received(reader: Principal, table: str) -> bool:
    """Whether the role may read every received row of the input table, whosever it is."""
    return reader.role is None or reader.role in _CITY | _RECEIVED_READERS.get(table, frozenset({Role.FINANCE}))


def may_read_named(reader: Principal, table: str) -> bool:
    """Whether the role may read the received rows of the input table that decided published rows of its own."""
    return reader.role is Role.OPERATOR or (reader.role is Role.PROVIDER and table in _PROVIDERS_ROWS)


def refuse_table(reader: Principal, table: str) -> None:
    """Raise Forbidden unless the role may read rows of the table."""
    _refuse(reader, _READERS.get(table, frozenset()))


def refuse_page(reader: Principal, path: str) -> None:
    """Raise Forbidden unless the role may open the page."""
    _refuse_aloud(reader, _VISITORS.get(path, frozenset()), path)


def refuse_act(reader: Principal, act: str) -> None:
    """Raise Forbidden unless the role may do what the act names."""
    _refuse_aloud(reader, _ACTORS.get(act, frozenset()), act)


def may_do(reader: Principal, act: str) -> bool:
    """Whether the role may do what the act names."""
    return reader.role is None or reader.role in _ACTORS.get(act, frozenset())


def may_open(reader: Principal, path: str) -> bool:
    """Whether the role may open the page."""
    return reader.role is None or reader.role in _VISITORS.get(path, frozenset())


def _refuse(reader: Principal, allowed: frozenset[Role]) -> None:
    if reader.role is not None and reader.role not in allowed:
        raise Forbidden(allowed)


def _refuse_aloud(reader: Principal, allowed: frozenset[Role], what: str) -> None:
    """The same, kept with the request for the access log."""
    try:
        _refuse(reader, allowed)
    except Forbidden:
        import flask  # the command line knows roles too, and has no use for it

        if flask.has_request_context():
            flask.g.setdefault("denied", []).append(what)
        raise
