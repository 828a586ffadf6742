"""What a Dagster run left in its events, in words: what its checks found, what its failed steps said."""

from collections.abc import Iterable

import dagster as dg

from orchestration.resources import INTERRUPTED


def refusals(evaluations: Iterable[dg.AssetCheckEvaluation]) -> str:
    """What the checks that did not pass found, both sentences of each rule that blocks; blank where all passed."""
    return "\n".join(line for each in evaluations if not each.passed for line in _found(each))


def failures(events: Iterable[dg.DagsterEvent]) -> str:
    """What each failed step said, a line each: the sentence meant for people, or the error's own words.

    A step that failed only because a check refused is left out.
    """
    said = []
    for event in events:
        if event.is_step_failure:
            failure = event.step_failure_data
            sentence = failure.user_failure_data.description if failure.user_failure_data else None
            error = failure.error
            cause = error.cause if error and error.cause else error
            said.append(sentence or f"{event.step_key}: {cause.message.strip() if cause else 'failed'}")
    return "\n".join(said)


def was_interrupted(events: Iterable[dg.DagsterEvent]) -> bool:
    """Whether a run ended by Ctrl-C, within a step or between two, or by somebody who cancelled it."""
    for event in events:
        if event.is_step_failure:
            said = event.step_failure_data.user_failure_data
            if said and INTERRUPTED in said.metadata:
                return True
        if event.event_type == dg.DagsterEventType.RUN_CANCELED:
            return True
        if event.event_type == dg.DagsterEventType.RUN_FAILURE:
            reason = event.job_failure_data.failure_reason
            return reason is not None and reason.value == "UNEXPECTED_TERMINATION"
    return False


def _found(evaluation: dg.AssetCheckEvaluation) -> list[str]:
    findings = evaluation.metadata.get("findings")
    if findings is None:  # the check of files: a sentence for each file that was refused
        return [f"{name}: {each.value}" for name, each in evaluation.metadata.items()]
    rows = [record.data for record in findings.value.records if record.data["severity"] == "BLOCK"]
    report = evaluation.metadata.get("report")
    return [
        *(
            f"✕ {row['rule']}: {row['count']}\n    {row['message_zh']}\n    {row['message_en']}\n    {row['sample']}"
            for row in rows
        ),
        *([f"Report: {report.value}"] if report else []),
    ]
