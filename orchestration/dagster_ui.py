"""Opens the Dagster UI on this machine for one home; what it shows is said in definitions.py."""

import os
import signal
import socket
import sys

from interface.errors import CannotRun
from interface.paths import PROJECT, Home
from orchestration.dagster_instance import prepare_instance

_HOST = "127.0.0.1"  # the open-source UI has no login


def open_ui(home: Home, *, port: int) -> None:
    """Turn this process into the Dagster UI at http://127.0.0.1:port/; Ctrl+C ends it with all that it started.

    What Dagster remembers lies in the home, and nothing is sent anywhere.

    Raises:
        CannotRun: the port is taken, or is none.
    """
    _refuse_an_unusable_port(port)
    prepare_instance(home)
    environment = os.environ | {"HENGLIANG_HOME": str(home.root), "DAGSTER_HOME": str(home.dagster)}
    # `dg dev`, which is said to replace `dagster dev`, ends in the same function but wants a project of its own kind.
    command = [
        *(sys.executable, "-W", "ignore:Function `dev_command` is superseded", "-m", "dagster", "dev"),
        *("--module-name", "orchestration.definitions", "--working-directory", str(PROJECT)),
        *("--host", _HOST, "--port", str(port)),
    ]
    sys.stdout.flush()
    # A shell that starts us in the background has us ignore Ctrl+C, and Dagster then ignores a plain kill as well.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # Not a child: a process between the terminal and Dagster would get in the way of Ctrl+C.
    os.execve(sys.executable, command, environment)


def _refuse_an_unusable_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was just given up is free
        try:
            probe.bind((_HOST, port))
        except (OSError, OverflowError) as reason:
            why = getattr(reason, "strerror", None) or reason
            raise CannotRun(
                f"Port {port} on {_HOST} cannot be used ({why}): end what listens there, or give another --port."
            ) from None
