"""The Formgrader's page of one submission: what a student wrote, or is called, must not act in an instructor's browser.

Its script finds the fields for points by id and class, and what is clicked by class. So an element of a student's that
has such an id or class is a button for the student's points, and one of Bootstrap's classes lays it over the page.
"""

import html
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from miniature import NAME, answered, submit
from nbconvert.exporters import HTMLExporter
from nbgrader.apps import NbGrader
from nbgrader.server_extensions.formgrader import formgrader as extension
from nbgrader.server_extensions.formgrader import handlers

from autograder.boundary.bounded import Budget
from autograder.lms.nbgrader import pages
from autograder.lms.roster import is_id
from autograder.pages.outputs import bounded_html

pytestmark = pytest.mark.attack

BUTTON = (
    '<div class="nbgrader_cell"><span id="double_check"></span>'
    '<div class="modal-backdrop fade score full-credit tabbable">derivation</div></div>'
)
KINDS = {"raw": nbformat.v4.new_raw_cell, "markdown": nbformat.v4.new_markdown_cell, "code": nbformat.v4.new_code_cell}


@pytest.fixture
def formgrader(word_course: Any, word_api: Any) -> Any:
    """A function that hands a notebook in, autogrades it and returns the page that the Formgrader shows of it."""

    def shown(notebook: Any, student: str = "eve", **about: Any) -> str:
        submit(word_course, student, notebook)
        result = word_api.autograde(NAME, student)
        assert result["success"], result["log"]
        app = NbGrader()
        app.load_config_file()
        app.config.HTMLExporter.template_name = "formgrade"
        app.config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
        usual = {"assignment_id": NAME, "notebook_id": "mini", "submission_id": "1", "index": 0, "total": 1}
        usual |= {"base_url": "", "student": student, "last_name": None, "first_name": None}
        usual |= {"notebook_path": f"/notebooks/autograded/{student}/{NAME}/mini.ipynb"}
        path = Path("autograded", student, NAME, "mini.ipynb")
        page, _ = HTMLExporter(config=app.config).from_filename(str(path), resources=usual | about)
        return str(page)

    return shown


@pytest.mark.parametrize("kind", KINDS)
def test_no_cell_holds_a_button_for_its_own_points(word_course, formgrader, kind):
    notebook = answered(word_course)
    notebook.cells.insert(0, KINDS[kind](BUTTON))

    page = formgrader(notebook)

    assert "derivation" in page
    assert page.count('id="double_check"') == 1
    assert "modal-backdrop" not in re.sub(r"<(pre|style)\b.*?</\1>", "", page, flags=re.DOTALL)


def test_a_raw_cell_takes_no_time_without_end(word_course, formgrader, monkeypatch):
    """nbconvert's own cleaning takes the square of the length for nested elements, in the Formgrader's server."""
    monkeypatch.setattr("bleach.clean", lambda *_, **__: pytest.fail("in the server"))
    notebook = answered(word_course)
    notebook.cells.append(nbformat.v4.new_raw_cell("<p><b>" * 50_000))
    assert len(formgrader(notebook)) < 12_000_000


def test_a_page_has_so_many_elements_and_no_more():
    """nbconvert reads the whole page again, in the Formgrader's server: a million elements took it a minute."""
    budget, html = Budget(), "<i>x</i>" * 20_000
    shown = [pages._within(budget, name, lambda *_, budget: html, name) for name in "abcdefghijkl"]
    shown += [bounded_html(name + html, budget) or "" for name in "mno"]
    assert 20_000 <= "".join(shown).count("<i") < 70_000


def test_many_short_texts_have_one_budget():
    """Each takes the highlighter a second, in the Formgrader's server, and a notebook has room for a thousand."""
    budget = Budget(seconds=1)
    slow = [f"{chr(10)} " * 900 + f"%x{n}" for n in range(20)]
    shown = [pages._within(budget, text, pages._highlighted, text, "") for text in slow]
    assert shown[-1] == f"<pre>{slow[-1]}</pre>"
    assert budget.seconds > -3
    assert bounded_html("<b>x</b>", budget) is None


@pytest.mark.parametrize("field", ["student", "first_name", "last_name", "notebook_path"])
def test_nobody_s_name_is_a_script(word_course, formgrader, field):
    name = "\"><img src=x onerror=alert('eve')>"
    page = formgrader(answered(word_course), **({"first_name": "e", "last_name": "e"} | {field: name}))
    assert BeautifulSoup(page, "html.parser").find("img", onerror=True) is None
    assert "alert('eve')" in html.unescape(page)


@pytest.mark.parametrize("template", ["manage_students_assignments", "manage_students_notebook_submissions"])
def test_a_link_to_the_formgrader_names_nothing_that_runs(word_course, monkeypatch, template):
    """Anybody can write such an address, and an answer may hold links."""
    monkeypatch.chdir(word_course.root)
    server = extension.FormgradeExtension()
    server.root_dir = str(word_course.root)
    server.initialize([])
    web_app = SimpleNamespace(settings={})
    server.init_tornado_settings(web_app)
    environment = web_app.settings["nbgrader_jinja2_env"]
    name = 'eve";alert(1);</script><img src=x onerror=alert(2)>'

    page = environment.get_template(f"{template}.tpl").render(student_id=name, assignment_id=name, base_url="/base")

    assert "alert(1)" in page
    assert 'eve"' not in page
    assert "<img" not in page
    assert '<a href="/base/formgrader/gradebook">' in page


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", 'eve";alert(1);"', "eve\\", "e&lt;"])
def test_nobody_is_collected_under_a_name_that_pages_of_nbgrader_would_run(name):
    """These put names into scripts and elements as they are."""
    assert not is_id(name)


@pytest.mark.parametrize("name", ["ada.lovelace@x.org", "o'neil", "José", "a & b", "Müller, Jörg (2)", "ay42#x", "a b"])
def test_names_of_people_are_taken(name):
    assert is_id(name)
