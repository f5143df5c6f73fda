"""The secret seed of a course's assignment: made once, kept outside the course, its owner's alone, shown nowhere."""

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from small_course import SmallCourse, small_course

from autograder.course.seed import VARIABLE, Seed, secret_seed, secrets_folder
from autograder.engine.report import Report
from autograder.errors import UserError

__all__ = ["small_course"]  # the fixture


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "secrets"))
    return tmp_path / "secrets"


def test_it_is_made_once_for_its_owner_alone(small_course: SmallCourse, secrets: Path) -> None:
    seed = secret_seed(small_course.load())

    assert seed.secret
    assert seed.value.bit_length() > 64
    assert secret_seed(small_course.load()) == seed
    (file,) = secrets.rglob("*.seed")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert not file.is_relative_to(small_course.root)


def test_courses_and_assignments_have_their_own(small_course: SmallCourse, secrets: Path, tmp_path: Path) -> None:
    assignment = small_course.load()
    others = [replace(assignment, name="02_more"), replace(assignment, root=tmp_path / "elsewhere")]
    assert len({secret_seed(one).value for one in (assignment, *others)}) == 3


def test_it_lies_below_the_data_folder_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert secrets_folder() == tmp_path
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert secrets_folder() == Path("/data/autograder")
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", "/home/ada")
    assert secrets_folder() == Path("/home/ada/.local/share/autograder")


def test_a_secret_that_others_can_read_or_that_is_damaged_is_refused(small_course: SmallCourse, secrets: Path) -> None:
    seed = secret_seed(small_course.load())
    (file,) = secrets.rglob("*.seed")
    file.chmod(0o644)
    with pytest.raises(UserError, match="chmod 600"):
        secret_seed(small_course.load())
    file.chmod(0o600)
    file.write_text(file.read_text()[:9])
    with pytest.raises(UserError, match="delete it") as refused:
        secret_seed(small_course.load())
    assert f"{seed.value:x}"[:9] not in str(refused.value)


def test_it_is_not_printed_and_two_are_told_apart() -> None:
    secret, other = Seed(12345678901234567890, secret=True), Seed(98765432109876543210, secret=True)
    assert "12345678901234567890" not in f"{secret} {secret!r} {secret.digest}"
    assert secret.digest != other.digest


def test_a_report_can_keep_a_seed_to_itself() -> None:
    report = Report("01_sums", (), "none", None)
    assert json.loads(report.to_json())["seed"] is None
    assert Report.from_json(report.to_json()) == report
