"""Archives that come in: what the owner of a file can put into its name or its contents costs nobody else anything.

Links, paths that lead out, passwords, lengths that lie and archives too large are in lms/test_collect.py; links and the
like in what Gradescope has unpacked are in test_what_comes_in.py. `autograder collect` and nbgrader's `zip_collect` are
asked alike.
"""

from __future__ import annotations

import gzip
import io
import os
import shutil
import sys
import tarfile
import unicodedata
import zipfile
from pathlib import Path

import pytest
from miniature import NAME, make_course
from nbgrader_apps import nbgrader

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.lms.archive import zipped
from autograder.lms.collect import Collected, collect
from autograder.lms.downloads import System

pytestmark = pytest.mark.attack

ROSTER = "student,name\nada,Ada Lovelace\nçelik,Ayşe Çelik\n"
ADA = "Ada Lovelace_5_assignsubmission_file"
AYSE = "Ayşe Çelik_7_assignsubmission_file"
CLASS = {f"{ADA}/mini.ipynb": b"ada's", f"{AYSE}/mini.ipynb": "ayşe's".encode()}
UTF_8 = 0x800  # flag of a member whose name is UTF-8, and not of the code page of an IBM PC


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")  # for alembic
    made = make_course(tmp_path / "course")
    (made.root / "roster.csv").write_text(ROSTER)
    monkeypatch.chdir(made.root)
    return made


def collected(course: Assignment, content: bytes) -> Collected:
    path = course.root.parent / "all.zip"
    path.write_bytes(content)
    return collect(course, course.root, path, System.MOODLE)


def by_nbgrader(course: Assignment, content: bytes, name: str = "all.zip", expected: int = 0) -> str:
    place = course.root / "downloaded" / NAME / "archive"
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(content)
    return nbgrader("zip_collect", NAME, at=course.root, expected=expected)


def submitted(course: Assignment) -> dict[str, bytes]:
    folder = course.root / "submitted"
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name.replace(f"/{NAME}/", ":"): content for name, content in found.items()}


BOTH = {"ada:mini.ipynb": b"ada's", "çelik:mini.ipynb": "ayşe's".encode()}


# -- names -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "é" * 200 + ".txt",  # 200 characters for a learning system, 404 bytes for a file system
        "/".join(["folder" * 20] * 60),
        "mini.ipynb/inside.txt",  # a folder where there is a file
    ],
    ids=["long", "deep", "a file as a folder"],
)
def test_a_name_that_cannot_be_written_costs_its_owner_that_file(course, name):
    """It had ended the whole run, with everybody after it not collected."""
    content = zipped({**CLASS, f"{ADA}/{name}": b"x"})

    made = collected(course, content)

    assert submitted(course) == BOTH
    assert any(note.startswith("ada: ") and "cannot be written" in note for note in made.notes)


def test_nor_does_it_in_nbgrader_s_own_way(course):
    said = by_nbgrader(course, zipped({**CLASS, f"{ADA}/{'é' * 200}.txt": b"x"}))

    assert {name: content for name, content in submitted(course).items() if "timestamp" not in name} == BOTH
    assert "cannot be written" in said


def test_all_files_of_one_student_have_a_limit_together(course, monkeypatch):
    """Each below the limit for a file, they filled the memory: they are read before anything is written."""
    monkeypatch.setattr("autograder.lms.collect.MAX_SUBMISSION_BYTES", 1_000)
    large = {f"{ADA}/{letter}.bin": b"0" * 400 for letter in "abc"}

    made = collected(course, zipped({**CLASS, **large}))

    assert sorted(submitted(course)) == ["ada:a.bin", "ada:b.bin", "ada:mini.ipynb", "çelik:mini.ipynb"]
    assert any("ada: c.bin: with the others larger" in note for note in made.notes)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", [f"{ADA}/mini.ipynb", f"{ADA}/./mini.ipynb", f"{ADA}//mini.ipynb"])
def test_of_two_files_of_one_name_none_is_taken(course, second):
    """The last had won, without a word: whose it was nobody can tell."""
    buffer = io.BytesIO(zipped(CLASS))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(second, "another")

    with pytest.raises(UserError, match="is in it twice: nothing was unpacked"):
        collected(course, buffer.getvalue())
    assert not (course.root / "submitted").exists()
    assert "is in it twice" in by_nbgrader(course, buffer.getvalue(), expected=2)


def test_names_that_differ_in_case_are_two_files(course):
    names = [f"{ADA}/Mini.ipynb", f"{ADA}/DATA.csv", f"{ADA}/data.csv"]

    collected(course, zipped({**CLASS, **{name: name.encode() for name in names}}))

    theirs = {name.replace(f"{ADA}/", "ada:"): name.encode() for name in names}
    assert submitted(course) == BOTH | theirs


def test_who_takes_the_name_of_another_takes_nobody_s_place(course):
    """Names can be changed in a learning system; the first in the archive had been taken for the student."""
    impostor = f"{ADA.replace('Ada L', 'ADA l').replace('_5_', '_6_')}/mini.ipynb"

    made = collected(course, zipped({**CLASS, impostor: b"forged"}))

    assert submitted(course) == {"çelik:mini.ipynb": "ayşe's".encode()}
    assert len(made.unknown) == 2
    assert all("would be ada, and so would" in one for one in made.unknown)


FORGED = """submission_9:
  :submitters:
  - :name: Ayşe Çelik
  :created_at: 2020-01-01 10:00:00 Z
"""
EXPORT = "assignment_77_export"
GRADESCOPE = {
    f"{EXPORT}/submission_88/mini.ipynb": b"ada's",
    f"{EXPORT}/submission_89/mini.ipynb": "ayşe's".encode(),
    f"{EXPORT}/submission_metadata.yml": FORGED.replace("submission_9", "submission_89").encode()
    + FORGED.replace("submission_9", "submission_88").replace("Ayşe Çelik", "Ada Lovelace").encode(),
}
FOR_AYSE = {"submission_metadata.yml": FORGED.encode(), "submission_9/mini.ipynb": b"forged"}
ONLINE = f"Ada Lovelace_5_assignsubmission_onlinetext/{AYSE}_mini.ipynb"  # a picture in a text can be called anything


@pytest.mark.parametrize(
    ("honest", "attack"),
    [
        (CLASS, {ONLINE: b"forged"}),
        (CLASS, {ONLINE.replace("_7_", "_8_"): b"forged"}),
        (CLASS, {f"{ADA}/{name}": content for name, content in FOR_AYSE.items()}),
        (GRADESCOPE, {f"{EXPORT}/submission_88/{name}": content for name, content in FOR_AYSE.items()}),
        (GRADESCOPE, {f"{EXPORT}/submission_88/{AYSE}/mini.ipynb": b"forged"}),
    ],
    ids=["a name", "a name with another number", "metadata in Moodle's", "metadata", "a name in Gradescope's"],
)
def test_the_names_of_one_s_own_files_speak_for_nobody_else(course, honest, attack):
    """Which system wrote an archive, and whose a file is, is read from names that students have no hand in."""
    path = course.root.parent / "all.zip"
    system = System.GRADESCOPE if honest is GRADESCOPE else System.MOODLE
    for files in ([*honest.items(), *attack.items()], [*attack.items(), *honest.items()]):  # in no order either
        shutil.rmtree(course.root / "submitted", ignore_errors=True)
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in files:
                archive.writestr(name, content)

        made = collect(course, course.root, path, system)
        assert {name: text for name, text in submitted(course).items() if name in BOTH} == BOTH
        assert (made.collected, made.unknown) == (["ada", "çelik"], [])

    shutil.rmtree(course.root / "submitted")
    by_nbgrader(course, path.read_bytes())
    assert {name: text for name, text in submitted(course).items() if name in BOTH} == BOTH


def without_utf_8(content: bytes) -> bytes:
    """The archive without the flag that says how its names are written: some programs forget it."""
    data = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place + 1] &= ~(UTF_8 >> 8)
            at = data.find(mark, at + 4)
    return bytes(data)


def test_names_of_every_writing_find_their_owner_or_are_said(course):
    apart = {unicodedata.normalize("NFD", name): content for name, content in CLASS.items()}  # as macOS writes them
    collected(course, zipped(apart))
    assert submitted(course) == BOTH

    made = collected(course, without_utf_8(zipped({f"{AYSE}/mini.ipynb": b"other", f"{ADA}/mini.ipynb": b"ada's"})))
    assert made.unchanged == ["ada"]
    assert len(made.unknown) == 1  # whoever that is
    assert submitted(course) == BOTH


def test_a_name_that_is_no_utf_8_is_refused(course):
    content = zipped({f"{ADA}/mini.ipynb": b"1", f"{ADA}/ç.csv": b"2"}).replace("ç".encode(), b"\xff\xff")

    with pytest.raises(UserError, match="not a zip archive that can be read"):
        collected(course, content)
    assert not (course.root / "submitted").exists()


# -- contents ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", [collected, by_nbgrader])
def test_an_archive_in_an_archive_stays_packed(course, way):
    """A bomb, or a path that leads out, does nothing as long as nobody unpacks it."""
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w") as archive:
        archive.writestr("../../bob/01_mini/mini.ipynb", "forged")
    content = zipped({**CLASS, f"{ADA}/work.zip": inside.getvalue()})

    way(course, content)

    found = {name: each for name, each in submitted(course).items() if "timestamp" not in name}
    assert found == BOTH | {"ada:work.zip": inside.getvalue()}


def tar(name: str, kind: bytes, target: str = "") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, target
        archive.addfile(info, io.BytesIO())
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        tar(f"{ADA}/mini.ipynb", tarfile.SYMTYPE, "/etc/passwd"),
        tar("../../up.txt", tarfile.REGTYPE),
        tar(f"{ADA}/pipe", tarfile.FIFOTYPE),
        gzip.compress(bytes(1_000_000)),
    ],
    ids=["link", "path", "pipe", "bomb"],
)
def test_other_archives_are_not_unpacked(course, content):
    with pytest.raises(UserError, match="not a zip archive that can be read"):
        collected(course, content)
    said = by_nbgrader(course, content, "all.tar.gz")
    assert "only .zip archives are unpacked" in said
    assert not (course.root / "submitted").exists()
    assert not (course.root.parent / "up.txt").exists()


def test_a_member_that_is_longer_than_it_says_is_refused(course):
    """Its length is what the limit is held against; more than that is never unpacked."""
    content = bytearray(zipped({f"{ADA}/mini.ipynb": bytes(5_000_000)}))
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")

    with pytest.raises(UserError, match="not a zip archive that can be read"):
        collected(course, bytes(content))
    assert submitted(course) == {}


def test_members_that_share_their_bytes_count_each(course, monkeypatch):
    """A bomb of one stretch of zeros under many names: the limit is held against the sum of what they say."""
    monkeypatch.setattr("autograder.lms.archive.MAX_TOTAL", 10_000_000)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{ADA}/0.bin", bytes(1_000_000))
        one = archive.filelist[0]
        for number in range(1, 20):
            again = zipfile.ZipInfo(f"{ADA}/{number}.bin")
            for field in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(again, field, getattr(one, field))
            archive.filelist.append(again)

    with pytest.raises(UserError, match="more than the limit"):
        collected(course, buffer.getvalue())


@pytest.mark.parametrize("kind", [0o020000, 0o060000, 0o010000, 0o140000], ids=["tty", "disk", "pipe", "socket"])
def test_a_device_in_an_archive_becomes_an_ordinary_file(course, kind):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in CLASS.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (kind | 0o4777) << 16
            archive.writestr(info, content)

    collected(course, buffer.getvalue())

    assert submitted(course) == BOTH
    for path in (course.root / "submitted").rglob("mini.ipynb"):
        assert path.stat().st_mode & 0o7000 == 0
