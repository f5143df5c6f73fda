"""A student's text is read within limits of time and memory, whatever it is; counted, and not timed by the wall."""

import ast
import base64
import json
import tracemalloc

import msgpack
import nbformat
import pytest
from miniature import NAME, answered, submit

from autograder.boundary import bounded
from autograder.boundary.bounded import Budget, ask
from autograder.boundary.wire import LENGTHS, Decoder, WireError, split
from autograder.classroom.intake import MAX_SOURCE
from autograder.classroom.recognise import defined
from autograder.classroom.restore import restore
from autograder.engine.report import CheckResult, ExerciseResult, Report, Status
from autograder.lms.nbgrader import pages
from autograder.pages.outputs import _UNREAD, bounded_html, clean_html, sanitize_outputs
from autograder.pages.page import render_page

pytestmark = pytest.mark.attack

N = 200_000
SLOW_HTML = {
    "nested divs": "<div>" * N,
    "nested definitions": "<dl><dd>" * N,
    "nested lists": "<ul><li>" * N,
    "nested formatting": "".join(f"<b id={n}>" for n in range(N // 4)) + "<p>x</p>" * 1000,
    "many attributes": "<p " + " ".join(f"a{n}" for n in range(N)) + ">",
    "tables in tables": "<table><tr><td>" * N,
    "links in links": "<a href=x><p>" * N,
}
SLOW_MARKDOWN = {
    "a line of spaces": " " * N + "x",
    "open brackets": "[" * N,
    "stars": "*a **b " * (N // 4),
    "dollars": "$" * N + "a",
    "backticks": "".join("`" * (n % 300 + 1) + "a" for n in range(N // 100)),
    "quotes": "> " * N,
    "html": "<div>" * N,
    "a table": "|a" * N + "\n" + "|-" * N,
    "references": "".join(f"[{n}]: x\n" for n in range(N // 10)) + "[0] " * N,
}


class TestTheProcess:
    def test_what_is_within_the_limits_is_answered(self):
        budget = Budget()
        assert ask("hungry:same", "Grüße", budget=budget) == "Grüße"
        assert budget.seconds > 4

    @pytest.mark.parametrize("function", ["endless", "hungry", "fails", "ends"])
    def test_what_is_not_has_no_answer_and_the_next_text_has(self, function):
        budget = Budget(seconds=3, each=0.5)
        assert ask(f"hungry:{function}", "x", budget=budget) is None
        assert ask("hungry:same", "x", budget=budget) == "x"

    def test_all_texts_of_a_submission_have_one_budget(self):
        budget = Budget(seconds=1, each=0.4)
        answers = [ask("hungry:endless", "x", budget=budget) for _ in range(20)]
        assert answers == [None] * 20
        assert budget.seconds <= 0
        assert ask("hungry:same", "x", budget=budget) is None  # and no process is started any more

    def test_its_process_ends_with_this_one(self):
        ask("hungry:same", "x", budget=Budget())
        child = bounded._kept._process
        bounded._end()
        assert child.poll() is not None


@pytest.mark.parametrize("attack", SLOW_HTML)
def test_html_is_cleaned_within_the_budget(attack, monkeypatch):
    monkeypatch.setattr("autograder.pages.outputs.clean_html", refuse_long_ones)
    budget = Budget(seconds=2, each=1)
    display = {
        "output_type": "display_data",
        "data": {"text/plain": "p", "text/html": SLOW_HTML[attack]},
        "metadata": {},
    }
    (shown,) = sanitize_outputs([display], budget)
    assert shown["data"]["text/plain"] in ("p", f"p\n{_UNREAD}")
    assert budget.seconds >= 1 - 0.2, "one text takes no more than it may"


def refuse_long_ones(html: str) -> str:
    assert len(html) < 5_000, "cleaned in the process that keeps the books"
    return clean_html(html)


def test_many_html_outputs_have_one_budget():
    budget = Budget(seconds=1, each=0.5)
    display = {"output_type": "display_data", "data": {"text/html": SLOW_HTML["nested divs"]}, "metadata": {}}
    shown = sanitize_outputs([display] * 50, budget)
    assert all(_UNREAD in output["data"]["text/plain"] for output in shown)
    assert budget.seconds <= 0


@pytest.mark.parametrize("attack", SLOW_MARKDOWN)
def test_markdown_is_rendered_within_the_budget(attack, monkeypatch):
    monkeypatch.setattr(pages, "render_markdown", lambda *_: pytest.fail("in the process that keeps the books"))
    budget = Budget(seconds=2, each=1)
    html = pages._within(budget, SLOW_MARKDOWN[attack], pages._markdown, SLOW_MARKDOWN[attack], "{}")
    assert html
    assert budget.seconds >= 1 - 0.2


def test_markdown_that_takes_too_long_is_shown_as_it_was_written():
    text = "<script>alert(1)</script>" + "[" * N
    html = pages._within(Budget(seconds=0), text, pages._markdown, text, "{}")
    assert html.startswith("<pre>&lt;script&gt;alert(1)")
    assert "cut here" in html


def test_a_page_has_room_for_so_much_and_says_where_it_is_cut():
    budget = Budget(room=20_000)
    written = "".join(pages._within(budget, text, lambda *_, budget: "x" * 9_000, text) for text in "abcdef" * 9)
    assert len(written) < 30_000
    assert budget.room >= 0


def test_a_hostile_notebook_gets_its_page_and_keeps_nobody_waiting(word_course, word_api, monkeypatch):
    """Through nbgrader, with the course's own filters: an answer, a cell and code that all take too long."""
    monkeypatch.setattr("autograder.lms.nbgrader.pages.Budget", lambda: Budget(seconds=2, each=0.5))
    notebook = answered(word_course, why=" " * N + "x")
    notebook.cells += [
        nbformat.v4.new_markdown_cell(text[: N // 2], id=f"more-{n}") for n, text in enumerate(SLOW_MARKDOWN.values())
    ]
    notebook.cells.append(nbformat.v4.new_code_cell("x = '" + "\\" * N, id="code"))
    submit(word_course, "eve", notebook)
    done = word_api.autograde(NAME, "eve")
    assert done["success"], done["log"]
    made = word_api.generate_feedback(NAME, "eve")
    assert made["success"], made["log"]
    page = word_course.root / "feedback" / "eve" / NAME / "mini.html"
    assert "double check 1" in page.read_text()
    assert page.stat().st_size < 12_000_000


# -- links and pictures ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "link",
    [
        *(
            "look.html",
            "/formgrader",
            "//host/x",
            "?x",
            "#top",
            "http:look.html",
            "https:/look.html",
            "\\\\host",
            "look:x",
        ),
        *(
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            " look.html",
            "ht\ntp:look.html",
            "http:\\x",
        ),
    ],
)
def test_links_name_a_whole_address_or_lead_nowhere(link):
    for html in (clean_html(f'<a href="{link}">x</a>'), pages.render_markdown(f"[x](<{link}>)", "{}")):
        assert "href" not in html


def test_whole_addresses_stay():
    assert 'href="https://pytorch.org/docs"' in clean_html('<a href="https://pytorch.org/docs">x</a>')
    assert 'href="mailto:a@b.org"' in pages.render_markdown("[x](mailto:a@b.org)", "{}")


# -- source text ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["(" * 1_000_000, "x=[" + "1," * 500_000 + "]", "def f(a, b):\n" * 80_000])
def test_restoring_a_notebook_parses_nothing(word_course, source, monkeypatch):
    monkeypatch.setattr(ast, "parse", lambda *_, **__: pytest.fail("a student's cell was parsed"))
    release = word_course.read_release()
    bare = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source, id="a"), nbformat.v4.new_code_cell("1", id="b")]
    )
    tracemalloc.start()
    restore(bare, release)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10 * MAX_SOURCE


def test_each_cell_is_looked_at_once_however_many_are_missing(word_course, monkeypatch):
    looked = []

    def counted(source):
        looked.append(source)
        return defined(source)

    monkeypatch.setattr("autograder.classroom.recognise.defined", counted)
    cells = [nbformat.v4.new_code_cell(f"x{n} = 1", id=f"c{n}") for n in range(50)]
    restore(nbformat.v4.new_notebook(cells=cells), word_course.read_release())
    assert len(looked) <= 50 + len(word_course.read_release().cells)


def test_names_that_a_cell_defines():
    source = (
        "async def a(): pass\nclass B:\n    c = 1\nd = 1\ne: int = 2\nf == 3\ng(h=1)\n%time i = 3\ndef j(x=1):\n  k = 2"
    )
    assert defined(source) == {"a", "B", "d", "e", "j"}


# -- the wire ----------------------------------------------------------------------------------------------------------


def message(tree, table=(), blobs=()):
    head = msgpack.packb([tree, list(table), [len(blob) for blob in blobs]])
    body = b"".join(blobs)
    return split(LENGTHS.pack(len(head), len(body)) + head + body)


COLLIDING = [n * (2**61 - 1) for n in range(-4, 5)]  # as whole numbers of 64 bits; longer ones go as text
LONG = [["i", hex(n * (2**61 - 1))] for n in range(8, 5_000)]


@pytest.mark.parametrize(
    "tree",
    [["d", *([key, 1] for key in LONG)], ["s", *LONG], ["d", *([["t", key, 0], 1] for key in LONG)]],
    ids=["dict", "set", "tuples"],
)
def test_keys_that_collide_are_refused_before_they_are_compared(tree):
    with pytest.raises(WireError, match="told apart"):
        Decoder(lambda handle: handle).decode(message(tree))


def test_a_few_keys_of_one_hash_are_no_attack():
    tree = ["d", *([key, 1] for key in COLLIDING)]
    assert len(Decoder(lambda handle: handle).decode(message(tree)).value) == len(COLLIDING)


@pytest.mark.parametrize("node", [["u", 0], ["a", "|u1", [1 << 20], 0]], ids=["texts", "arrays"])
def test_one_blob_named_many_times_is_not_copied_without_end(node):
    tracemalloc.start()
    with pytest.raises(WireError, match="too long when written out"):
        Decoder(lambda handle: handle).decode(message(["l", *[node] * 20_000], blobs=[bytes(1 << 20)]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 << 30


# -- the page of one submission ----------------------------------------------------------------------------------------


def test_a_page_of_a_hundred_large_displays_stays_small():
    cells = [nbformat.v4.new_code_cell("1", id=f"c{n}") for n in range(100)]
    large = {"output_type": "display_data", "data": {"text/html": "<p>" + "x" * 4_000_000 + "</p>"}, "metadata": {}}
    report = Report(
        NAME,
        (ExerciseResult("double", 0.0, 3.0, Status.FAILED, (CheckResult("t", "t", Status.FAILED, 1),)),),
        "none",
        0,
    )
    page = render_page(nbformat.v4.new_notebook(cells=cells), report, [[large]] * 100)
    assert len(page) < 12_000_000
    assert page.count(_UNREAD) >= 90


def test_attachments_are_kept_as_pictures_alone():
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
    html = pages.render_markdown("![x](attachment:a.png)", json.dumps({"a.png": {"image/png": picture}}))
    assert f"data:image/png;base64,{picture}" in html
    assert bounded_html("<b>x</b>", Budget()) == "<b>x</b>"
