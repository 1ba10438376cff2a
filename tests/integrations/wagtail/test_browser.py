"""An evening at the desk in a real browser: upload, refusal, credit, publication, download."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.conftest import ROOT, absent
from tests.integrations.photos import CREDIT, photo

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--window-size=1400,1000",
)  # fmt: skip
CHIEF = """
import django; django.setup()
from django.contrib.auth import get_user_model
get_user_model().objects.create_superuser("chief", "chief@example.org", "secret")
"""
PATIENCE = 60


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """Run the site with its migrations and a database on disk, as a newspaper does."""
    folder = tmp_path_factory.mktemp("newsroom")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.integrations.newsroom.settings", "NEWSROOM_DEBUG": "1",
        "NEWSROOM_FILES": str(folder), "NEWSROOM_DATABASE": str(folder / "site.sqlite3"),
    }  # fmt: skip

    def run(*command: str) -> None:
        done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=False,
                              capture_output=True, text=True)  # fmt: skip
        assert done.returncode == 0, done.stderr

    run("-m", "django", "migrate", "--verbosity=0")
    run("-c", CHIEF)
    port = _free_port()
    command = [sys.executable, "-m", "django", "runserver", "--noreload", f"127.0.0.1:{port}"]
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log) as server,
    ):
        try:
            _wait_for(f"http://127.0.0.1:{port}/admin/login/")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(url: str) -> None:
    for _ in range(PATIENCE * 2):
        try:
            with urllib.request.urlopen(url):
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"{url} does not answer")


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        absent("Chromium with its driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'browser'}"):
        options.add_argument(flag)
    opened = webdriver.Chrome(options, webdriver.ChromeService(driver))
    yield opened
    opened.quit()


class Desk:
    """Somebody who looks, waits until it is there, and clicks."""

    def __init__(self, browser: webdriver.Chrome, address: str) -> None:
        self.browser = browser
        self.address = address
        self.wait = WebDriverWait(browser, PATIENCE, ignored_exceptions=[WebDriverException])

    def go(self, place: str) -> None:
        self.browser.get(self.address + place)

    def see(self, what: str):
        return self.wait.until(lambda _: next(
            (one for one in self.browser.find_elements(By.CSS_SELECTOR, what) if one.is_displayed()),
            None,
        ))  # fmt: skip

    def click(self, what: str) -> None:
        self.wait.until(lambda _: self.see(what).click() is None)

    def write(self, where: str, text: str) -> None:
        field = self.see(where)
        field.clear()
        field.send_keys(text)

    def log_in(self) -> None:
        self.go("/admin/login/")
        self.write("[name=username]", "chief")
        self.write("[name=password]", "secret")
        self.click("[type=submit]")
        self.see("#wagtail-sidebar, [data-wagtail-sidebar]")

    def publish(self) -> None:
        self.click("footer [data-w-dropdown-target='toggle']")
        self.click("button[name='action-publish']")


def told_by(file: Path) -> dict[str, object]:
    done = subprocess.run(["exiftool", "-j", "-G1", "-a", file], capture_output=True, check=True)
    (told,) = json.loads(done.stdout)
    return told


def test_an_evening_at_the_desk(browser, address, tmp_path):
    file = tmp_path / "vigil.jpg"
    file.write_bytes(photo("uncredited"))
    desk = Desk(browser, address)

    desk.log_in()

    # the caption stands in the file, and so in the form
    desk.go("/admin/images/multiple/add/")
    browser.find_element(By.CSS_SELECTOR, "input[type=file]").send_keys(str(file))
    caption = desk.see("textarea[name$='-caption']")
    assert caption.get_attribute("value") == CREDIT["caption"]
    assert desk.see("input[name$='-creators']").get_attribute("value") == ""
    desk.click("#upload-list [type=submit]")
    desk.see(".success")

    # a story with the photo is saved and not published, and the form says why
    desk.go("/admin/pages/add/newsroom/articlepage/2/")
    desk.write("#id_title", "Vigil for the flood")
    desk.click("#id_photo-chooser [data-chooser-action-choose]")
    desk.click(".modal-body [data-chooser-modal-choice]")
    desk.see("#id_photo-chooser .chosen img, #id_photo-chooser [data-chooser-image]")
    desk.click("footer .action-save")
    desk.wait.until(lambda _: "/edit/" in browser.current_url)
    desk.publish()
    refusal = desk.see(
        "[data-contentpath='photo'] .w-field__errors, #panel-child-content-photo-errors"
    )
    assert "No credit found (CRD101)" in refusal.text
    link = refusal.find_element(By.LINK_TEXT, "Fill in its credit").get_attribute("href")

    # the link leads to where it is filled in
    editor = browser.current_window_handle
    browser.switch_to.new_window("tab")
    browser.get(link)
    desk.write("#id_creators", "; ".join(CREDIT["creators"]))
    desk.write("#id_credit_line", CREDIT["credit_line"])
    desk.click("main form [type=submit]")
    desk.see(".success")
    browser.close()
    browser.switch_to.window(editor)

    desk.publish()
    desk.see(".success")

    # readers see who made it
    desk.go("/vigil-for-the-flood/")
    shown = desk.see("figure figcaption").text
    assert shown.startswith(CREDIT["caption"])
    assert "Ann Lee, Jonas Brandt" in shown
    source = desk.see("figure img").get_attribute("src")

    # and so does who takes the picture away
    taken = tmp_path / "taken.jpg"
    with urllib.request.urlopen(source) as answer:
        taken.write_bytes(answer.read())
    told = told_by(taken)
    assert told["XMP-dc:Creator"] == CREDIT["creators"]
    assert told["XMP-photoshop:Credit"] == CREDIT["credit_line"]
    assert told["IPTC:By-line"] == CREDIT["creators"]
    assert not [name for name in told if "GPS" in name]
    assert told["File:ImageWidth"] == 300
