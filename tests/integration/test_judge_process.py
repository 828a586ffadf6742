"""The gate's process judges what it is asked, ends with whoever started it, and never lets silence pass for consent."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from expectations.judge_process import JudgeProcess

STARTER = """
import sys, time
from expectations.judge_process import JudgeProcess

if __name__ == "__main__":
    with JudgeProcess() as judge_process:
        print(judge_process._process.pid, flush=True)
        time.sleep(600)
"""


def test_a_database_that_is_none_is_an_error_and_no_verdict(judge_process: JudgeProcess, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="the gate could not judge"):
        judge_process.judge(tmp_path / "missing.duckdb")


def test_a_process_that_ended_gives_no_verdict(tmp_path: Path) -> None:
    with JudgeProcess() as process:
        process._process.kill()
        process._process.join()

        with pytest.raises(RuntimeError, match="ended before it judged"):
            process.judge(tmp_path / "run.duckdb")


def test_the_process_does_not_outlive_a_killed_starter(tmp_path: Path) -> None:
    script = tmp_path / "starter.py"
    script.write_text(STARTER, encoding="utf-8")
    starter = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    judge_pid = int(starter.stdout.readline())

    starter.send_signal(signal.SIGKILL)
    starter.wait()

    # It notices once its imports are done: some 10 s here, and the bound only keeps a defect from hanging the test.
    deadline = time.monotonic() + 120
    while is_alive(judge_pid) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not is_alive(judge_pid)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    return state != "Z"
