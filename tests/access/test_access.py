"""No answer holds what is another's, whatever is asked: a sample of the matrix that ``make access`` runs whole."""

import pytest

from dashboards import access
from dashboards.access import Role
from interface.tables import PUBLISHED
from tests.access.matrix import try_everything
from tests.unit.dashboards.made_entry import cheap_passwords


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    cheap_passwords(monkeypatch)


def test_nobody_sees_what_is_anothers_and_nothing_breaks(tmp_path):
    found = try_everything(tmp_path, sample=25)

    assert found.wrong == []
    assert found.answers == 9 * 25
    assert sum(len(tables) for tables in found.seen.values()) > 5
    assert found.seen["nobody"] == set()


def test_a_permission_too_many_is_found(tmp_path, monkeypatch):
    """Were the rows of another's contract shown, the matrix must say so, or it shows nothing."""
    monkeypatch.setattr("dashboards.editions.own_rows", lambda reader, name, table, read: table)
    monkeypatch.setattr(access, "_READERS", dict.fromkeys(PUBLISHED, frozenset(Role)))

    found = try_everything(tmp_path, sample=12)

    assert any("leaks" in line for line in found.wrong)
