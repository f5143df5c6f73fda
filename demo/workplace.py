"""A place to work in, apart from the committed course: `python -m demo.workplace student|instructor [options]`.

    work/course/      the instructor's: nbgrader_config.py, source/, release/; the gradebook and all that grading makes
    work/exchange/    nbgrader's exchange between the two
    work/student/     the student's: assignments as they were fetched; what is written in them stays
    work/jupyter/     Jupyter's configuration of each view

Git ignores all of it. What is there already is never overwritten; whoever wants to start anew deletes work/.
"""

from __future__ import annotations

import argparse
import contextlib
import filecmp
import json
import logging
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeFetchAssignment, ExchangeReleaseAssignment
from traitlets.config import Config

from autograder.course import CONFIG, names

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "work"
VIEWS = ("student", "instructor")

_EXCHANGE = """\
c.CourseDirectory.course_id = {course_id!r}
c.Exchange.root = {exchange!r}
c.Exchange.cache = {cache!r}
"""
_COURSE = '''"""A copy of the course to work in: the repository's configuration, for this folder and its exchange."""

load_subconfig("nbgrader_config.py", path={root!r})

c = get_config()
c.CourseDirectory.root = {course!r}
'''
# JupyterLab would ask a server of its makers for news and versions; nothing here asks any network for anything.
_NO_NEWS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
_STUDENTS_DO_WITHOUT = ("formgrader", "create-assignment", "course-list")
_NBGRADERS_SERVER = "nbgrader.server_extensions"


def prepare(root: Path = ROOT, work: Path = WORK) -> list[str]:
    """Make whatever of the workplace is not there yet; returns remarks on what is there and differs from the course."""
    course, student, exchange = work / "course", work / "student", work / "exchange"
    for folder in (course, student, exchange, work / "cache"):
        folder.mkdir(parents=True, exist_ok=True)
    exchange.chmod(0o777)  # as nbgrader asks of an exchange
    shared = _EXCHANGE.format(course_id=_course_id(root), exchange=str(exchange), cache=str(work / "cache"))
    (course / CONFIG).write_text(_COURSE.format(root=str(root), course=str(course)) + shared)
    for view in VIEWS:
        _configure(work / "jupyter" / view, view, f"c = get_config()\n{shared}")
    remarks = []
    for name in names(root):
        for step in ("source", "release"):
            mine, theirs = course / step / name, root / step / name
            if not mine.is_dir():
                shutil.copytree(theirs, mine, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__"))
            elif step == "source" and not _is_same(mine, theirs):
                remarks.append(f"{mine} differs from {theirs}; it is left as it is (delete it to copy it again)")
        _hand_out(name, work, _course_id(root))
    return remarks


def command(view: str, arguments: Sequence[str], work: Path = WORK) -> tuple[list[str], Mapping[str, str], Path]:
    """What starts a view's JupyterLab: the command, what to add to the environment, the folder to start it in."""
    folder = work / ("student" if view == "student" else "course")
    # In containers one is root, and Jupyter refuses that unless it is told.
    root = ["--allow-root"] if os.geteuid() == 0 else []
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"  # nbgrader runs `alembic`
    own = str(work / "jupyter" / view)
    # In a virtual environment, Jupyter prefers the environment's configuration to the user's; this one comes first.
    environment = {"JUPYTER_CONFIG_DIR": own, "JUPYTER_CONFIG_PATH": own, "PATH": path}
    start = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", *root, *arguments]
    return start, environment, folder


def _hand_out(name: str, work: Path, course_id: str) -> None:
    """Release an assignment to the exchange, and fetch it from there, where that was not done yet."""
    log = logging.Logger("nbgrader")  # of its own: nothing of it reaches the terminal
    config = Config({"Exchange": {"root": str(work / "exchange"), "cache": str(work / "cache")}})
    config.CourseDirectory.course_id, config.CourseDirectory.assignment_id = course_id, name
    given = {"config": config, "log": log}
    authenticator = Authenticator(config=config)
    if not (work / "exchange" / course_id / "outbound" / name).is_dir():
        coursedir = CourseDirectory(root=str(work / "course"), **given)
        ExchangeReleaseAssignment(coursedir=coursedir, authenticator=authenticator, **given).start()
    if not (work / "student" / name).is_dir():
        coursedir = CourseDirectory(root=str(work / "student"), **given)
        with contextlib.chdir(work / "student"):
            ExchangeFetchAssignment(coursedir=coursedir, authenticator=authenticator, **given).start()


def _configure(folder: Path, view: str, nbgrader_config: str) -> None:
    student = view == "student"
    without = {f"@jupyter/nbgrader:{name}": True for name in _STUDENTS_DO_WITHOUT} if student else {}
    server = {f"{_NBGRADERS_SERVER}.{name}": not student for name in ("formgrader", "course_list")}
    files = {
        CONFIG: nbgrader_config,
        "labconfig/default_setting_overrides.json": json.dumps(_NO_NEWS),
        "labconfig/page_config.json": json.dumps({"disabledExtensions": without}),
        "jupyter_server_config.d/nbgrader.json": json.dumps({"ServerApp": {"jpserver_extensions": server}}),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def _course_id(root: Path) -> str:
    from autograder.course.config import read_config

    return str(read_config(root).get("CourseDirectory", {}).get("course_id", "")) or "course"


def _is_same(one: Path, other: Path) -> bool:
    files = [path.relative_to(other) for path in other.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts]
    return all((one / name).is_file() and filecmp.cmp(one / name, other / name, shallow=False) for name in files)


def main() -> None:
    """Prepare the workplace and become JupyterLab; whatever follows the view's name is passed to it."""
    parser = argparse.ArgumentParser(prog="python -m demo.workplace", description="Work on the course in JupyterLab.")
    parser.add_argument("view", choices=VIEWS)
    view, arguments = parser.parse_known_args()
    for remark in prepare():
        print(f"note: {remark}", file=sys.stderr)
    start, environment, folder = command(view.view, arguments)
    where = folder.relative_to(ROOT)
    if view.view == "student":
        print(f"The assignments are in {where}/. Hand in: menu Nbgrader → Assignment List, or `nbgrader submit NAME`.")
    else:
        print(f"The course is in {where}/. Menu Nbgrader → Formgrader.")
    sys.stdout.flush()
    os.chdir(folder)
    os.execve(start[0], start, {**os.environ, **environment})


if __name__ == "__main__":
    main()
