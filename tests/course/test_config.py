"""Where a course keeps its hidden checks, and where it must not."""

import shutil
from pathlib import Path

import pytest
from nbgrader.apps import NbGraderAPI
from small_course import NAME, SmallCourse, small_course
from traitlets.config import Config

from autograder.course import CONFIG, load
from autograder.course.config import INSTALLED_CHECKS, checks_of, read_config
from autograder.errors import UserError

__all__ = ["small_course"]


def configured(root: Path, line: str) -> Path:
    (root / CONFIG).write_text(f"c = get_config()\n{line}\n")
    return root


def test_the_configuration_says_where(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()

    assert checks_of(configured(tmp_path, 'c.AutograderCourse.checks = "secrets"')) == tmp_path / "secrets"
    assert checks_of(configured(tmp_path, f"c.AutograderCourse.checks = {str(tmp_path / 'secrets')!r}")) == (
        tmp_path / "secrets"
    )


def test_without_a_word_they_lie_beside_it_or_are_those_of_the_installed_course(tmp_path: Path) -> None:
    root = configured(tmp_path, "")
    assert checks_of(root) == INSTALLED_CHECKS

    (root / "autograder" / "checks").mkdir(parents=True)
    assert checks_of(root) == root / "autograder" / "checks"


def test_an_assignment_has_a_folder_in_them(small_course: SmallCourse) -> None:
    assert load(small_course.root, NAME).checks_dir == small_course.root / "checks" / NAME


@pytest.mark.parametrize("place", ["source", "source/01_sums", "release/checks", "solutions", "submitted/x", "."])
def test_a_place_that_students_get_to_see_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / place).mkdir(parents=True, exist_ok=True)
    (tmp_path / "source").mkdir(exist_ok=True)

    with pytest.raises(UserError, match=r"nbgrader copies \w+/ for students: move them"):
        checks_of(configured(tmp_path, f"c.AutograderCourse.checks = {place!r}"))


def test_a_link_into_such_a_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "release" / "hidden").mkdir(parents=True)
    (tmp_path / "checks").symlink_to(tmp_path / "release" / "hidden")

    with pytest.raises(UserError, match="nbgrader copies release/ for students"):
        checks_of(configured(tmp_path, 'c.AutograderCourse.checks = "checks"'))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('c.AutograderCourse.checks = "nowhere"', "there is no such folder: make it"),
        ("c.AutograderCourse.checks = 3", 'must be a path, as "checks", not 3'),
        ('c.AutograderCourse.checks = ""', "must be a path"),
        ("c.AutograderCourse.checks = oops", r"cannot load it \(NameError"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(UserError, match=rf"nbgrader_config\.py: .*{said}"):
        checks_of(configured(tmp_path, line))


def test_nbgrader_itself_releases_no_such_course(small_course: SmallCourse) -> None:
    config = small_course.root / CONFIG
    text = config.read_text()
    shutil.copytree(small_course.checks, small_course.source.parent / "hidden" / NAME)

    for checks, released in (("checks", True), ("source/01_sums/hidden", False)):
        config.write_text(f"{text}c.AutograderCourse.checks = {checks!r}\n")
        settings: Config = read_config(small_course.root)
        settings.CourseDirectory.root = str(small_course.root)
        result = NbGraderAPI(config=settings).generate_assignment(NAME, force=True)
        assert result["success"] is released
        assert (small_course.root / "release" / NAME / "sums.ipynb").exists() is released
    assert "nbgrader copies source/ for students" in result["log"]


def test_settings_of_the_machine_are_read_and_the_courses_own_win(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As nbgrader does: on a hub, /etc/jupyter/nbgrader_config.py names the exchange."""
    machine, user, root = (tmp_path / name for name in ("machine", "user", "course"))
    for folder in (machine, user, root):
        folder.mkdir()
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(machine))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(user))
    configured(machine, 'c.Exchange.root = "/machine"\nc.CourseDirectory.course_id = "machine"\nc.Exchange.cache = "m"')
    (user / "nbgrader_config.json").write_text('{"Exchange": {"root": "/user"}}')
    configured(root, 'c.CourseDirectory.course_id = "own"')

    read = read_config(root)

    assert (read.Exchange.root, read.Exchange.cache, read.CourseDirectory.course_id) == ("/machine", "m", "own")
    configured(machine, "c.Exchange.cache = oops")
    with pytest.raises(UserError, match=r"machine/nbgrader_config\.py: cannot load it"):
        read_config(root)


def test_a_folder_without_a_configuration_is_no_course(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no such file"):
        read_config(tmp_path)
