"""Dated defaults for what a contract leaves open; what the contract says goes before them."""

_REGULATION = "保障中小企业款项支付条例（国务院令第728号，自2020-09-01施行）"

DEFAULT_RULES: tuple[tuple[str, str, str, str], ...] = (
    ("PAYMENT_DUE_DAYS", "2000-01-01", "30", "本产品约定：与所依据的服务合同一致"),
    ("PAYMENT_DUE_DAYS", "2020-09-01", "30", f"{_REGULATION}第八条"),
    ("PAYMENT_DUE_DAYS_LIMIT", "2020-09-01", "60", f"{_REGULATION}第八条"),
    ("LATE_RATE_PER_DAY", "2020-09-01", "0.0005", f"{_REGULATION}第十五条"),
)
"""rule, effective_from, value, source: a value holds from its day until the next one of the same rule."""
