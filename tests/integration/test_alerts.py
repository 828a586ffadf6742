"""A failed run is told by webhook and mail, a refusal reads other than a crash, and no alert makes anything worse."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from typer.testing import CliRunner

from interface.settings import Alerts
from orchestration.alerts import Alert, send_alert
from orchestration.cli import app
from orchestration.sensors import tell_that_a_file_was_refused, tell_that_a_run_failed

CRASH = Alert("FAILED", "settle_month", "2020-05", "built_month: MemoryError", "/srv/home", "r1")


@pytest.fixture
def posted() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A web server on this machine: its address and the bodies that came; ``/broken`` answers 500."""
    bodies: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(500 if self.path.startswith("/broken") else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", bodies
        server.shutdown()


def alerts(**given: Any) -> Alerts:
    return replace(Alerts(), **given)


def test_a_webhook_gets_the_words_and_their_parts(posted) -> None:
    address, bodies = posted

    assert send_alert(alerts(webhook=f"{address}/hook?key=secret"), CRASH) == []

    (body,) = bodies
    assert body["text"]["content"].splitlines()[:3] == [
        "衡量 settle_month 2020-05: 运行失败 A run failed",
        "",
        "built_month: MemoryError",
    ]
    assert body["alert"] == {
        "kind": "FAILED",
        "job": "settle_month",
        "period": "2020-05",
        "sentence": "built_month: MemoryError",
        "home": "/srv/home",
        "run_id": "r1",
    }


def test_an_alert_that_cannot_be_sent_is_said_without_its_secret(posted) -> None:
    address, bodies = posted

    unsent = send_alert(
        alerts(
            webhook=f"{address}/broken?key=secret",
            mail_to=("ops@example.cn",),
            mail_from="h@example.cn",
            smtp_host="127.0.0.1",
            smtp_port=1,
        ),
        CRASH,
    )

    title = "衡量 settle_month 2020-05: 运行失败 A run failed"
    assert unsent == [
        f"The webhook could not be told (HTTPError 500): {title}",
        f"The mail to ops@example.cn could not be told (ConnectionRefusedError): {title}",
    ]
    assert len(bodies) == 1


def test_without_an_address_nobody_is_told() -> None:
    assert send_alert(Alerts(), CRASH) == []


def a_run(*, refused: bool = False, crashed: bool = False, warned: bool = False) -> dg.JobDefinition:
    """A job whose check refuses or warns, or whose asset breaks."""

    @dg.asset
    def built() -> None:
        if crashed:
            raise MemoryError("no memory left")

    @dg.asset_check(asset=built, blocking=True)
    def gate() -> dg.AssetCheckResult:
        names = ("severity", "rule", "count", "message_zh", "message_en", "sample")
        rows = [dg.TableRecord(dict(zip(names, ("WARN", "s.w", 3, "提示", "a hint", ""), strict=True)))] * warned
        if refused:
            rows.append(dg.TableRecord(dict(zip(names, ("BLOCK", "s.b", 2, "缺价", "no price", "W1"), strict=True))))
        schema = dg.TableSchema([dg.TableColumn(name) for name in names])
        return dg.AssetCheckResult(
            passed=not refused,
            severity=dg.AssetCheckSeverity.ERROR,
            metadata={"findings": dg.MetadataValue.table(rows, schema)},
        )

    definitions = dg.Definitions([built], asset_checks=[gate], jobs=[dg.define_asset_job("settle_month", "*")])
    return definitions.resolve_job_def("settle_month")


def told_of(job: dg.JobDefinition, sensor: Any, bodies: list[dict[str, Any]]) -> list[str]:
    """What the webhook got of a run of the job: its first line and its sentences."""
    with dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(
            instance=instance, raise_on_error=False, tags={"dagster/partition": "2020-05-01"}
        )
        event = result.get_run_failure_event() if not result.success else result.get_run_success_event()
        context = dg.build_run_status_sensor_context("sensor", event, instance, result.dagster_run)
        sensor(context.for_run_failure() if not result.success else context)
    return [line for body in bodies for line in body["text"]["content"].splitlines()[:6]]


@pytest.fixture
def webhook(posted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    address, bodies = posted
    monkeypatch.setenv("HENGLIANG_HOME", str(tmp_path))
    monkeypatch.setenv("HENGLIANG_ALERT_WEBHOOK", address)
    return bodies


def test_a_refusal_says_what_the_gate_found(webhook: list[dict[str, Any]]) -> None:
    said = told_of(a_run(refused=True, warned=True), tell_that_a_run_failed, webhook)

    assert said == [
        "衡量 settle_month 2020-05: 质量门未通过 The gate refused a run; nothing was published",
        *("", "✕ s.b: 2", "    缺价", "    no price", "    W1"),
    ]
    assert webhook[0]["alert"]["kind"] == "REFUSED"


def test_a_crash_says_what_broke(webhook: list[dict[str, Any]]) -> None:
    said = told_of(a_run(crashed=True), tell_that_a_run_failed, webhook)

    assert said[:3] == ["衡量 settle_month 2020-05: 运行失败 A run failed", "", "built: MemoryError: no memory left"]
    assert webhook[0]["alert"]["kind"] == "FAILED"


def test_a_run_with_warnings_alone_tells_nobody(webhook: list[dict[str, Any]]) -> None:
    assert told_of(a_run(warned=True), tell_that_a_file_was_refused, webhook) == []


def test_a_refused_file_is_told_although_the_run_went_well(webhook: list[dict[str, Any]]) -> None:
    @dg.asset(check_specs=[dg.AssetCheckSpec("every_file_landed", asset="received")])
    def received() -> dg.MaterializeResult:
        refused = {"delivery.csv": "E203 The column work_order_no is missing."}
        return dg.MaterializeResult(check_results=[dg.AssetCheckResult(passed=False, metadata=refused)])

    job = dg.Definitions([received], jobs=[dg.define_asset_job("receive", "*")]).resolve_job_def("receive")

    said = told_of(job, tell_that_a_file_was_refused, webhook)

    assert said[0] == "衡量 receive 2020-05: 有文件被拒收 A file was refused; the others landed"
    assert said[2] == "delivery.csv: E203 The column work_order_no is missing."


def test_a_webhook_that_is_gone_fails_no_sensor(webhook: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HENGLIANG_ALERT_WEBHOOK", "http://127.0.0.1:1/hook")

    assert told_of(a_run(crashed=True), tell_that_a_run_failed, webhook) == []


def test_a_service_that_failed_is_told_by_its_name(webhook: list[dict[str, Any]]) -> None:
    done = CliRunner().invoke(app, ["alert", "hengliang-backup.service"])

    assert done.exit_code == 0
    assert webhook[0]["text"]["content"].splitlines()[:3] == [
        "衡量 hengliang-backup.service: 服务失败 A service failed",
        "",
        "Look at it with: journalctl -u hengliang-backup.service",
    ]
    assert webhook[0]["alert"]["kind"] == "SERVICE_FAILED"


def test_a_failed_service_that_nobody_can_be_told_of_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HENGLIANG_HOME", str(tmp_path))

    done = CliRunner().invoke(app, ["alert", "hengliang-backup.service"])

    assert "set HENGLIANG_ALERT_WEBHOOK or HENGLIANG_ALERT_MAIL_TO" in str(done.exception)
