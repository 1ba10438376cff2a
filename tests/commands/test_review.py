"""``credits review`` on the command line."""

from __future__ import annotations

import http.client
import socket
from contextlib import closing
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import credits


def end(address: str) -> None:
    """Say, as a browser does, that this is all."""
    place = urlsplit(address)
    headers = {"Origin": f"http://{place.netloc}", "Content-Length": "0"}
    with closing(http.client.HTTPConnection(place.netloc, timeout=20)) as line:
        line.request("POST", f"{place.path}done", headers=headers)
        assert line.getresponse().read() == b"Done. You may close this page."


def test_the_page_is_opened_and_ends_with_the_verdict(run, bare: Path, monkeypatch) -> None:
    browsers: list[Thread] = []

    def browse(address: str) -> None:
        browsers.append(Thread(target=end, args=(address,), name=address))
        browsers[-1].start()

    monkeypatch.setattr("credits.commands.review.webbrowser.open", browse)
    code, out, _ = run("review", bare, "--select", "CRD101")
    (browser,) = browsers
    browser.join(20)
    assert code == 1
    assert out.startswith(browser.name)
    assert "1 photo checked, 1 with findings (1 error): publication is blocked" in out
    credits.embed(bare, creators=["Ann Lee"])
    code, out, _ = run("review", bare, "--select", "CRD101")
    assert (code, out) == (0, "1 photo checked: nothing blocks publication\n")
    assert len(browsers) == 1
    assert run("review", "nowhere")[0] == 2


def test_a_port_that_is_taken_is_told(run, bare: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = run("review", bare, "--select", "CRD101", "--no-browser", "--port", port)
    assert (code, f"cannot listen at port {port}: " in err) == (2, True)
