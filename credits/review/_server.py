"""The page of a review, served to this machine alone.

Laws: it listens on the loopback address; every address has a secret in it, and a request by another
name, from another site or without the secret gets nothing; the page runs no scripts, loads nothing
from elsewhere, and what a photo says is escaped. Files are named by keys of this run, never by a
path in a request.
"""

from __future__ import annotations

import contextlib
import hmac
import secrets
import sys
from collections.abc import Callable
from functools import cached_property
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RD
from threading import Thread
from typing import Any, Final
from urllib.parse import parse_qs, unquote

from credits.errors import CreditsError
from credits.fields import BY_NAME
from credits.reports._place import relative
from credits.reports._terminal import plain
from credits.reports.text import ENDS, summary
from credits.review import Review
from credits.thumbnail import thumbnail

HOST: Final = "127.0.0.1"
# pixels a side; bytes of a form; photos on a page; seconds a client may be silent
SIDE: Final = 480
MOST: Final = 1 << 20
PAGE: Final = 50
PATIENCE: Final = 30
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

Form = dict[str, str]


class Server(ThreadingHTTPServer):
    """Serves one review; `address` is where. Closing it waits for answers that are under way."""

    daemon_threads = False

    def __init__(self, review: Review, port: int = 0) -> None:
        self.review = review
        self.secret = secrets.token_urlsafe(24)
        self.said = ""
        self._open: set[Any] = set()
        super().__init__((HOST, port), _Handler)

    @property
    def address(self) -> str:
        """Give the address of the page."""
        return f"http://{HOST}:{self.server_port}/{self.secret}/"

    @property
    def names(self) -> frozenset[str]:
        """Give the names this server goes by."""
        return frozenset(f"{host}:{self.server_port}" for host in (HOST, "localhost"))

    @cached_property
    def template(self) -> Any:
        """Give the template of the page."""
        from jinja2 import Environment, PackageLoader  # noqa: PLC0415  (only once it is served)

        pages = Environment(
            loader=PackageLoader("credits.review", "."), autoescape=True,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        pages.filters |= {"plain": plain, "relative": relative, "label": _label}
        return pages.get_template("page.jinja")

    def page(self) -> str:
        """Write the page as things are now; what was said last is said once."""
        count, verdict = len(self.review.stopped()), self.review.verdict
        said, self.said = self.said, ""
        return str(self.template.render(
            waiting=self.review.queue(PAGE), more=max(0, count - PAGE), said=said,
            ends=ENDS[verdict.decision], decision=verdict.decision, summary=summary(verdict),
        ))  # fmt: skip

    def process_request(self, request: Any, client_address: Any) -> None:
        """Know the connections that are open."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget a connection that ends."""
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """Listen no more: browsers open connections for later, and never use them."""
        for request in tuple(self._open):
            with contextlib.suppress(OSError):
                request.shutdown(SHUT_RD)
        super().server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went away."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    # ── what a person may ask for ───────────────────────────────────────────────────────────────

    def save(self, key: str, form: Form) -> str:
        """Write what the form says."""
        return _written(self.review.save(key, form.get("state", ""), form))

    def take(self, key: str, form: Form) -> str:
        """Write what a rule offers."""
        return _written(self.review.take(key, form.get("state", ""), form.get("code", "")))

    def put_off(self, key: str, _: Form) -> str:
        """Let a photo come last."""
        self.review.put_off(key)
        return "put off"

    def done(self, _: str, __: Form) -> str:
        """Stop serving."""
        Thread(target=self.shutdown, daemon=True).start()
        return "done"


ACTS: Final[dict[str, Callable[[Server, str, Form], str]]] = {
    "save": Server.save,
    "take": Server.take,
    "later": Server.put_off,
    "done": Server.done,
}


def _written(names: tuple[str, ...]) -> str:
    return f"written: {', '.join(map(_label, names))}" if names else "nothing was changed"


def _label(name: str) -> str:
    return BY_NAME[name].label if name in BY_NAME else name


class _Handler(BaseHTTPRequestHandler):
    server: Server
    server_version = "credits"
    sys_version = ""
    timeout = PATIENCE

    def do_GET(self) -> None:
        steps = self._allowed()
        if steps is None:
            return
        if steps == [""]:
            self._send(HTTPStatus.OK, self.server.page().encode(), "text/html; charset=utf-8")
        elif len(steps) == 2 and steps[0] == "picture":
            self._picture(steps[1])
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        steps = self._allowed()
        if steps is None:
            return
        act = ACTS.get(steps[0])
        form = self._form()
        if act is None or form is None or self.headers.get("Origin") not in self._origins():
            self._refuse(HTTPStatus.FORBIDDEN)
            return
        key = steps[1] if len(steps) == 2 else ""
        path = self.server.review.path_of(key)
        try:
            told = act(self.server, key, form)
        except CreditsError as error:
            told = error.message + (f" ({error.help})" if error.help else "")
        if act is Server.done:
            self._send(HTTPStatus.OK, b"Done. You may close this page.", "text/plain")
            return
        self.server.said = f"{relative(path)}: {told}" if path else told
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", f"/{self.server.secret}/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _allowed(self) -> list[str] | None:
        """Give the steps behind the secret; refuse who does not know it, or uses another name."""
        _, secret, *steps = (
            unquote(self.path).split("/")[:4] if self.path.count("/") > 1 else ("", "")
        )
        known = hmac.compare_digest(secret.encode(errors="replace"), self.server.secret.encode())
        if known and steps and self.headers.get("Host") in self.server.names:
            return steps
        self._refuse(HTTPStatus.NOT_FOUND)
        return None

    def _origins(self) -> frozenset[str]:
        return frozenset(f"http://{name}" for name in self.server.names)

    def _form(self) -> Form | None:
        """Read a form; None for one that is too long, or none at all."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            return None
        # who sends somewhat too much is to hear the answer
        sent = self.rfile.read(min(int(length), 2 * MOST))
        if len(sent) > MOST:
            return None
        text = sent.decode("utf-8", "replace")
        try:
            found = parse_qs(text, keep_blank_values=True, max_num_fields=100)
        except ValueError:
            return None
        return {name: values[-1] for name, values in found.items()}

    def _picture(self, key: str) -> None:
        path = self.server.review.path_of(key)
        picture = thumbnail(path, SIDE) if path else None
        if picture is None:
            self._refuse(HTTPStatus.NOT_FOUND)
        else:
            self._send(HTTPStatus.OK, picture, "image/jpeg")

    def _refuse(self, status: HTTPStatus) -> None:
        self.close_connection = True
        self._send(status, status.phrase.encode(), "text/plain; charset=utf-8")

    def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        for name, value in {
            **HEADERS,
            "Content-Type": kind,
            "Content-Length": str(len(body)),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing: the terminal belongs to the command, and addresses hold the secret."""
