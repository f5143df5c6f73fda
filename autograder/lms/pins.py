"""Exact versions for machines that grade or learn elsewhere: cut out of requirements.lock, or those installed here."""

import re
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

import autograder
from autograder.course import Assignment
from autograder.errors import UserError

LOCK = Path(autograder.__file__).parent.parent / "requirements.lock"
# What a submission's process imports: the notebooks' libraries and IPython's way of showing plots.
_NOTEBOOK = ("torch", "numpy", "matplotlib", "matplotlib-inline", "ipython", "ipykernel", "tqdm", "networkx")
# What reads notebooks and runs checks beside it.
_CHECKS = ("nbformat", "msgpack", "pytest")
# What the command line, the sandbox and the feedback need on top.
_ENGINE = ("typer", "rich", "pyseccomp", "jinja2", "markupsafe", "nh3")


def for_students(assignment: Assignment) -> list[str]:
    """Pins of what a student installs to work on an otter notebook, without what those packages need in turn."""
    lock = versions()
    names = {"torch", "numpy", "matplotlib", "jupyterlab", "ipykernel", *assignment.declared_packages()}
    return [*_pinned(lock, names), f"otter-grader=={otter_version()}"]


def for_otter(assignment: Assignment) -> list[str]:
    """Pins of all that grading through otter needs beside otter itself."""
    return _closure({*_NOTEBOOK, *_CHECKS, *assignment.declared_packages()})


def for_engine(assignment: Assignment) -> list[str]:
    """Pins of all that our own engine needs to grade this assignment."""
    return _closure({*_NOTEBOOK, *_CHECKS, *_ENGINE, *assignment.declared_packages()})


def text(pinned: Iterable[str], extra_index_url: str | None = None) -> str:
    """The contents of a requirements.txt; `extra_index_url` is where pip finds the CPU build of torch."""
    index = [f"--extra-index-url {extra_index_url}"] if extra_index_url else []
    return "\n".join([*index, *pinned]) + "\n"


def otter_version() -> str:
    """The version of the installed otter-grader; raises UserError where there is none."""
    try:
        return metadata.version("otter-grader")
    except metadata.PackageNotFoundError:
        raise UserError(
            "otter-grader is not installed: install the extra `otter` (pip install -e '.[otter]'), or run `make setup`"
        ) from None


Versions = Mapping[str, tuple[str, frozenset[str]]]
"""Package → version, and the packages that ask for it."""


def versions() -> Versions:
    """Those of the lock file; where this package was installed without one, those that are installed here."""
    return read_lock(LOCK) if LOCK.is_file() else installed()


def read_lock(path: Path) -> Versions:
    """What a lock file as pip-compile writes it pins."""
    found: dict[str, tuple[str, set[str]]] = {}
    asked_by: set[str] = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([\w.-]+)==(\S+)", line):
            asked_by = set()
            found[_normal(match[1])] = (match[2], asked_by)
        elif (match := re.match(r"\s+#\s+(?:via\s+)?([\w.-]+)", line)) and match[1] != "via":
            asked_by.add(_normal(match[1]))
    return {name: (version, frozenset(by)) for name, (version, by) in found.items()}


def installed() -> Versions:
    """What this environment has; a local version such as torch's +cpu is left to the machine that installs."""
    here: dict[str, metadata.Distribution] = {}
    for found in metadata.distributions():
        here.setdefault(_normal(found.name), found)  # of several copies on the path, the first is the one imported
    asked_by: dict[str, set[str]] = {name: set() for name in here}
    for name, distribution in here.items():
        for requirement in map(Requirement, distribution.requires or ()):
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                asked_by.setdefault(_normal(requirement.name), set()).add(name)
    return {name: (each.version.partition("+")[0], frozenset(asked_by[name])) for name, each in here.items()}


def _closure(roots: set[str]) -> list[str]:
    lock = versions()
    wanted = {_normal(name) for name in roots}
    while more := {name for name, (_, by) in lock.items() if by & wanted} - wanted:
        wanted |= more
    return _pinned(lock, wanted)


def _pinned(lock: Versions, names: Iterable[str]) -> list[str]:
    names = {_normal(name) for name in names}
    if missing := sorted(names - lock.keys()):
        where, remedy = (
            (f"{LOCK}: has", "run `make lock`") if LOCK.is_file() else ("this environment has", "install it")
        )
        raise UserError(f"{where} no version of {', '.join(missing)}: {remedy}")
    return [f"{name}=={lock[name][0]}" for name in sorted(names)]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
