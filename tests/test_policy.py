"""The policy file: found, checked, and wrong ones named precisely."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from credits.articles import scan
from credits.checker import check, subject_of
from credits.credit_line import parse
from credits.errors import PolicyError
from credits.finding import Severity
from credits.folder import walk
from credits.photo import read
from credits.policy import Policy, find, load, policy_for
from credits.rules import RULES, UNDECIDED, selected
from credits.rules._model import EXAMPLE_DAY, Desk, example
from tests.pictures import picture


def written(tmp_path: Path, text: str, name: str = "credits.toml") -> str:
    (tmp_path / name).write_text(text)
    return str(tmp_path / name)


def test_full_policy(tmp_path: Path) -> None:
    policy = load(written(tmp_path, '''
profile = "newsroom"
select = ["CRD", "SYN"]
extend-select = ["FIL951"]
ignore = ["CRD102"]
fail-on = "warning"
include = ["**/*.jpg"]
exclude = ["vendor/**"]
severity = { "CRD101" = "warning" }
per-file-ignores = { "old/**" = ["CRD"] }
[credit]
any-of = ["creators"]
[roles]
logo = ["**/logo*"]
[house]
name = "Paper"
staff = ["Ann Lee"]
organisations = { "TASS" = { aliases = ["ТАСС"], domains = ["tass.ru"] } }
placeholders = ["фото з мережі"]
'''))  # fmt: skip
    chosen = selected(("CRD", "SYN")) - {"CRD102"} | UNDECIDED
    assert policy.levels == {code: RULES[code].LEVELS["newsroom"] for code in chosen} | {
        "CRD101": Severity.WARNING
    }
    assert policy.credit.any_of == ("creators",)
    assert policy.house.organisations["TASS"].aliases == ("ТАСС",)
    inside = str(tmp_path / "old" / "a.jpg")
    assert policy.ignored(inside) == selected(("CRD",))
    assert policy.covers(inside)
    assert not policy.covers(str(tmp_path / "vendor" / "x" / "a.jpg"))
    assert not policy.covers(str(tmp_path / "a.png"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "profile = 'newsrom'",
            "line 1: profile: input should be 'newsroom', 'archive'.*found 'newsrom'",
        ),
        ("\n\nprofil = 'blog'", "line 3: profil: there is no such key; did you mean 'profile'?"),
        ("[credit]\nany_off = []", "line 2: credit.any_off: there is no such key.*any-of"),
        ("[credit]\nany-of = ['author']", "line 2: credit.any-of.0: input should be 'creators'"),
        ("select = ['CRX']", "line 1: select: no rule begins with 'CRX'"),
        ("severity = { CRD101 = 'fatal' }", "severity.CRD101: input should be 'error'"),
        ("[roles]\nbanner = ['x']", "line 2: roles.banner"),
        ("x = ", "is not TOML"),
        ("root = 'x'", "there is no key 'root'"),
        ("[rules.CRD999]\nx = 1", "line 1: rules.CRD999: there is no rule 'CRD999'"),
        ("[rules.CRD101]\nx = 1", "line 2: rules.CRD101.x: the rule has no such option; .*none"),
        (
            "[rules.PRV803]\nallowed = ['contakt']",
            "line 2: rules.PRV803.allowed: there is no 'contakt' .allowed: contact, notes",
        ),
        ("[rules.PRV803]\nallowed = 'contact'", "allowed: input should be a list, found 'contact'"),
        ("[rules.ALT405]\nmost = 'x'", "most: input should be a whole number, found 'x'"),
        ("[rules.CRD209]\niim = 3", "iim: input should be true or false, found 3"),
        ("[rules.CRD103]\ntemplate = true", "template: input should be a text, found true"),
        ("[rules.ALT405]\nmost = 0", "most: input should be greater than or equal to 1, found 0"),
        ("max-waiver-days = 1.5", "line 1: max-waiver-days: input should be a whole number"),
        ("rules = 3", "line 1: rules: input should be a table, found 3"),
        ("ignore = 'CRD'", "line 1: ignore: input should be a list, found 'CRD'"),
        ("fail-on = 3", "line 1: fail-on: input should be 'error' or 'warning', found 3"),
    ],
)
def test_wrong_policies_are_named_precisely(tmp_path: Path, text: str, says: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(PolicyError, match=says) as caught:
        load(path)
    assert caught.value.path == path


def test_missing_and_binary_policy(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be opened"):
        load(str(tmp_path / "none.toml"))
    (tmp_path / "credits.toml").write_bytes(b"\xff")
    with pytest.raises(PolicyError, match="not UTF-8"):
        load(str(tmp_path / "credits.toml"))


def test_found_by_walking_up(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    written(tmp_path, '[project]\nname = "x"', "pyproject.toml")
    assert find(str(deep)) is None or not (find(str(deep)) or "").startswith(str(tmp_path))
    path = written(tmp_path, '[tool.credits]\nprofile = "blog"', "pyproject.toml")
    assert find(str(deep)) == path
    assert policy_for(str(deep)).profile == "blog"
    nearer = written(tmp_path / "a", 'profile = "cc"')
    assert find(str(deep)) == nearer
    with pytest.raises(PolicyError, match="line 2: tool.credits.profile|line 2: profile"):
        load(written(tmp_path, '[tool.credits]\nprofile = "x"', "pyproject.toml"))


@pytest.mark.parametrize(
    ("glob", "path", "matches"),
    [
        ("*.jpg", "a.jpg", True),
        ("*.jpg", "x/y/a.jpg", True),
        ("x/*.jpg", "x/a.jpg", True),
        ("x/*.jpg", "x/y/a.jpg", False),
        ("x/**", "x/y/a.jpg", True),
        ("**/logo*", "logo.png", True),
        ("**/logo*", "a/b/logo-2.png", True),
        ("**/logo*", "a/catalogo.png", False),
        ("x", "x/a.jpg", True),
        ("x/", "x/a.jpg", True),
        ("a?.jpg", "ab.jpg", True),
        ("a?.jpg", "a/.jpg", False),
        ("[a].jpg", "[a].jpg", True),
    ],
)
def test_globs(tmp_path: Path, glob: str, path: str, matches: bool) -> None:
    policy = Policy(root=str(tmp_path))
    assert policy.matches(str(tmp_path / path), glob) is matches


def test_roles(tmp_path: Path) -> None:
    policy = Policy.model_validate({"root": str(tmp_path), "roles": {"logo": ("**/logo*",)}})
    assert policy.role("logo.jpg", None).role == "logo"
    icon = read(picture("png", (64, 64)))
    assert policy.role("a.png", icon) == ("icon", "64 x 64 pixels")
    assert policy.role("a.png", read(picture("png"))).role == "icon"
    assert policy.role("a.png", read(picture("png", (200, 100)))).role == "photo"


def paletted(colours: int, size: tuple[int, int] = (700, 600)) -> bytes:
    image = Image.new("P", size)
    image.putpalette([step * 3 % 256 for step in range(colours * 3)])
    image.putdata([place % colours for place in range(size[0] * size[1])])
    out = io.BytesIO()
    image.save(out, "PNG")  # told how many bits, some versions fill the palette up
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "role", "reason"),
    [
        ("map.png", paletted(16), "graphic", "a palette of 16 colours"),
        ("scan.png", paletted(200), "photo", ""),
        ("chart.svg", picture("svg"), "graphic", "an SVG drawing"),
        ("site-logo.png", picture("png", (300, 200)), "logo", "'logo' in its name"),
        ("icons/pen.gif", picture("gif", (300, 200)), "icon", "'icons' in its name"),
        ("sprite_2x.png", picture("png", (512, 200)), "icon", "'sprite' in its name"),
        ("logo-unveiled.jpg", picture("jpeg", (300, 200)), "photo", ""),
        ("logo-large.png", picture("png", (513, 200)), "photo", ""),
        ("lexicon.png", picture("png", (300, 200)), "photo", ""),
        ("small.jpg", picture("jpeg", (300, 95)), "icon", "300 x 95 pixels"),
    ],
)
def test_roles_are_seen_from_the_header(tmp_path: Path, name, data, role, reason) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    subject = subject_of(str(path), Policy(root=str(tmp_path)))
    assert (subject.role, subject.role_reason) == (role, reason)
    off = subject_of(str(path), Policy(root=str(tmp_path), detect_roles=False))
    assert (off.role, off.role_reason) == ("photo", "")
    said = Policy.model_validate({"root": str(tmp_path), "roles": {"photo": ["**/*"]}})
    assert subject_of(str(path), said).role == "photo"


@pytest.mark.parametrize(
    ("wishes", "on", "off"),
    [
        ({"ignore": ["CRD"], "extend-select": ["CRD101"]}, {"CRD101"}, {"CRD102", "CRD201"}),
        ({"select": ["CRD101"], "ignore": ["CRD"]}, {"CRD101"}, {"CRD102", "CAP301"}),
        ({"select": ["CRD"], "ignore": ["CRD"]}, set(), {"CRD101", "CRD102"}),
        ({"ignore": ["missing-credit"]}, {"CRD102"}, {"CRD101"}),
        ({"select": ["missing-credit", "FIL"]}, {"CRD101", "FIL951"}, {"CRD102"}),
    ],
)
def test_the_longer_word_counts(wishes, on: set[str], off: set[str]) -> None:
    levels = Policy.model_validate(wishes).levels
    assert on <= levels.keys()
    assert off.isdisjoint(levels)


def test_severity_of_the_narrowest_counts() -> None:
    severity = {"CRD101": "info", "CRD": "warning", "C": "hold"}
    levels = Policy.model_validate({"severity": severity}).levels
    assert (levels["CRD101"], levels["CRD102"], levels["CAP301"]) == ("info", "warning", "hold")


LINES = """# a comment with x = 1
profile = "cc"  # [not.a.table]
[house]
"staff" = [
  "Ann Lee",
]
organisations.TASS.aliases = ["ТАСС"]
[[waiver]]
rule = "CRD101"
path = "x"
reason = "r"
owner = "o"
expires = 2027-01-01
[[waiver]]
rule = "CRD102"
path = "x"
reason = "r"
owner = "o"
expires = 2027-01-01
"""


@pytest.mark.parametrize("prefix", ["", "tool.credits"])
def test_every_key_has_its_line(tmp_path: Path, prefix: str) -> None:
    text = LINES
    if prefix:
        text = f"[{prefix}]\n" + LINES.replace("[house]", f"[{prefix}.house]").replace(
            "[[waiver]]", f"[[{prefix}.waiver]]"
        )
    path = written(tmp_path, text, "pyproject.toml" if prefix else "credits.toml")
    origin = load(path).origin
    plus = 1 if prefix else 0
    assert origin.line("profile") == 2 + plus
    assert origin.line("house", "staff") == 4 + plus
    assert origin.line("house", "organisations", "TASS", "aliases") == 7 + plus
    assert origin.line("waiver", "0", "rule") == 9 + plus
    assert origin.line("waiver", "1") == 14 + plus
    assert origin.line("waiver", "1", "expires") == 19 + plus
    assert origin.line("fail-on") is None


@pytest.mark.parametrize("profile", ["newsroom", "archive", "cc", "blog", "strict"])
def test_profiles_have_their_levels(profile: str) -> None:
    levels = Policy.model_validate({"profile": profile}).levels
    assert levels == {
        code: rule.LEVELS[profile]
        for code, rule in RULES.items()
        if profile in rule.LEVELS  # type: ignore[index]
    }
    assert levels["CRD101"] is Severity.ERROR


def test_policy_of_the_working_directory(tmp_path: Path) -> None:
    written(tmp_path, 'profile = "cc"')
    assert os.getcwd() == str(tmp_path)
    assert policy_for().profile == "cc"


def test_the_words_of_the_house_are_used_by_its_rules(tmp_path: Path) -> None:
    path = written(tmp_path, """
[house]
placeholders = ["фото з мережі редакції"]
staff = ["Ann Lee"]
organisations = { "DR" = { domains = ["dr.dk"] } }
""")  # fmt: skip
    policy = load(path)
    assert policy.words is load(path).words
    assert "ann lee" in policy.words.staff
    rule = RULES["CRD201"]
    found = [
        text
        for text in ("DR", "Фото: фото з мережі редакції", "Ann Lee")
        if list(
            rule.check(example(credit_line=text).subject, Desk(policy, EXAMPLE_DAY, rule.OPTIONS()))
        )
    ]
    assert found == ["Фото: фото з мережі редакції"]


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ("{autor}", "line 2: house.credit-format: the template '{autor}' has no field 'autor'"),
        ("afpp", "there is no style 'afpp'; did you mean afp?"),
        ("{creators", "has a { at character 1"),
    ],
)
def test_a_credit_format_that_cannot_be_printed(tmp_path: Path, wish: str, says: str) -> None:
    with pytest.raises(PolicyError) as caught:
        load(written(tmp_path, f'[house]\ncredit-format = "{wish}"\n'))
    assert says in str(caught.value)


def test_a_credit_format_may_be_a_style(tmp_path: Path) -> None:
    assert load(written(tmp_path, '[house]\ncredit-format = "ap"\n')).house.credit_format == "ap"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"a = {'[' * 5000}", "is nested too deeply"),
        ("a = " + "9" * 5000, "is not TOML"),
        ("#" * (1 << 20) + "#", "is longer than 1048576 bytes"),
    ],
)
def test_hostile_files_are_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(PolicyError, match=says):
        load(written(tmp_path, text))


def test_a_line_that_looks_like_a_key_costs_no_time(tmp_path: Path) -> None:
    text = f'exclude = ["""\n[{"a " * 200_000}]\n"""]\n'
    begin = time.process_time()
    load(written(tmp_path, text))
    assert time.process_time() - begin < 2


REACHING = ("../secret", "/etc/passwd", "link/passwd", "a\\u0000b")


@pytest.mark.parametrize("name", REACHING)
@pytest.mark.parametrize(
    ("text", "key", "reach"),
    [
        ("code-replacements = [{}]", "code-replacements", lambda policy: policy.code_files),
        ("baseline = {}", "baseline", lambda policy: policy.baseline_file),
        ("[articles]\nroot = {}", "articles.root", lambda policy: policy.site_of("a.html")),
    ],
)
def test_a_policy_reaches_no_further_than_its_folder(
    tmp_path: Path, name: str, text: str, key: str, reach: Callable[[Policy], object]
) -> None:
    (tmp_path / "link").symlink_to("/etc")
    path = written(tmp_path, text.format(f'"{name}"'))
    with pytest.raises(PolicyError, match=f"line [12]: {key}: .* leads out of the folder"):
        reach(load(path))


def test_no_key_of_a_policy_is_a_pattern_or_a_program(tmp_path: Path) -> None:
    """What a stranger may write is compared, never run: as text, or as a glob in linear time."""
    evil = "(a+)+$" * 50
    policy = load(written(tmp_path, f'''
exclude = ["{'**a' * 300}!"]
per-file-ignores = {{ "{'*a' * 300}!" = ["CRD101"] }}
[roles]
logo = ["{'**/a' * 300}!"]
[house]
placeholders = ["{evil}"]
staff = ["{evil}"]
organisations = {{ "{evil}" = {{ aliases = ["{evil}x"] }} }}
'''))  # fmt: skip
    path = "a" * 250 + "/" + "a/" * 1500 + "b"
    begin = time.process_time()
    assert policy.covers(path)
    assert not policy.ignored(path)
    assert policy.role(path, None).role == "photo"
    assert str(parse("a" * 3000 + "!", vocabulary=policy.words)) == "a" * 3000 + "!"
    assert time.process_time() - begin < 2


def test_keys_of_many_parts_cost_nothing(tmp_path: Path) -> None:
    """Tomllib would take gigabytes for one line; found by ``python -m tests.fuzz``."""
    line = "a" + ".1" * 120_000 + " = 1"
    (tmp_path / "credits.toml").write_text(f"[house]\n{line}\n")
    with pytest.raises(PolicyError, match="more than 1000 dots in line 2"):
        load(str(tmp_path / "credits.toml"))
    (tmp_path / "a.jpg").write_bytes(picture())
    (tmp_path / "REUSE.toml").write_text(f"version = 1\n[[annotations]]\n{line}\n")
    assert "dots in line 3" in str(read(tmp_path / "a.jpg").problems)
    found = scan(f"+++\n{line}\n+++\n![a](a.jpg)".encode(), kind="markdown")
    assert "dots in line" in str(found.problems)


@pytest.mark.skipif(os.name != "posix", reason="modes")
def test_a_pyproject_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text("[tool.credits]\n")
    real = open

    def refuse(name, *rest, **how):
        if str(name) == str(path):
            raise PermissionError(13, "Permission denied")
        return real(name, *rest, **how)

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(PolicyError, match="cannot be opened: Permission denied"):
        policy_for(str(tmp_path))


# ── what no policy turns off ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        'select = ["CRD", "SYN"]',
        'ignore = ["FIL"]',
        'per-file-ignores = { "**" = ["F"] }',
        'severity = { "FIL" = "info" }',
    ],
)
def test_what_could_not_be_judged_is_held_whatever_is_selected(tmp_path: Path, text: str) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"x")
    policy = load(written(tmp_path, text))
    found = check([tmp_path], policy)
    assert [(one.code, one.severity) for one in found] == [("FIL951", Severity.HOLD)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('ignore = ["FIL951"]', "ignore: what FIL951 finds .* is never ignored"),
        ('ignore = ["lfs-pointer"]', "ignore: what lfs-pointer finds .* is never ignored"),
        ('per-file-ignores = { "a" = ["FIL953"] }', "what FIL953 finds .* is never ignored"),
        ('severity = { "FIL951" = "warning" }', "severity.FIL951: .* it is an error or a hold"),
        ('select = [""]', "select: an empty code means every rule"),
        ("[credit]\nany-of = []", "line 2: credit.any-of: names no property; allowed: creators"),
        ('[articles]\nroot = "../.."', "line 2: articles.root: .* leads out of the folder"),
    ],
)
def test_what_would_let_anything_pass_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(PolicyError, match=says):
        load(written(tmp_path, text))


@pytest.mark.parametrize(
    "text",
    [
        "[[tool.credits]]",
        "[tool]\ncredits = 5",
        '[tool."credits"]\nprofile = "strictt"',
        '[tool . credits]\nprofile = "strictt"',
        '[tool]\ncredits = { profile = "strictt" }',
        'tool.credits.profile = "strictt"',
        "[tool.credits]\nprofile = ",
    ],
)
def test_no_spelling_of_our_table_is_overlooked(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text, "pyproject.toml")
    assert find(str(tmp_path)) == path
    with pytest.raises(PolicyError, match=r"tool\.credits|is not TOML"):
        load(path)


@pytest.mark.parametrize("text", ["tool = 5", '[project]\nname = "photo-credits"', "credits = 1"])
def test_a_pyproject_of_others_is_none_of_ours(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text, "pyproject.toml")
    assert find(str(tmp_path)) != path


def test_a_policy_that_is_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "credits.toml").symlink_to("nowhere")
    with pytest.raises(PolicyError, match="cannot be opened"):
        policy_for(str(tmp_path))
    (tmp_path / "credits.toml").unlink()
    (tmp_path / "credits.toml").mkdir()
    with pytest.raises(PolicyError, match="cannot be opened"):
        policy_for(str(tmp_path))


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "credits.toml").write_bytes(b'\xef\xbb\xbfprofile = "strict"')
    assert policy_for(str(tmp_path)).profile == "strict"


def test_a_slash_in_front_means_the_policys_folder(tmp_path: Path) -> None:
    policy = load(written(tmp_path, 'include = ["/photos/**"]'))
    assert policy.covers(str(tmp_path / "photos/a.jpg"))
    assert not policy.covers(str(tmp_path / "old/photos/a.jpg"))


def test_what_is_excluded_is_judged_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public/a.jpg").write_bytes(b"x")
    (tmp_path / "public/b.gif").write_bytes(b"x")
    policy = load(written(tmp_path, 'exclude = ["public/**", "*.gif"]'))
    assert list(walk([str(tmp_path)], policy)) == []
    assert list(walk([str(tmp_path / "public")], policy)) == [str(tmp_path / "public/a.jpg")]


def test_the_root_of_a_site_is_for_articles_everywhere_in_the_project(tmp_path: Path) -> None:
    for folder in ("web/media/img", "content/news/storm"):
        (tmp_path / folder).mkdir(parents=True)
    photo, own = tmp_path / "web/media/img/a.jpg", tmp_path / "content/news/storm/b.jpg"
    photo.write_bytes(picture("jpeg", (200, 150)))
    own.write_bytes(photo.read_bytes())
    page = tmp_path / "content/news/storm/index.md"
    page.write_text("![a](/img/a.jpg)\n\n![b](b.jpg)\n\n![c](/../../etc/passwd)\n")
    policy = load(written(tmp_path, '[articles]\nroot = "web/media"\n'))
    found = scan(str(page), **policy.site_of(str(page))._asdict())
    assert [use.file for use in found.photos] == [str(photo), str(own), None]
