"""`grade --cluster`: a real scheduler and real workers on loopback, one of them killed halfway."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from miniature import NAME, WordEngine, answered, grade_in_process, make_course, submit
from nbgrader.api import Gradebook
from started import PYTHONPATH

from autograder.classroom import cluster
from autograder.classroom.cluster import Cluster
from autograder.classroom.executor import grade_all
from autograder.classroom.grade import grade
from autograder.classroom.status import status
from autograder.classroom.summary import Summary
from autograder.course import Assignment
from autograder.course.seed import Seed
from autograder.errors import UserError
from autograder.lms.nbgrader.books import Books
from autograder.lms.nbgrader.look import look

pytest.importorskip("distributed", reason="Dask is not installed")
pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


class Machines:
    """A scheduler and workers, each a process as on a machine of its own: no folder of the course's is named."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "scheduler.json"
        self.processes: list[subprocess.Popen[bytes]] = []
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(self.file))

    def worker(self, *options: str, package: Path = ROOT) -> subprocess.Popen[bytes]:
        given = ["--scheduler-file", str(self.file), "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
        return self._start("worker", *given, *options, package=package)

    def _start(self, kind: str, *options: str, package: Path = ROOT) -> subprocess.Popen[bytes]:
        log = (self.folder / f"log-{len(self.processes)}").open("wb")
        paths = os.pathsep.join([str(package), str(ROOT / "tests"), PYTHONPATH])
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + kind, *options],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": paths},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    @staticmethod
    def end(process: subprocess.Popen[bytes]) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(process.pid, number)
                process.wait(10)

    def close(self) -> None:
        for process in reversed(self.processes):
            self.end(process)


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    made = Machines(tmp_path_factory.mktemp("machines"))
    for _ in range(50):
        if made.file.is_file():
            break
        time.sleep(0.2)
    yield made
    made.close()


@pytest.fixture
def assignment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    grade_in_process(monkeypatch)
    monkeypatch.setattr("autograder.classroom.grade.grade_all", grade_all)
    made = make_course(tmp_path / "course")
    with (made.root / "nbgrader_config.py").open("a") as config:
        config.write("c.AutograderCourse.checks = 'checks'\n")
    checks = made.root / "checks" / NAME
    (checks / "double").mkdir(parents=True)
    (checks / "double" / "checks.py").write_text("# a check\n")
    from autograder.course import load

    return load(made.root, NAME)


def run(assignment: Assignment, **options: object) -> Summary:
    given = {"make_grader": WordEngine, "feedback": False, "progress": False}
    return grade(assignment, assignment.root, Books, **(given | options))


def reports(assignment: Assignment) -> dict[str, object]:
    found = {}
    for path in (assignment.root / "reports" / NAME).glob("*.json"):
        found[path.stem] = json.loads(path.read_text())
    return found


def scores(assignment: Assignment) -> dict[str, float]:
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        return {one.student_id: one.score for one in book.assignment_submissions(NAME)}


def the_class(assignment: Assignment) -> None:
    words = ("SLOW", "HALF", "RIGHT", "WRONG")
    for number in range(12):
        folder = submit(assignment, f"s{number:02}", answered(assignment, double=words[number % 4], why="Because."))
        (folder / "data.txt").write_text("beside the notebook")
    submit(assignment, "s12", "no notebook")


def test_a_class_on_three_workers_one_killed_halfway(
    machines: Machines, assignment: Assignment, tmp_path: Path
) -> None:
    workers = [machines.worker() for _ in range(3)]
    the_class(assignment)
    submit(assignment, "dead", answered(assignment, double="DEAD", why="Because."))
    run(assignment, jobs=2)
    wanted, gained = reports(assignment), scores(assignment)
    for name in ("reports", "gradebook.db", "autograded"):
        place = assignment.root / name
        shutil.rmtree(place) if place.is_dir() else place.unlink()

    class Killing(Cluster):
        """Kills a whole worker, with all that it started, when the first outcomes have come."""

        came = 0

        def news(self, seconds: float):  # type: ignore[no-untyped-def]
            for one in super().news(seconds):
                self.came += 1
                if self.came == 3:
                    family = psutil.Process(workers[0].pid)
                    for process in [family, *family.children(recursive=True)]:
                        with contextlib.suppress(psutil.NoSuchProcess):
                            process.kill()
                yield one

    summary = run(assignment, executor=Killing(scheduler_file=machines.file))

    assert workers[0].wait(5) == -signal.SIGKILL
    assert workers[1].poll() is None  # the submission that kills took processes along, and no worker
    assert workers[2].poll() is None
    assert reports(assignment) == wanted
    assert scores(assignment) == gained
    errors = {entry.student for entry in summary.entries if entry.status.value == "error"}
    assert errors == {"dead", "s12"}
    assert "(twice)" in next(entry.note for entry in summary.entries if entry.student == "dead")
    # Nothing of it is left on the workers, and the class is not stale where the head is another kind of machine.
    found = status(assignment, assignment.root, look(assignment, assignment.root), Seed())
    assert {one.student for one in found.standings if one.stale} == errors
    assert "12 unchanged" in run(assignment, executor=Cluster(scheduler_file=machines.file)).sentence()
    for worker in workers[1:]:
        machines.end(worker)


def test_a_worker_with_another_package_is_refused_with_the_remedy(
    machines: Machines, assignment: Assignment, tmp_path: Path
) -> None:
    submit(assignment, "ada", answered(assignment))
    other = tmp_path / "other"
    shutil.copytree(ROOT / "autograder", other / "autograder", ignore=shutil.ignore_patterns("0?_*", "__pycache__"))
    with (other / "autograder" / "engine" / "report.py").open("a") as file:
        file.write("\n# an older one\n")
    worker = machines.worker(package=other)
    with pytest.raises(UserError, match=r"would grade with something else \(the grader changed\): install there"):
        run(assignment, executor=Cluster(scheduler_file=machines.file))
    machines.end(worker)


def test_no_scheduler_and_no_worker_are_said(assignment: Assignment, tmp_path: Path, monkeypatch) -> None:
    submit(assignment, "ada", answered(assignment))
    monkeypatch.setattr(cluster, "CONNECT_S", 1.0)
    monkeypatch.setattr(cluster, "WORKERS_S", 1.0)
    with pytest.raises(UserError, match="no scheduler to be reached"):
        run(assignment, executor=Cluster("tcp://127.0.0.1:9"))
    with pytest.raises(UserError, match="no such file"):
        run(assignment, executor=Cluster(scheduler_file=tmp_path / "none.json"))
    lonely = Machines(tmp_path)
    try:
        for _ in range(50):
            if lonely.file.is_file():
                break
            time.sleep(0.2)
        monkeypatch.setattr(cluster, "CONNECT_S", 10.0)
        with pytest.raises(UserError, match="no worker came"):
            run(assignment, executor=Cluster(scheduler_file=lonely.file))
    finally:
        lonely.close()


def test_a_network_that_others_can_listen_to_is_refused() -> None:
    with pytest.raises(UserError, match="--trusted-network"):
        Cluster("tcp://192.0.2.1:8786")._require_privacy("tcp://192.0.2.1:8786")
    Cluster("tcp://192.0.2.1:8786", trusted=True)._require_privacy("tcp://192.0.2.1:8786")
    Cluster("tls://192.0.2.1:8786")._require_privacy("tls://192.0.2.1:8786")
