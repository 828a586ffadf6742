"""Assets and the check that stands between them: each reads its configuration, calls one function, reports."""
