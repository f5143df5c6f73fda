"""A term with the accounts of one machine, as on a hub: an instructor and two students, whose homes are their own.

Nothing stands in for anything here: nbgrader's exchange, our grading and its sandbox run as ordinary users.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from accounts import Accounts, missing

COURSE = "my-course"
TEACHER, BEN, CLEO = "teacher", "ben", "cleo"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing()), reason=f"several accounts cannot be had: {missing()}"),
]


@pytest.fixture
def hub(request: pytest.FixtureRequest) -> Iterator[Accounts]:
    """Accounts with that umask, and an exchange that is made as docs/jupyterhub.md says."""
    with tempfile.TemporaryDirectory(prefix="hub-") as name:  # pytest's own folders are root's alone
        folder = Path(name)
        (folder / "exchange").mkdir()
        (folder / "exchange").chmod(0o777)
        (folder / "etc").mkdir(mode=0o755)
        settings = f'c.Exchange.root = "{folder}/exchange"\nc.CourseDirectory.course_id = "{COURSE}"\n'
        (folder / "etc" / "nbgrader_config.py").write_text(f"c = get_config()\n{settings}")
        yield Accounts(folder, (TEACHER, BEN, CLEO), folder / "etc", umask=request.param)


@pytest.mark.parametrize(
    ("hub", "grade"),
    [
        pytest.param(0o022, "autograder grade 01_first", id="autograder grade"),
        pytest.param(
            0o077,
            "nbgrader autograde 01_first; nbgrader generate_feedback 01_first",
            id="nbgrader autograde",
            marks=pytest.mark.skipif("ACCOUNTS" not in os.environ, reason="three minutes: ACCOUNTS=all runs it"),
        ),
    ],
    indirect=["hub"],
)
def test_a_term_of_three_accounts(hub: Accounts, grade: str) -> None:
    hub.run(TEACHER, f"autograder new-course {COURSE}")
    hub.run(TEACHER, "nbgrader generate_assignment 01_first --force; nbgrader release_assignment 01_first", COURSE)
    for student in (BEN, CLEO):
        assert "Fetched as" in hub.run(student, "nbgrader list; nbgrader fetch_assignment 01_first")
        assert "Submitted as" in hub.run(student, "nbgrader submit 01_first")
    assert "ben 01_first" in hub.run(TEACHER, "nbgrader list --inbound; nbgrader collect 01_first", COURSE)

    hub.run(TEACHER, f"{grade}; nbgrader release_feedback 01_first", COURSE)
    assert hub.run(TEACHER, "autograder status 01_first", COURSE).count("released") == 2
    assert "feedback ready to be fetched" in hub.run(BEN, "nbgrader list --cached; nbgrader fetch_feedback 01_first")
    (page,) = pages(hub, BEN)
    assert "as it was handed out" in page

    answer(hub, BEN)
    hub.run(BEN, "nbgrader submit 01_first")
    hub.run(TEACHER, f"nbgrader collect 01_first --update; {grade}; nbgrader release_feedback 01_first", COURSE)
    hub.run(BEN, "nbgrader fetch_feedback 01_first")
    hub.run(CLEO, "nbgrader fetch_feedback 01_first")
    assert [score(page) for page in pages(hub, BEN)] == ["0", "2"]
    assert [score(page) for page in pages(hub, CLEO)] == ["0"]

    permissions_are_as_documented(hub)
    nobody_looks_at_anothers(hub)
    who_claims_to_be_another_is_named(hub)


def answer(hub: Accounts, student: str) -> None:
    """The student writes what the course's solution says."""
    solution = (hub.home(TEACHER) / COURSE / "solutions" / "01_first" / "first.ipynb").read_bytes()
    (hub.home(student) / "01_first" / "first.ipynb").write_bytes(solution)


def pages(hub: Accounts, student: str) -> list[str]:
    return [path.read_text() for path in sorted(hub.home(student).glob("01_first/feedback/*/first.html"))]


def score(page: str) -> str:
    (points,) = re.findall(r'<span class="score">([\d.]+)</span>', page)
    return str(points)


def permissions_are_as_documented(hub: Accounts) -> None:
    """The table in docs/jupyterhub.md."""
    course, of_course = hub.folder / "exchange" / COURSE, hub.home(TEACHER) / COURSE
    places = {course / "outbound": 0o755, course / "inbound": 0o2733, course / "feedback": 0o711, of_course: 0o700}
    assert {place: place.stat().st_mode & 0o7777 for place in places} == places


def nobody_looks_at_anothers(hub: Accounts) -> None:
    """Neither what another handed in, nor the page about it, nor the course's folder, also where names are known."""
    exchange = hub.folder / "exchange" / COURSE
    theirs = [
        *exchange.glob("feedback"),
        *exchange.glob("inbound"),
        hub.home(BEN) / "01_first",
        hub.home(TEACHER) / COURSE,
    ]
    assert len(theirs) == 4
    for place in theirs:
        assert hub.start(CLEO, f"ls {place}").returncode != 0, place
    assert hub.start(CLEO, f"rm -r {exchange}/outbound/01_first; touch {exchange}/x").returncode != 0
    hub.run(CLEO, "nbgrader fetch_feedback 01_first --student ben")  # nbgrader looks for cleo's all the same
    assert len(pages(hub, CLEO)) == 1


def who_claims_to_be_another_is_named(hub: Accounts) -> None:
    """What docs/jupyterhub.md says about `submit --student`: collect leaves it out and says so until it is removed."""
    hub.run(CLEO, "nbgrader submit 01_first --student ben")
    done = hub.start(TEACHER, "nbgrader collect 01_first --update", COURSE)
    assert done.returncode == 1
    (place,) = set(re.findall(r"(\S+/inbound/[^:]+:[^:]+:[^:]+): is not ben's: somebody else made it", done.stderr))
    hub.run(TEACHER, f"rm -r '{place}'; nbgrader collect 01_first --update", COURSE)
    notebook = hub.home(TEACHER) / COURSE / "submitted" / "ben" / "01_first" / "first.ipynb"
    assert "# YOUR CODE HERE" not in notebook.read_text()
