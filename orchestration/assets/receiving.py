"""Input files as an asset: what `hengliang ingest` does, for whoever works in Dagster."""

from pathlib import Path

import dagster as dg
from pydantic import Field

from ingest.landing import ingest_folder
from orchestration.inbox import still_copy
from orchestration.resources import CRASHES, WRITER, Places, said_once


class InputFolder(dg.Config):
    """Which folder to receive."""

    inputs: str = Field(description="Folder with input tables, as `hengliang ingest --inputs` takes it.")
    files: dict[str, str] | None = Field(
        default=None, description="Only these files, each as the sensor saw it (size and time of change); none: all."
    )


# A refused file is a judgement on that file: the others landed, so the asset is there and its check is red.
@dg.asset(
    group_name="landing",
    kinds={"parquet"},
    pool=WRITER,
    retry_policy=CRASHES,
    check_specs=[
        dg.AssetCheckSpec("every_file_landed", asset="received", description="No file of the folder was refused.")
    ],
)
def received(config: InputFolder, places: Places) -> dg.MaterializeResult:
    """Typed rows of every input file, each with the file and row that it came from."""
    inputs = Path(config.inputs)
    with said_once():
        if config.files is None:
            outcomes = ingest_folder(places.home, inputs)
        else:
            with still_copy(places.home, inputs, config.files) as copy:
                outcomes = ingest_folder(places.home, copy)
    refusals = {outcome.file_name: outcome.refusal for outcome in outcomes if outcome.refusal}
    return dg.MaterializeResult(
        metadata={
            "files": len(outcomes),
            "rows_read": sum(outcome.rows_read for outcome in outcomes),
            "rows_landed": sum(outcome.rows_landed for outcome in outcomes),
            "rows_duplicate": sum(outcome.rows_duplicate for outcome in outcomes),
            "rows_quarantined": sum(outcome.rows_quarantined for outcome in outcomes),
        },
        check_results=[dg.AssetCheckResult(passed=not refusals, metadata=refusals)],
    )
