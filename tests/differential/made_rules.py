"""Makes what work costs and who pays whom: catalogue versions, items of every price model, contracts, clauses."""

from tests.differential.made_work import UNITS, make_accepted, make_delivered, make_verified
from tests.differential.making import Made
from tests.differential.worths import Cells

SCOPES = ("PERIOD", "CONTRACT_YEAR")


def make_catalogue(made: Made) -> None:
    """One or two versions of the catalogue, with the same items at other prices."""
    r = made.random
    changes = made.maybe(0.5, r.randrange(1, made.count + 1))
    versions = [("1", "2019-01-01", None)]
    if changes is not None:
        day = r.choice(("01", "15"))
        versions = [("1", "2019-01-01", f"{made.month(changes)}-{day}"), ("2", f"{made.month(changes)}-{day}", None)]
        # Both hold the same day only if it is no first day of a month: then no month sees two versions.
        if day == "01":
            versions[0] = ("1", "2019-01-01", f"{made.month(changes - 1)}-28")
    for version, effective_from, effective_to in versions:
        made.learn(
            0,
            "catalogue_version",
            catalogue_code="C",
            version_no=version,
            effective_from=effective_from,
            effective_to=effective_to,
        )
    for row in (("人天", "人时", "8", None), ("人天", "人时", "7.5", "I4"), ("条", "万条", "0.0001", None)):
        made.learn(0, "unit_conversion", from_unit=row[0], to_unit=row[1], factor=row[2], item_code=row[3])
    for code, mode in enumerate(
        ("FLAT", "FLAT", "PACKAGE", "PROGRESSIVE", "VOLUME", "PROGRESSIVE", "LUMP", "FREE", "VOLUME"), start=1
    ):
        _item(made, f"I{code}", mode, [version for version, _, _ in versions])


def _item(made: Made, code: str, mode: str, versions: list[str]) -> None:
    r = made.random
    unit, scope, is_plain = r.choice(tuple(UNITS)), r.choice(SCOPES), code == "I1"
    tiered = mode in ("PROGRESSIVE", "VOLUME")
    fixed = {
        "tier_mode": made.maybe(0.5, mode) if is_plain else mode,
        "tier_scope": scope,
        "package_size": made.decimal(1, 9, 3) if mode == "PACKAGE" else None,
        "free_qty": made.maybe(0.6, made.decimal(1, 9, 4)) if mode in ("FLAT", "PACKAGE") and not is_plain else None,
        "min_amount": None if is_plain else made.maybe(0.3, made.decimal(1, 90, 2)),
        "max_amount": None if is_plain else made.maybe(0.3, made.decimal(100, 4000, 2)),
    }
    ends = sorted({r.randint(2, 90) for _ in range(r.randint(1, 3))}) if tiered else []
    made.bounds[code] = [str(end) for end in ends] + ([fixed["package_size"]] if fixed["package_size"] else [])
    for version in versions:
        made.learn(
            0,
            "service_item",
            catalogue_code="C",
            version_no=version,
            item_code=code,
            item_name=f"服务项{code}",
            unit_code=unit,
            unit_price=None if tiered or mode == "FREE" else made.decimal(1, 900, 6),
            **fixed,
        )
        for seq, (low, high) in enumerate(zip([0, *ends], [*ends, None], strict=True), start=1) if tiered else ():
            made.learn(
                0,
                "price_tier",
                catalogue_code="C",
                version_no=version,
                item_code=code,
                seq=seq,
                from_qty=low,
                to_qty=high,
                unit_price=made.decimal(0, 30, 6),
                flat_fee=made.maybe(0.5, made.decimal(0, 9, 2)),
            )
    made.bounds[f"unit {code}"] = [unit]


def make_contract(made: Made, name: str) -> None:
    """A contract with its prepayments, its clause, its work orders and what is done for them."""
    r = made.random
    basis = r.choice(("DELIVERED", "DELIVERED", "VERIFIED", "ACCEPTED", None))
    taxed = made.maybe(0.7, r.choice(("0.06", "0.13", "0.015", "0.065432")))
    # A service that began a year ago less some months lets an anniversary fall among the months made.
    began = made.month(-r.randrange(12)) if r.random() < 0.5 else made.month(0)
    # A month in which no contract is in service cannot be settled, so the first one lasts.
    last = made.count - (1 if name == "H1" else r.choice((1, 1, 1, 2)))
    made.learn(
        0,
        "contract",
        contract_no=name,
        purchaser="PUR",
        operator="OPR",
        service_from=f"{began}-{r.randint(1, 28):02d}",
        service_to=f"{made.month(last)}-28",
        catalogue_code="C",
        catalogue_version=made.maybe(0.4, "1"),
        ceiling_amt=made.maybe(0.4, made.decimal(1000, 60000, 2)),
        tax_rate=taxed,
        tax_incl=taxed and r.choice(("yes", "no")),
        metering_basis=basis,
        settlement_kind=made.maybe(0.3, r.choice(("MONTHLY", "MONTHLY", "ANNUAL"))),
    )
    for party in ("PUR", "OPR", "P1", "P2") if name == "H1" else ():
        made.learn(0, "party", party_code=party, party_name=f"单位{party}")
    for _ in range(r.randrange(3)):
        paid = r.randrange(made.count)
        made.learn(
            paid + made.lag(),
            "prepayment",
            contract_no=name,
            paid_on=f"{made.month(paid)}-{r.randint(1, 28):02d}",
            amount=made.decimal(500, 20000, 2),
            guarantee_no=made.number("G"),
        )
    _clause(made, name)
    for item in range(1, 10):
        for number in range(r.choice((0, 1, 1, 2, 3))):
            order = {
                "work_order_no": f"W{name}{item}{number}",
                "item_code": f"I{item}",
                "order_no": f"F{name}{item % 2}",
            }
            made.learn(0, "work_order", **order, **_order_terms(made, name, began))
            if (basis or "VERIFIED") == "VERIFIED":
                make_verified(made, order, last)
            make_delivered(made, order, last)
            if basis == "ACCEPTED":
                make_accepted(made, order, last)


def _order_terms(made: Made, name: str, began: str) -> Cells:
    return {
        "contract_no": name,
        "provider": made.random.choice(("P1", "P2")),
        "start_time": f"{began}-01T00:00:00+08:00",
        "end_time": f"{made.month(made.count // 2)}-28T23:59:59+08:00",
    }


def _clause(made: Made, name: str) -> None:
    r = made.random
    clause: dict[str, object] = {"contract_no": name, "clause_no": "K1", "clause_source": "考核办法"}
    if r.random() < 0.3:
        capped = made.maybe(0.6, made.decimal(0, 1, 3))
        made.learn(
            0, "deduction_clause", **clause, kind="INCIDENT", amount_per_incident=r.randint(1, 3000), cap_ratio=capped
        )
        for index in range(made.count):
            for _ in range(r.choice((0, 0, 1, 2))):
                made.learn(
                    index + made.lag(),
                    "breach_event",
                    **{key: clause[key] for key in ("contract_no", "clause_no")},
                    event_no=made.number("E"),
                    occurred_on=f"{made.month(index)}-{r.randint(1, 28):02d}",
                    liable=r.choice(("yes", "yes", "no")),
                )
        return
    made.learn(
        0,
        "deduction_clause",
        **clause,
        kind="ASSESSMENT",
        performance_ratio=r.choice(("0.1", "0.15", "0.333333", "1")),
        full_score=r.choice(("90", "92.5", "100")),
        amount_per_point=made.decimal(1, 900, 2),
        points=r.choice(("WHOLE", "STARTED", "PRORATED")),
    )
    for index in range(made.count):
        month = made.month(index)
        quarter = f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"
        for period in [month] * r.choice((0, 1, 1, 2)) + [quarter] * (int(month[5:]) % 3 == 0 and r.randrange(3)):
            made.learn(
                index + made.lag(),
                "assessment",
                contract_no=name,
                period=period,
                score=made.decimal(60, 100, 3),
                assessed_on=made.later_day(),
            )
