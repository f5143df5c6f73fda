"""Downloads of Moodle, Canvas and Gradescope, by `autograder collect` and by nbgrader's zip_collect alike."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from miniature import NAME, make_course
from nbgrader.api import Gradebook
from nbgrader_apps import nbgrader

from autograder import cli
from autograder.course import Assignment
from autograder.errors import UserError
from autograder.lms import archive
from autograder.lms.collect import Collected, collect
from autograder.lms.downloads import System

ROSTER = """\
id,first_name,last_name,email,lms_user_id
ada,Ada,Lovelace,ada@x.org,1001
bob,Bob,O'Brien-Smith,bob@x.org,1002
çelik,Ayşe,Çelik,ayse@x.org,1003
"""
METADATA = """\
---
submission_88:
  :submitters:
  - :name: Ada Lovelace
    :sid: '17'
    :email: ADA@x.org
  :created_at: 2026-11-21 09:30:00.123456000 +01:00
  :score: 1.0
submission_89:
  :submitters:
  - :name: Bob O'Brien-Smith
    :email: bob@x.org
  - :name: Ayşe Çelik
    :email: ayse@x.org
  :created_at: 2026-11-22 10:00:00.000000000 Z
"""
DOWNLOADS: dict[str, dict[str, str]] = {
    "moodle": {
        "Ada Lovelace_5_assignsubmission_file_/mini.ipynb": "ada's",
        "Ada Lovelace_5_assignsubmission_file_/data/x.csv": "1",
        "Ada Lovelace_5_assignsubmission_onlinetext_/onlinetext.html": "hello",
        "Group 1-Bob O'Brien-Smith_6_assignsubmission_file/mini.ipynb": "bob's",  # as since 4.1
        "Ayşe Çelik_7_assignsubmission_file_mini.ipynb": "ayşe's",  # without folders
    },
    "canvas": {
        "lovelaceada_1001_55555_mini.ipynb": "ada's first",
        "lovelaceada_1001_55570_mini-2.ipynb": "ada's",
        "lovelaceada_1001_55560_mini-1.ipynb": "ada's second",
        "lovelaceada_1001_55571_x-1.csv": "1",
        "obriensmithbob_LATE_1002_55556_mini-1.ipynb": "bob's",
        "çelikayşe_1003_55557_mini.ipynb": "ayşe's",
    },
    "gradescope": {
        "assignment_77_export/submission_88/mini.ipynb": "ada's",
        "assignment_77_export/submission_88/x.csv": "1",
        "assignment_77_export/submission_89/mini.ipynb": "bob's",
        "assignment_77_export/submission_metadata.yml": METADATA,
    },
}


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")  # for alembic
    made = make_course(tmp_path / "course")
    (made.root / "roster.csv").write_text(ROSTER)
    monkeypatch.chdir(made.root)
    return made


def packed(path: Path, files: Mapping[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return path


def by_us(course: Assignment, system: str, path: Path, **options: object) -> Collected:
    return collect(course, course.root, path, System(system), **options)


def by_nbgrader(course: Assignment, system: str, path: Path) -> None:
    place = course.root / "downloaded" / NAME / "archive"
    place.mkdir(parents=True)
    path.rename(place / path.name)
    nbgrader("zip_collect", NAME, at=course.root)


def submitted(course: Assignment) -> dict[str, str]:
    folder = course.root / "submitted"
    return {
        path.relative_to(folder).as_posix().replace(f"/{NAME}/", ":"): path.read_text().strip()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("way", [by_us, by_nbgrader])
@pytest.mark.parametrize("system", DOWNLOADS)
def test_a_download_is_collected(course: Assignment, tmp_path: Path, system: str, way: Callable[..., object]) -> None:
    way(course, system, packed(tmp_path / "all.zip", DOWNLOADS[system]))

    found = submitted(course)
    times = {name: text[:19] for name, text in found.items() if name.endswith("timestamp.txt")}
    notebooks = {name: text for name, text in found.items() if name.endswith("mini.ipynb")}
    ayse = "bob's" if system == "gradescope" else "ayşe's"  # they handed in together
    assert notebooks == {"ada:mini.ipynb": "ada's", "bob:mini.ipynb": "bob's", "çelik:mini.ipynb": ayse}
    data = {"moodle": "ada:data/x.csv", "canvas": "ada:x-1.csv", "gradescope": "ada:x.csv"}[system]
    assert found[data] == "1"
    assert len(found) == 4 + len(times)
    if system == "gradescope":
        late = "2026-11-22 10:00:00"
        expected = {"ada": "2026-11-21 08:30:00", "bob": late, "çelik": late}
        assert times == {f"{student}:timestamp.txt": time for student, time in expected.items()}
    else:
        assert times == {}


def test_what_is_said_of_a_download(course: Assignment, tmp_path: Path) -> None:
    made = by_us(course, "canvas", packed(tmp_path / "all.zip", DOWNLOADS["canvas"] | {"readme.txt": "?"}))

    assert (made.collected, made.ok) == (["ada", "bob", "çelik"], True)
    assert made.sentence() == "3 collected"
    said = "\n".join(made.notes)
    assert "1 file of no submission: readme.txt" in said
    assert "ada: earlier attempts were left in the archive: lovelaceada_1001_55555_mini.ipynb" in said
    assert (
        f"bob: late, says the download, but not when: for a penalty, write the time into submitted/bob/{NAME}" in said
    )


def test_who_is_not_known_is_named_and_stays(course: Assignment, tmp_path: Path) -> None:
    twins = "id,name\nann,Ann Lee\nanna,Ann Lee\nada,Ada Lovelace\nada2,\n"
    (course.root / "roster.csv").write_text(twins)
    files = {
        "Ann Lee_1_assignsubmission_file/mini.ipynb": "1",
        "Ada Lovelace_2_assignsubmission_file/mini.ipynb": "2",
        "Ada Lovelace_3_assignsubmission_file/mini.ipynb": "3",
        "Zoe Zed_4_assignsubmission_file/mini.ipynb": "4",
    }

    made = by_us(course, "moodle", packed(tmp_path / "all.zip", files))

    assert submitted(course) == {}
    assert made.unknown == [
        "Ann Lee (participant 1): could be ann or anna, by roster.csv",
        "Ada Lovelace (participant 2): would be ada, and so would Ada Lovelace (participant 3)",
        "Ada Lovelace (participant 3): would be ada, and so would Ada Lovelace (participant 2)",
        "Zoe Zed (participant 4): is not in roster.csv",
    ]


def test_the_command_says_so_with_its_exit_code(
    course: Assignment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = packed(tmp_path / "all.zip", {"Zoe Zed_4_assignsubmission_file/mini.ipynb": "4"})

    def run(*arguments: str) -> int:
        with pytest.raises(SystemExit) as ended:
            cli.main(["collect", NAME, str(path), *arguments])
        return int(str(ended.value.code))

    assert run("--from", "moodle") == 1
    said = capsys.readouterr()
    assert "not collected: Zoe Zed (participant 4): is not in roster.csv" in said.err
    assert f"add a line for each to the roster, roster.csv, and run it again: they are still in {path}" in said.err
    assert run("--from", "canvas") == 2
    assert "it looks like moodle's: --from moodle" in capsys.readouterr().err
    (tmp_path / "who.csv").write_text("student,name\nzoe,Zoe Zed\n")
    assert run("--from", "moodle", "--roster", str(tmp_path / "who.csv")) == 0
    assert f"{NAME}: 1 collected\nnext: autograder grade {NAME}\n" == capsys.readouterr().out


def test_an_earlier_submission_is_never_lost(course: Assignment, tmp_path: Path) -> None:
    first = packed(tmp_path / "1.zip", {"Ada Lovelace_5_assignsubmission_file/mini.ipynb": "first"})
    second = packed(tmp_path / "2.zip", {"Ada Lovelace_5_assignsubmission_file/mini.ipynb": "second"})
    assert by_us(course, "moodle", first).collected == ["ada"]
    assert by_us(course, "moodle", first).unchanged == ["ada"]

    kept = by_us(course, "moodle", second)
    assert (kept.kept, kept.ok, submitted(course)) == (["ada"], False, {"ada:mini.ipynb": "first"})

    assert by_us(course, "moodle", second, update=True).replaced == ["ada"]
    assert submitted(course) == {"ada:mini.ipynb": "second"}
    assert by_us(course, "moodle", first, update=True).replaced == ["ada"]
    aside = course.root / "downloaded" / NAME / "replaced"
    assert {path.name: (path / "mini.ipynb").read_text() for path in aside.iterdir()} == {
        "ada-1": "first",
        "ada-2": "second",
    }


WORKSHEET = """\
Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Last modified (submission)
Participant 5,Somebody Else,ada,ada@x.org,Submitted,,4,"Saturday, 21 November 2026, 9:30 AM"
Participant 6,Bob,bob,bob@x.org,No submission,,4,-
"""
CANVAS_EXPORT = """\
Student,ID,SIS User ID,SIS Login ID,Section,Mini (12)
    Points Possible,,,,,4
"Lovelace, Ada",1001,S17,ada,A,
"O'Brien-Smith, Bob",1002,S18,bob,A,
"""


@pytest.mark.parametrize(
    ("table", "system", "who"),
    [
        (WORKSHEET, "moodle", "Ada Lovelace_5_assignsubmission_file/mini.ipynb"),
        (CANVAS_EXPORT, "canvas", "someoneelse_1001_9_mini.ipynb"),
        (CANVAS_EXPORT.replace(",", ";").replace("e; A", "e, A"), "canvas", "lovelaceada_7_9_mini.ipynb"),
        ("student;sid\nada;17\n", "gradescope", "submission_88/mini.ipynb"),
    ],
)
def test_rosters_that_systems_write(course: Assignment, tmp_path: Path, table: str, system: str, who: str) -> None:
    (course.root / "roster.csv").write_text(f"\ufeff{table}", encoding="utf-8")
    files = {who: "it"} | ({"submission_metadata.yml": METADATA} if system == "gradescope" else {})

    made = by_us(course, system, packed(tmp_path / "all.zip", files))

    assert made.collected == ["ada"]
    if table is WORKSHEET:
        assert submitted(course)["ada:timestamp.txt"] == "2026-11-21 09:30:00 UTC"
        assert "the roster's times name no time zone and are taken for UTC" in made.notes


def test_the_gradebook_is_a_roster(course: Assignment, tmp_path: Path) -> None:
    (course.root / "roster.csv").unlink()
    path = packed(tmp_path / "all.zip", DOWNLOADS["canvas"])
    plain = by_us(course, "canvas", path)
    assert plain.collected == ["lovelaceada_1001", "obriensmithbob_1002", "çelikayşe_1003"]
    assert any("nothing says who the students are" in note for note in plain.notes)

    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as book:
        book.add_student("ada", first_name="Ada", last_name="Lovelace", lms_user_id="1001")
        book.add_student("obriensmithbob_1002")
    made = by_us(course, "canvas", path)

    assert made.collected == ["ada"]
    assert made.unchanged == ["obriensmithbob_1002"]
    assert made.unknown == ["çelikayşe (Canvas's number 1003): is not in the gradebook"]


def test_one_line_for_a_latecomer_leaves_the_others_known(course: Assignment, tmp_path: Path) -> None:
    """A roster.csv with one line had made strangers of everybody whom the gradebook knows."""
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as book:
        book.add_student("ada", first_name="Ada", last_name="Lovelace")
        book.add_student("zed", first_name="Zoe", last_name="Zed")  # an older entry: the file's goes first
    (course.root / "roster.csv").write_text("student,name\nzoe,Zoe Zed\n")
    files = {
        f"{name}_assignsubmission_file/mini.ipynb": "1" for name in ("Ada Lovelace_1", "Zoe Zed_2", "Eve Nobody_3")
    }

    made = by_us(course, "moodle", packed(tmp_path / "all.zip", files))

    assert made.collected == ["ada", "zoe"]
    assert made.unknown == ["Eve Nobody (participant 3): is in neither roster.csv nor the gradebook"]


def test_a_roster_that_says_nothing_is_refused(course: Assignment, tmp_path: Path) -> None:
    path = packed(tmp_path / "all.zip", DOWNLOADS["canvas"])
    for text, said in (
        ("", "holds nobody"),
        ("name,email\nAda,a@x.org\n", "Add a column `student`"),
        ("student,name\n../up,Ada Lovelace\n", "line 2: '../up' cannot be the name of a folder"),
    ):
        (tmp_path / "who.csv").write_text(text)
        with pytest.raises(UserError, match=said):
            by_us(course, "canvas", path, roster=tmp_path / "who.csv")


def link(path: Path) -> None:
    info = zipfile.ZipInfo("Ada Lovelace_5_assignsubmission_file/mini.ipynb")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(info, "/etc/passwd")


def named(name: str) -> Callable[[Path], object]:
    return lambda path: packed(path, {"Ada Lovelace_5_assignsubmission_file/mini.ipynb": "1", name: "2"})


def protected(path: Path) -> None:
    packed(path, {"Ada Lovelace_5_assignsubmission_file/mini.ipynb": "1"})
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)


def longer(path: Path) -> None:
    packed(path, {"Ada Lovelace_5_assignsubmission_file/mini.ipynb": "1"})
    data = bytearray(path.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 23] = 1  # the highest of the four bytes of the packed length
    path.write_bytes(data)


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for number in range(4):
            made.writestr(f"Ada Lovelace_{number}_assignsubmission_file/mini.ipynb", bytes(3_000_000))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (link, "is a link: nothing was unpacked"),
        (named("Ada Lovelace_5_assignsubmission_file/../../../up.txt"), "leads out of the archive"),
        (named("/tmp/Ada Lovelace_5_assignsubmission_file/x"), "is a path that starts elsewhere"),
        (named("C:\\Ada Lovelace_5_assignsubmission_file\\x"), "is a path that starts elsewhere"),
        (protected, "is protected by a password"),
        (longer, "claims to be longer than the whole archive"),
        (bomb, "unpacked it has 0.0 GB, more than the limit"),
        (lambda path: path.write_text("no zip"), "not a zip archive that can be read"),
        (lambda path: None, "there is no such file"),
    ],
)
def test_what_is_not_to_be_unpacked_is_refused_whole(
    course: Assignment,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    make: Callable[[Path], object],
    said: str,
) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL", 10_000_000)
    path = tmp_path / "all.zip"
    make(path)

    with pytest.raises(SystemExit) as ended:
        cli.main(["collect", NAME, str(path), "--from", "moodle"])

    assert ended.value.code == 2
    assert said in capsys.readouterr().err
    assert not (course.root / "submitted").exists()
    if path.exists():
        place = course.root / "downloaded" / NAME / "archive"
        place.mkdir(parents=True)
        path.rename(place / path.name)
        assert said in nbgrader("zip_collect", NAME, at=course.root, expected=2)
        assert not (course.root / "submitted").exists()


def test_a_file_too_large_costs_its_owner_alone(
    course: Assignment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.lms.collect.MAX_NOTEBOOK_BYTES", 1_000_000)
    files = DOWNLOADS["moodle"] | {"Ada Lovelace_5_assignsubmission_file_/big.bin": "0" * 1_000_001}

    made = by_us(course, "moodle", packed(tmp_path / "all.zip", files))

    assert made.collected == ["ada", "bob", "çelik"]
    assert "ada: big.bin: larger than 1 MB, left in the archive" in made.notes


def test_a_student_states_no_time_of_their_own(course: Assignment, tmp_path: Path) -> None:
    folder = "Ada Lovelace_5_assignsubmission_file"
    files = {f"{folder}/{name}": "2020-01-01" for name in ("mini.ipynb", "timestamp.txt", "submission_secret.txt")}

    by_us(course, "moodle", packed(tmp_path / "all.zip", files))

    assert list(submitted(course)) == ["ada:mini.ipynb"]


def test_metadata_that_swell_are_refused(course: Assignment, tmp_path: Path) -> None:
    for text, said in (
        ("a: &a [1]\nb: [*a, *a]\n", "refers to itself"),
        ("submission_88: !ruby/object:X {}\n", "does not say who handed in"),
        ("- 1\n", "does not say who handed in"),
    ):
        files = {"submission_88/mini.ipynb": "1", "submission_metadata.yml": text}
        with pytest.raises(UserError, match=said):
            by_us(course, "gradescope", packed(tmp_path / "all.zip", files))


def test_names_by_a_pattern_of_ones_own_are_collected_as_ever(course: Assignment, tmp_path: Path) -> None:
    config = course.root / "nbgrader_config.py"
    pattern = r".*/(?P<student_id>\w+)-(?P<file_id>mini)"
    config.write_text(f"{config.read_text()}c.FileNameCollectorPlugin.named_regexp = {pattern!r}\n")
    place = course.root / "downloaded" / NAME / "archive"
    packed(place / "some.zip", {"ada-mini.ipynb": "1"})
    (place / "bob-mini.ipynb").write_text("2")

    nbgrader("zip_collect", NAME, at=course.root)

    assert submitted(course) == {"ada:mini.ipynb": "1", "bob:mini.ipynb": "2"}
