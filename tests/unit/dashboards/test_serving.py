"""The server listens once all that its threads share is loaded."""

import subprocess
import sys

LISTENING = """
import sys
from types import SimpleNamespace
from unittest.mock import patch

from dashboards import serving

loaded = []
app = SimpleNamespace(server=None)
settings = SimpleNamespace(access=None, host="127.0.0.1", port=0)
server = SimpleNamespace(serve_forever=lambda: None)
with (
    patch.object(serving, "guarded_app", return_value=app),
    patch.object(serving, "Door"),
    patch("werkzeug.serving.make_server", side_effect=lambda *a, **k: loaded.append("pandas" in sys.modules) or server),
):
    before = "pandas" in sys.modules
    serving.serve(None, None, settings)
print(before, *loaded)
"""


def test_pandas_is_whole_before_the_first_request() -> None:
    """Two first visitors at once met it half loaded, and one of them saw an error in place of the page."""
    done = subprocess.run([sys.executable, "-c", LISTENING], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "True"]
