"""A mapping is checked whole before any file is read; what is wrong in it is said in one sentence."""

from pathlib import Path

import pytest

from ingest.folder import find_files
from ingest.mappings.loading import load_mapping, shipped_mappings
from interface.errors import CannotRun
from interface.tables import INPUTS
from tests.unit.ingest.foreign import INSPECTIONS, TICKETS


def fails(tmp_path: Path, text: str) -> str:
    path = tmp_path / "wrong.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(CannotRun) as reason:
        load_mapping(str(path))
    return str(reason.value).removeprefix(f"Mapping {path}: ")


def test_a_shipped_mapping_is_known_by_its_name() -> None:
    assert "service_desk_incidents" in shipped_mappings()
    for name in shipped_mappings():
        assert load_mapping(name).table in INPUTS.values()


def test_a_mapping_that_is_not_there_is_named() -> None:
    with pytest.raises(CannotRun, match=r"no mapping 'nope': name service_desk_incidents, or a file ending in \.yml"):
        load_mapping("nope")
    with pytest.raises(CannotRun, match=r"Mapping nowhere\.yml cannot be read"):
        load_mapping("nowhere.yml")


def test_a_folder_without_the_export_is_named(tmp_path: Path) -> None:
    (tmp_path / "party.csv").write_text("party_code,party_name\n")
    with pytest.raises(CannotRun, match=r"holds no file incident_event_log\*\.csv, which mapping service_desk"):
        find_files(tmp_path, mapping=load_mapping("service_desk_incidents"), report=lambda text: None)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        pytest.param("format: csv", "format: [", "it is not YAML in line", id="no-yaml"),
        pytest.param("format: csv", "format: csv\ntabel: x", "the file has the unknown key 'tabel'", id="unknown-key"),
        pytest.param("format: csv", "format: csv\nformat: csv", "key 'format' stands twice", id="key-twice"),
        pytest.param("format: csv", "", "the file lacks format", id="missing-key"),
        pytest.param("format: csv", "format: xml", "format must be csv", id="format"),
        pytest.param("table: incident_order", "table: incidents", "table 'incidents' is none of", id="table"),
        pytest.param("  incident_no: ticket\n", "", "columns lacks incident_no", id="required-column"),
        pytest.param("  closed_at:", "  closed:", "columns has the unknown key 'closed'; known are", id="our-column"),
        pytest.param(", take: max}", ", take: any}", "take 'any' is none of first, last, min, max", id="take"),
        pytest.param(", take: max}", "}", "reopen_count must say by take", id="no-take"),
        pytest.param("kind, take: last", "kind, take: max", "take max is for numbers, days and times", id="max-text"),
        pytest.param("zone: UTC", "zone: Mars/Base", "zone 'Mars/Base' is no time zone", id="zone"),
        pytest.param(", zone: UTC", "", "times must give a zone", id="no-zone"),
        pytest.param("%Y-%m-%d %H", "%y-%m-%d %H", "'%y-%m-%d %H:%M' must have %Y %m %d", id="two-digits"),
        pytest.param("%Y-%m-%d %H:%M", "%Y-%b-%d-%m", "only signs among", id="month-by-name"),
        pytest.param('times: {format: "%Y-%m-%d %H:%M", zone: UTC}', "", "is a time: add times", id="no-times"),
        pytest.param("as: time", "as: date", "group: order: as 'date' is none of time, count, text", id="order"),
        pytest.param("by: ticket", "by: []", "group: by must name at least one", id="no-group"),
        pytest.param("{from: kind, take: last}", "{constant: ''}", "category: constant must be a text", id="constant"),
        pytest.param(
            "{from: reopened, take: max}", "{constant: many}", "'many' is not a plain number", id="constant-unfit"
        ),
    ],
)
def test_a_mapping_that_is_wrong_is_refused_with_one_sentence(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    assert TICKETS.count(old) >= 1

    said = fails(tmp_path, TICKETS.replace(old, new))

    assert sentence in said
    assert "\n" not in said


def test_codes_are_translated_to_ours_alone(tmp_path: Path) -> None:
    assert "result: codes: 'GOOD' is none of PASS, REWORK, REJECT" in fails(
        tmp_path, INSPECTIONS.replace("ok: PASS", "ok: GOOD")
    )


def test_a_key_of_another_shape_is_named(tmp_path: Path) -> None:
    assert "the file must have keys and values" in fails(tmp_path, "just text")
    assert "columns must have keys and values" in fails(tmp_path, "files: a.csv\nformat: csv\ntable: party\ncolumns: x")
    assert "it is not YAML" in fails(tmp_path, "[" * 50_000)
