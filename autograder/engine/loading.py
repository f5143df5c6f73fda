"""Importing an assignment's hidden checks, wherever they lie.

`NN_topic/` becomes a package with a name of its own, so that `from ..common import …` and `from . import probes` mean
the files beside, whichever other course's checks this process has imported before.
"""

import hashlib
import importlib
import sys
from pathlib import Path
from types import ModuleType

from autograder.course import Assignment
from autograder.errors import GradingError


def load_checks(assignment: Assignment) -> dict[Path, ModuleType]:
    """Import the files of the assignment's checks; what has changed since is imported anew.

    Raises GradingError, which names the file, where one cannot be imported.
    """
    package = package_of(assignment)
    return {path: _imported(f"{package}.{path.parent.name}.{path.stem}", path) for path in assignment.check_files()}


def package_of(assignment: Assignment) -> str:
    """The name under which the assignment's checks can be imported, as in `<name>.<exercise>.probes`."""
    package = f"hidden_checks_{_stamp(assignment)}"
    if package not in sys.modules:
        module = ModuleType(package, f"The hidden checks of {assignment.name}.")
        module.__path__ = [str(assignment.checks_dir)]
        sys.modules[package] = module
    return package


def _imported(name: str, path: Path) -> ModuleType:
    try:
        return importlib.import_module(name)
    except Exception as error:  # the file is Python: anything may come out of it
        raise GradingError(f"{path}: cannot be imported: {type(error).__name__}: {error}") from error


def _stamp(assignment: Assignment) -> str:
    seen = hashlib.sha256(str(assignment.checks_dir).encode())
    for path in sorted(assignment.checks_dir.rglob("*.py")):
        if path.parent.name not in ("wheats", "chaffs"):
            status = path.stat()
            seen.update(f"{path}\0{status.st_mtime_ns}\0{status.st_size}\n".encode())
    return seen.hexdigest()[:12]
