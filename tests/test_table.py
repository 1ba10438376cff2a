"""Tables: everything is known to be right before anything is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from credits import table
from credits.errors import InvalidValue
from tests.pictures import picture


@pytest.fixture(autouse=True)
def _photos(tmp_path: Path) -> None:
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(picture())


def values(text: str) -> list[dict[str, object]]:
    return [dict(row.values) for row in table.rows("t", text.encode())]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter_is_the_one_the_head_has(delimiter: str) -> None:
    text = delimiter.join(["path", "caption", "city"]) + "\n" + delimiter.join(["a.jpg", "C", "K"])
    assert values(text) == [{"caption": "C", "city": "K"}]


def test_cells_become_what_a_property_holds() -> None:
    head = "File,creators,copyright-marked,rating,model_ages,Licensor,credit-line,keyword\n"
    row = 'a.jpg,"Ann Lee; ""Bo; Jr.""",yes,4,25;31,"[{""name"": ""L""}]",,x\n'
    assert values("\ufeff" + head + row) == [
        {
            "creators": ["Ann Lee", "Bo; Jr."], "copyright_marked": True, "rating": 4.0,
            "model_ages": [25, 31], "licensors": [{"name": "L"}], "keywords": ["x"],
        }
    ]  # fmt: skip


def test_tables_from_excel_and_windows(tmp_path: Path) -> None:
    assert values("\ufeffsep=;\r\npath;city\r\na.jpg;K, L\r\n") == [{"city": "K, L"}]
    with pytest.raises(InvalidValue, match="line 3: there is no property 'citi'"):
        values("sep=;\npath;citi\na.jpg;K\n")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/c.jpg").write_bytes(picture())
    (row,) = table.rows("t", b"path,city\ndeep\\c.jpg,K\n", str(tmp_path))
    assert row.path == str(tmp_path / "deep/c.jpg")
    (tmp_path / "deep\\c.jpg").write_bytes(picture())  # where that is the name of a file
    (row,) = table.rows("t", b"path,city\ndeep\\c.jpg,K\n", str(tmp_path))
    assert row.path == str(tmp_path / "deep\\c.jpg")


def test_json_has_its_types_and_null_takes_out() -> None:
    rows = [{"path": "a.jpg", "creators": ["Ann"], "caption": None}, {"path": "b.jpg", "city": "K"}]
    expected = [{"creators": ["Ann"], "caption": None}, {"city": "K"}]
    assert values(json.dumps(rows)) == expected
    assert values("\n".join(map(json.dumps, rows))) == expected


def test_names_count_from_the_folder_of_the_table(tmp_path: Path) -> None:
    (row,) = table.rows("t", b"path,city\na.jpg,K\n", str(tmp_path))
    assert row.path == str(tmp_path / "a.jpg")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("path,captoin\na.jpg,x\n", r"t: line 2: there is no property 'captoin'.*caption"),
        ("path,gps\na.jpg,x\n", "property 'gps' is read only"),
        ("path,creator,creators\na.jpg,x,\n", "'creator' and 'creators': two columns for creators"),
        ("path,File,city\na.jpg,b.jpg,K\n", "'path' and 'File': two columns for path"),
        ("path,caption,caption\na.jpg,x,y\n", "'caption' and 'caption': two columns for caption"),
        ('[{"path": "a.jpg", "credit-line": "x", "credit_line": "y"}]', "row 1: .*two columns"),
        ('{"path": "a.jpg", "city": "x", "city": "y"}', "line 1: 'city' stands there twice"),
        ('[{"path": null, "city": "x"}]', "row 1: no photo is named"),
        ('[{"path": 7, "city": "x"}]', "row 1: 7 is the name of no file"),
        ("path,city\nmissing.jpg,K\n", "no such photo: line 2: missing.jpg.*nothing was written"),
        ("path,city\na.jpg,K\n./a.jpg,L\n", "line 3: ./a.jpg stands in line 2 already"),
        ("city\nK\n", "no photo is named"),
        ("path,rating\na.jpg,many\n", "line 2: rating: 'many' is no number"),
        ("path,copyright_marked\na.jpg,perhaps\n", "neither yes nor no"),
        ("path,date_created\na.jpg,yesterday\n", "line 2.*is no date"),
        ("path,licensors\na.jpg,{\n", "licensors: is not JSON"),
        ("path,city\na.jpg,K,L\n", "line 2: more cells than columns"),
        ('path,city\na.jpg,"K\n', "unexpected end of data"),
        ("[1]", "row 1: a row is an object"),
        ("[{", "is not JSON"),
        ('{"path": "a.jpg"}\n{', "line 2: is not JSON"),
        ("path,data_mining\na.jpg,DMI-PROHIBTED\n", "did you mean DMI-PROHIBITED"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, says: str) -> None:
    with pytest.raises(InvalidValue, match=f"(?s){says}"):
        values(text)


def test_lines_end_where_json_lets_them() -> None:
    said = ["a\u2028b", "a\u0085b", "a\u2029b\x1cc"]
    rows = [
        {"path": "a.jpg", "caption": said[0]},
        {"path": "b.jpg", "caption": said[1], "title": said[2]},
    ]
    for end in ("\n", "\r\n", "\r"):
        text = end.join(
            json.dumps(row, ensure_ascii=False).replace("\\u001c", "\\u001C") for row in rows
        )
        found = values(text)
        assert [row["caption"] for row in found] == said[:2]


def test_one_object_may_be_spread_over_lines() -> None:
    assert values(json.dumps({"path": "a.jpg", "city": "Kyiv"}, indent=2)) == [{"city": "Kyiv"}]


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(InvalidValue, match="not UTF-8"):
        table.rows("t", b"path\n\xff\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("path,city\na\0.jpg,K", "line 2: 'a.x00.jpg' is the name of no file"),
        ('[{"path": "a\\ud800.jpg"}]', "row 1: .* is the name of no file"),
        ("path,city\n../a.jpg,K", "line 2: ../a.jpg leads out of the table's folder"),
        ("path,city\n/etc/passwd,K", "line 2: /etc/passwd leads out"),
        ("path,city\nlink/passwd,K", "line 2: link/passwd leads out"),
        (f'[{{"path": {"[" * 100_000}}}]', "is not JSON"),
        ("path,rating\na.jpg," + "9" * 5000, "rating: .* is no number"),
    ],
)
def test_hostile_tables_are_refused(text: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc")
    with pytest.raises(InvalidValue, match=f"(?s){says}"):
        values(text)


def test_a_table_reaches_the_photos_below_where_the_work_is_done(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (row,) = table.rows("t", b"path\n../a.jpg\n", "tables")
    assert row.path == "tables/../a.jpg"
