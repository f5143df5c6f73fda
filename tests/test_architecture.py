"""The house is as its map says: short files, and pages about the code that the code bears out."""

import re
from pathlib import Path

import pytest

from scripts import draw_architecture

ROOT = Path(__file__).resolve().parents[1]
CHECKS = ROOT / "autograder" / "checks"
LONGEST_MODULE, LONGEST_CHECKS = 400, 250

_PAGES = ["README.md", "CONTRIBUTING.md", *sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/*.md"))]
_LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")


def test_no_module_is_long() -> None:
    packages = ("autograder", "bench", "demo", "parity", "scripts")
    modules = [path for name in packages for path in (ROOT / name).rglob("*.py") if CHECKS not in path.parents]
    long = {path.name: count for path in modules if (count := lines(path)) > LONGEST_MODULE}
    assert len(modules) > 90
    assert long == {}


def test_no_file_of_checks_is_long() -> None:
    files = [path for path in CHECKS.rglob("*.py") if path.parent.name not in ("wheats", "chaffs")]
    long = {path.relative_to(CHECKS).as_posix(): n for path in files if (n := lines(path)) > LONGEST_CHECKS}
    assert len(files) > 80
    assert long == {}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_the_picture_is_drawn_from_the_imports() -> None:
    current = draw_architecture.PAGE.read_text(encoding="utf-8")
    assert draw_architecture.page(current) == current, "run `python -m scripts.draw_architecture`"


@pytest.mark.parametrize("page", _PAGES)
def test_links_of_a_page_lead_somewhere(page: str) -> None:
    path = ROOT / page
    dead = [target for target in _LINK.findall(path.read_text(encoding="utf-8")) if not (path.parent / target).exists()]
    assert dead == []
