"""What a student installs to work on an assignment, without this repository: requirements.txt and environment.yml."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata

from nbformat.notebooknode import NotebookNode

from autograder.course.assignment import Assignment

FILES = ("requirements.txt", "environment.yml")
_ALWAYS = ("numpy", "matplotlib", "jupyterlab", "ipykernel")
_PYTHON = "3.12"  # the environment's; whoever has another from 3.11 on installs the requirements alone


def packages(notebook: NotebookNode) -> list[str]:
    """The packages that a notebook declares beside the usual ones."""
    named = notebook.metadata.get("autograder", {}).get("packages", [])
    return [str(name) for name in named]


def requirement_files(assignment: Assignment) -> Mapping[str, bytes]:
    """Both files' contents by name, made from the notebook's metadata."""
    version = metadata.version("torch").partition("+")[0]
    # Two figures of three: the course relies on PyTorch's numbers, and a repaired release gives the same.
    torch = "torch==" + ".".join(version.split(".")[:2]) + ".*"
    wanted = [torch, *_ALWAYS, *assignment.declared_packages()]
    said = f"# What {assignment.name} needs, on Linux, macOS and Windows. Made by `autograder build`."
    pip = f"{said}\n#   python -m pip install -r requirements.txt\n" + "".join(f"{name}\n" for name in wanted)
    conda = (
        f"{said}\n#   conda env create -f environment.yml && conda activate {assignment.topic}\n"
        f"name: {assignment.topic}\nchannels:\n  - conda-forge\n"
        f"dependencies:\n  - python={_PYTHON}\n  - pip\n  - pip:\n" + "".join(f"      - {name}\n" for name in wanted)
    )
    return {"requirements.txt": pip.encode(), "environment.yml": conda.encode()}
