"""Answers sent compressed to browsers that say they can read it: scripts once for all, pages as they are asked for."""

import gzip
from hashlib import sha256

import flask

_LEAST_BYTES = 2_000  # a smaller answer fits the same packets either way
_TEXTS = ("text/", "application/javascript", "application/json", "image/")


class Squeezed:
    """What one application answers, made smaller.

    Answers to callbacks may hold the session's token beside what the address asked for. Whoever could measure their
    length after asking would need that token to ask: the door refuses callbacks without it. Other answers that are
    not the same for all leave as they are.
    """

    def __init__(self, same_for_all: tuple[str, ...], callbacks: str) -> None:
        self._same_for_all, self._callbacks = same_for_all, callbacks
        self._kept: dict[bytes, bytes] = {}  # as many as there are files

    def squeeze(self, answer: flask.Response) -> flask.Response:
        """The answer compressed, where the browser can read it, it is text, and it is long enough to be worth it."""
        path = flask.request.path
        is_same_for_all = path.startswith(self._same_for_all)
        if answer.status_code != 200 or not (is_same_for_all or path == self._callbacks):
            return answer
        answer.vary.add("Accept-Encoding")
        if not (answer.mimetype or "").startswith(_TEXTS) or "Content-Encoding" in answer.headers:
            return answer
        if not flask.request.accept_encodings["gzip"]:
            return answer
        answer.direct_passthrough = False
        content = answer.get_data()
        if len(content) < _LEAST_BYTES:
            return answer
        answer.set_data(self._once(content) if is_same_for_all else gzip.compress(content, compresslevel=6, mtime=0))
        answer.headers["Content-Encoding"] = "gzip"
        etag, _ = answer.get_etag()
        if etag:
            answer.set_etag(etag, weak=True)  # the same to its reader, and not the same bytes
            answer.make_conditional(flask.request)  # who has it already is not sent it again
        return answer

    def _once(self, content: bytes) -> bytes:
        key = sha256(content).digest()
        if key not in self._kept:
            self._kept[key] = gzip.compress(content, compresslevel=9, mtime=0)
        return self._kept[key]
