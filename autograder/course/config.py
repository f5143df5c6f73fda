"""The course's own configuration, `nbgrader_config.py`: nbgrader's settings, and where the hidden checks lie.

    c.AutograderCourse.checks = "checks"     # relative to the course's folder

Where that is not set, they are in `autograder/checks` of the course's folder, if it has one, and else those of the
course that is installed with this package.

As nbgrader does, settings of the machine and of the user, in Jupyter's configuration folders (/etc/jupyter,
~/.jupyter), are read first: a hub names its exchange there. What the course's own file says wins.
"""

from __future__ import annotations

import sys
from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, JSONFileConfigLoader, PyFileConfigLoader

from autograder.errors import UserError

CONFIG = "nbgrader_config.py"
INSTALLED_CHECKS = Path(__file__).parents[1] / "checks"

_HANDED_OUT = ("source", "release", "solutions", "submitted", "autograded", "feedback")


def read_config(root: Path) -> Config:
    """The settings of the course at `root`, as nbgrader reads them there; raises UserError where that fails."""
    config = Config()
    for folder in reversed(jupyter_config_path()):  # the first of them wins
        config.merge(_loaded(Path(folder)) or {})
    own = _loaded(root)
    if own is None:
        raise UserError(f"{root / CONFIG}: there is no such file: is this the folder of a course?")
    config.merge(own)
    return config


def _loaded(folder: Path) -> Config | None:
    """What nbgrader_config.py and .json in one folder say; nothing where there is no such file."""
    found = None
    for name, kind in ((CONFIG, PyFileConfigLoader), (CONFIG.replace(".py", ".json"), JSONFileConfigLoader)):
        path_before = list(sys.path)
        try:
            config = kind(name, path=str(folder)).load_config()
        except ConfigFileNotFound:
            continue
        except Exception as error:  # the file is Python: anything may come out of it
            raise UserError(f"{folder / name}: cannot load it ({type(error).__name__}: {error}): repair it") from error
        finally:
            sys.path[:] = path_before
        found = found or Config()
        found.merge(config)
    return found


def checks_of(root: Path) -> Path:
    """The folder of the hidden checks of the course at `root`, one folder an assignment in it.

    Raises UserError where the configuration names no folder, or one that students get to see.
    """
    named = read_config(root).get("AutograderCourse", {}).get("checks")
    if named is None:
        beside = root / "autograder" / "checks"
        return beside if beside.is_dir() else INSTALLED_CHECKS
    if not isinstance(named, str | Path) or not str(named):
        raise UserError(f'{root / CONFIG}: c.AutograderCourse.checks must be a path, as "checks", not {named!r}')
    checks = (root / named).resolve()
    if not checks.is_dir():
        raise UserError(
            f"{root / CONFIG}: c.AutograderCourse.checks names {checks}, and there is no such folder: make it, or "
            "correct the path, which is relative to the folder of nbgrader_config.py"
        )
    _refuse_where_students_look(root.resolve(), checks)
    return checks


def _refuse_where_students_look(root: Path, checks: Path) -> None:
    """nbgrader copies source/ to release/, and what it collects and gives back is the students' own."""
    for name in _HANDED_OUT:
        folder = root / name
        if checks.is_relative_to(folder) or folder.is_relative_to(checks):
            raise UserError(
                f"{root / CONFIG}: the hidden checks would lie in {checks}, and nbgrader copies {name}/ for students: "
                'move them to a folder of their own, beside it, and name that: c.AutograderCourse.checks = "checks"'
            )
