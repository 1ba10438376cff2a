"""The page of a review: who gets it, what it shows, and what a click does."""

from __future__ import annotations

import http.client
import re
import socket
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest

import credits
from credits.policy import Policy
from credits.review import Review, key_of
from credits.review._server import MOST, Server
from credits.rules._model import EXAMPLE_DAY
from tests.pictures import picture

EVIL = "</textarea><script>alert(1)</script>"


class Client:
    """A browser without scruples."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.own = {
            "Host": f"127.0.0.1:{server.server_port}",
            "Origin": f"http://127.0.0.1:{server.server_port}",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str | None):
        given = {
            name: value for name, value in {**self.own, **headers}.items() if value is not None
        }
        line = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=20)
        body = urlencode(form) if form is not None else None
        line.request("GET" if form is None else "POST", path, body, given)
        answer = line.getresponse()
        try:
            return answer.status, answer.read(), dict(answer.getheaders())
        finally:
            line.close()

    def page(self) -> str:
        status, body, _ = self.ask(f"/{self.server.secret}/")
        assert status == 200
        return body.decode()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "a & b.jpg"
    path.write_bytes(credits.embed(picture("jpeg", (200, 150)), caption=EVIL))
    return path


@pytest.fixture
def client(photo: Path) -> Iterator[Client]:
    server = Server(Review([str(photo)], Policy(select=("CRD101",)), EXAMPLE_DAY))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield Client(server)
    server.shutdown()
    thread.join(20)
    server.server_close()


def state(page: str) -> str:
    found = re.search(r'name="state" value="([^"]*)"', page)
    assert found
    return unescape(found[1])


def test_the_page_shows_the_queue_and_escapes_what_photos_say(client: Client, photo: Path) -> None:
    status, body, headers = client.ask(f"/{client.server.secret}/")
    page = body.decode()
    assert status == 200
    assert "a &amp; b.jpg" in page
    assert "CRD101" in page
    assert EVIL not in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Cache-Control"] == "no-store"
    status, body, headers = client.ask(f"/{client.server.secret}/picture/{key_of(str(photo))}")
    assert (status, body[:3], headers["Content-Type"]) == (200, b"\xff\xd8\xff", "image/jpeg")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "//",
        "/x/",
        "",
        "/SECRET",
        "/SECRET/picture/x",
        "/SECRET/picture/..%2f..",
        "/SECRET/y/z",
    ],
)
def test_who_does_not_know_the_address_gets_nothing(client: Client, path: str) -> None:
    status, body, _ = client.ask(path.replace("SECRET", client.server.secret) or "*")
    assert (status, body) == (404, b"Not Found")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "", None])
def test_other_names_of_this_machine_are_refused(client: Client, host: str | None) -> None:
    assert client.ask(f"/{client.server.secret}/", Host=host or "x")[0] == 404


def test_other_sites_and_odd_forms_are_refused(client: Client, photo: Path) -> None:
    before = photo.read_bytes()
    place = f"/{client.server.secret}/save/{key_of(str(photo))}"
    form = {"state": state(client.page()), "creators": "Ann Lee"}
    assert client.ask(place, form, Origin="https://evil.example")[0] == 403
    assert client.ask(place, form, Origin=None)[0] == 403
    assert client.ask(place, form | {"caption": "x" * (MOST + 1)})[0] == 403
    assert client.ask(place, {f"f{n}": "x" for n in range(200)})[0] == 403
    assert client.ask(place.replace("save", "erase"), form)[0] == 403
    assert client.ask(f"/{client.server.secret}/save/nobody", form)[0] == 303
    assert "is no photo of this run" in client.page()
    assert photo.read_bytes() == before


def test_saving_writes_and_tells(client: Client, photo: Path) -> None:
    place = f"/{client.server.secret}/save/{key_of(str(photo))}"
    status, _, headers = client.ask(place, {"state": "old", "creators": "Ann Lee"})
    assert (status, headers["Location"]) == (303, f"/{client.server.secret}/")
    assert "was changed since it was shown" in client.page()
    later = place.replace("save", "later")
    assert client.ask(later, {})[0] == 303
    page = client.page()
    assert "put off" in page
    assert client.ask(place, {"state": state(page), "creators": "Ann Lee"})[0] == 303
    page = client.page()
    assert "written: Creator" in page
    assert "No photo is left" in page
    assert "written" not in client.page()
    assert credits.read(photo).record.creators == ("Ann Lee",)
    assert credits.read(photo).record.caption == EVIL


def test_a_connection_that_asks_nothing_does_not_keep_it_open(photo: Path) -> None:
    server = Server(Review([str(photo)], Policy(select=("CRD101",)), EXAMPLE_DAY))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    with socket.create_connection(("127.0.0.1", server.server_port)) as idle:
        assert Client(server).page()
        since = time.monotonic()
        server.shutdown()
        server.server_close()
        thread.join(20)
        assert time.monotonic() - since < 10
        assert idle.recv(1) == b""
