"""What `autograder build --target otter` writes."""

import ast
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import nbformat
import pytest
from small_course import NAME, SmallCourse, small_course

from autograder import cli, course
from autograder.engine.checks import collect
from autograder.errors import UserError
from autograder.lms import pins
from autograder.lms.gradescope.target import build_gradescope
from autograder.lms.otter import target
from autograder.lms.otter.target import build_otter
from autograder.lms.otter.tests import for_grading

__all__ = ["small_course"]  # the fixture

REPOSITORY = Path(__file__).resolve().parents[3]


def members(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Every file in an archive, and in the archives in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)
            if name.endswith(".zip"):
                yield from members(archive.read(name))


def test_students_get_the_notebook_and_visible_tests_alone(small_course: SmallCourse, tmp_path: Path) -> None:
    student, _ = build_otter(small_course.load(), tmp_path / "out")

    found = sorted(path.relative_to(student).as_posix() for path in student.rglob("*") if path.is_file())
    assert found == ["requirements.txt", "sums.ipynb", "tests/quiz.py", "tests/total.py"]
    everything = "".join(path.read_text() for path in student.rglob("*") if path.is_file())
    assert "test_adds_every_element" not in everything
    assert "running_sum" not in everything, "the solution"


def test_notebook_connects_itself_and_asks_for_every_exercise(small_course: SmallCourse, tmp_path: Path) -> None:
    student, _ = build_otter(small_course.load(), tmp_path / "out")

    notebook = nbformat.read(student / "sums.ipynb", as_version=4)
    nbformat.validate(notebook)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert "otter.Notebook()" in code[0]
    assert [source for source in code if source.startswith("grader.check")] == [
        'grader.check("total")',
        'grader.check("quiz")',
    ]
    assert notebook.cells[-1].source == "YOUR ANSWER HERE", "the manual question stays as it is"


def test_same_course_gives_the_same_bytes(small_course: SmallCourse, tmp_path: Path) -> None:
    loaded = small_course.load()
    first, second = tmp_path / "first", tmp_path / "second"

    for out in (first, second):
        build_otter(loaded, out)
        build_gradescope(loaded, out / "gradescope.zip")

    for path in first.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (second / path.relative_to(first)).read_bytes(), path.name


@pytest.mark.parametrize("build", ["otter", "gradescope"])
def test_no_path_of_this_machine_and_no_index_is_named(small_course: SmallCourse, tmp_path: Path, build: str) -> None:
    loaded = small_course.load()
    path = tmp_path / "archive.zip"
    if build == "otter":
        path = build_otter(loaded, tmp_path)[1]
    else:
        build_gradescope(loaded, path)

    for name, content in members(path.read_bytes()):
        for told in (str(REPOSITORY), str(small_course.root), str(tmp_path)):
            assert told.encode() not in content, name
        # Otter's own set-up script fetches its package manager from where otter says.
        assert name == "setup.sh" or b"--index-url http" not in content


def test_index_is_the_instructors_to_name(small_course: SmallCourse, tmp_path: Path) -> None:
    url = "file:///wheels"
    archive = build_otter(small_course.load(), tmp_path, url)[1]
    build_gradescope(small_course.load(), tmp_path / "gradescope.zip", url)

    assert f"--extra-index-url {url}".encode() in zipfile.ZipFile(archive).read("environment.yml")
    requirements = zipfile.ZipFile(tmp_path / "gradescope.zip").read("requirements.txt").decode().splitlines()
    assert requirements[0] == f"--extra-index-url {url}"
    assert any(line.startswith("torch==") for line in requirements)


def test_cases_share_their_exercises_points_by_weight(small_course: SmallCourse) -> None:
    small_course.add_check_file(
        "total/checks.py",
        "from autograder.expect import check\n\n\n"
        '@check("total", weight=3)\ndef test_one(student):\n    """One."""\n\n\n'
        '@check("total")\ndef test_two(student):\n    """Two."""\n',
    )
    loaded = small_course.load()
    checks = collect(loaded)

    text = for_grading(loaded.exercises[0], "assert total", checks)

    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    cases = [{word.arg: ast.literal_eval(word.value) for word in call.keywords} for call in calls if call.keywords]
    assert [(case["points"], case.get("hidden", False)) for case in cases] == [(0, False), (1.5, True), (0.5, True)]


@pytest.mark.slow
def test_hidden_data_reach_the_archive_and_no_student(tmp_path: Path) -> None:
    loaded = course.load(REPOSITORY, "04_training")
    student, archive = build_otter(loaded, tmp_path)

    hidden = {path.read_bytes() for path in (loaded.checks_dir / "hidden").rglob("*") if path.is_file()}
    assert hidden
    assert hidden <= {content for _, content in members(archive.read_bytes())}
    assert not hidden & {path.read_bytes() for path in student.rglob("*") if path.is_file()}
    assert (student / "data/mnist/train-images-idx3-ubyte.gz").is_file()


def test_without_otter_the_message_names_the_extra(
    small_course: SmallCourse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(target, "find_spec", lambda name: None)
    monkeypatch.setattr(pins.metadata, "version", missing)

    with pytest.raises(UserError, match=r"the extra `otter`"):
        build_otter(small_course.load(), tmp_path)


@pytest.mark.parametrize(
    "arguments", [["--target", "otter", "--check"], ["--extra-index-url", "file:///wheels"], ["--target", "moodle"]]
)
def test_options_that_do_not_fit_are_bad_usage(
    small_course: SmallCourse, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["build", *arguments])

    assert end.value.code == 2
    assert capsys.readouterr().err


def test_command_says_what_it_wrote(small_course: SmallCourse, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["build", "--target", "otter"])

    assert end.value.code == 0
    assert capsys.readouterr().out.split() == [
        f"dist/otter/{NAME}/{name}" for name in ("student", "autograder.zip", "gradescope.zip")
    ]
    settings = zipfile.ZipFile(f"dist/otter/{NAME}/gradescope.zip").read("gradescope.json")
    assert json.loads(settings)["assignment"] == NAME


def test_pins_hold_all_that_grading_imports() -> None:
    """A machine that installed the pins and nothing else can import the engine, the judge and their command."""
    wanted = {line.partition("==")[0] for line in pins.for_engine(course.load(REPOSITORY, "01_tensors"))}
    script = (
        "import sys, importlib.metadata as m\n"
        "import autograder.lms.gradescope.__main__, autograder.lms.otter.judge, autograder.boundary.zygote as z\n"
        "z._warm_up()\n"
        "where = m.packages_distributions()\n"
        "tops = {name.partition('.')[0] for name in sys.modules}\n"
        "sys.__stdout__.write(' '.join(sorted({d for t in tops for d in where.get(t, [])})))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    used = {name.lower().replace("_", "-").replace(".", "-") for name in done.stdout.split()}
    at_will = {"colorama", "dill", "psutil"}  # libraries take them along where they are installed
    assert used - wanted - at_will <= {"pytorch-course-autograder"}


def test_without_a_lock_file_the_installed_versions_are_pinned(
    small_course: SmallCourse, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    locked = dict(line.split("==") for line in pins.for_engine(small_course.load()))
    monkeypatch.setattr(pins, "LOCK", tmp_path / "requirements.lock")
    here = dict(line.split("==") for line in pins.for_engine(small_course.load()))

    assert here == {name: version for name, version in locked.items() if name in here}
    assert len(here) > 0.8 * len(locked), "all but what an extra asks for, such as jsonschema[format]"
    small_course.edit(lambda _, notebook: notebook["metadata"].update(autograder={"packages": ["no-such-package"]}))
    with pytest.raises(UserError, match="this environment has no version of no-such-package: install it"):
        pins.for_engine(small_course.load())
