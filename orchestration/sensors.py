"""What Dagster watches: the input folder, runs that fail, and files that were refused."""

import json

import dagster as dg

from interface.files import canonical_json, sha256_of_text
from interface.settings import read_settings
from orchestration.alerts import Alert, send_alert
from orchestration.inbox import list_inbox, what_is_new
from orchestration.run_events import failures, refusals
from orchestration.schedules import receive

_TICK_SECONDS = 30


# On from the start, as all three do nothing until their setting is given.
@dg.sensor(
    job=receive,
    minimum_interval_seconds=_TICK_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Receives what lies in the folder that HENGLIANG_INBOX names, once nothing in it changes any more.",
)
def receive_from_the_inbox(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Request one run for what is new, once two looks in a row found the same sizes and times of change.

    The whole folder waits for its last file, as its tables and cover sheets belong together.
    """
    inbox = read_settings().inbox
    if inbox is None:
        return dg.SkipReason("HENGLIANG_INBOX names no folder.")
    cursor = json.loads(context.cursor or '{"seen": "", "taken": {}}')
    listing = list_inbox(inbox)
    seen = sha256_of_text(canonical_json(listing))
    new = what_is_new(listing, cursor["taken"])
    if not new:
        return dg.SensorResult(
            skip_reason=dg.SkipReason(f"Nothing new in {inbox}."),
            cursor=canonical_json({"seen": seen, "taken": listing}),
        )
    if seen != cursor["seen"]:
        return dg.SensorResult(
            skip_reason=dg.SkipReason(f"{len(new)} files in {inbox} came or changed: taken once they stand still."),
            cursor=canonical_json({"seen": seen, "taken": cursor["taken"]}),
        )
    config = {"ops": {"received": {"config": {"inputs": str(inbox.absolute()), "files": new}}}}
    return dg.SensorResult(
        run_requests=[dg.RunRequest(run_key=f"inbox {seen}", run_config=config)],
        cursor=canonical_json({"seen": seen, "taken": listing}),
    )


@dg.run_failure_sensor(
    default_status=dg.DefaultSensorStatus.RUNNING,
    minimum_interval_seconds=_TICK_SECONDS,
    description="Tells by HENGLIANG_ALERT_WEBHOOK and HENGLIANG_ALERT_MAIL_TO that a run was refused or failed.",
)
def tell_that_a_run_failed(context: dg.RunFailureSensorContext) -> None:
    """A refusal says what the gate found, a crash what broke; warnings alone are no failure and tell nobody."""
    refused = refusals(_evaluations(context))
    said = failures(context.get_step_failure_events()) or str(context.failure_event.message)
    if context.dagster_run.tags.get("dagster/will_retry") == "true":
        said += "\nIt is tried once more. 将自动重试一次。"
    _tell(context, "REFUSED" if refused else "FAILED", refused or said)


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS,
    monitored_jobs=[receive],
    default_status=dg.DefaultSensorStatus.RUNNING,
    minimum_interval_seconds=_TICK_SECONDS,
    description="Tells, in the same ways, that a file was refused although the others landed.",
)
def tell_that_a_file_was_refused(context: dg.RunStatusSensorContext) -> None:
    """The run itself went well: that a file was refused shows in its check alone."""
    if refused := refusals(_evaluations(context)):
        _tell(context, "FILE_REFUSED", refused)


def _evaluations(context: dg.RunStatusSensorContext) -> list[dg.AssetCheckEvaluation]:
    records = context.instance.all_logs(context.dagster_run.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
    return [record.dagster_event.event_specific_data for record in records if record.dagster_event]


def _tell(context: dg.RunStatusSensorContext, kind: str, sentence: str) -> None:
    run, settings = context.dagster_run, read_settings()
    period = run.tags.get("dagster/partition", "").removesuffix("-01") or None
    alert = Alert(kind, run.job_name, period, sentence, str(settings.home.absolute()), run.run_id)
    for unsent in send_alert(settings.alerts, alert):
        context.log.warning(unsent)
