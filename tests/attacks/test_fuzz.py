"""Everything that reads what students wrote, on texts that nobody wrote: it answers or refuses, at a bounded cost.

Cost is counted and not timed: calls of functions (Python's and C's) and bytes of memory, both against the length of
what is read. `FUZZ=5000 pytest tests/attacks/test_fuzz.py` looks longer; what it finds is kept in .cache/hypothesis and
tried first from then on, and is written down here as an `@example`.
"""

import contextlib
import io
import json
import os
import sys
import tracemalloc
import zipfile
from pathlib import Path

import arena
import msgpack
import nbformat
import pytest
import torch
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.database import DirectoryBasedExampleDatabase
from test_corpus import harmful_parts

from autograder.boundary.bounded import Budget
from autograder.boundary.failure import StudentError, checked_description, describe_lines, student_error
from autograder.boundary.remote import Link
from autograder.boundary.wire import Decoder, Encoder, Handle, WireError, split
from autograder.classroom.intake import parse_submitted
from autograder.classroom.restore import restore
from autograder.course.notebook import parse
from autograder.engine.cell_outputs import checked_outputs
from autograder.errors import UserError
from autograder.lms.archive import checked, members
from autograder.pages.markdown import markdown
from autograder.pages.outputs import clean_html, sanitize_outputs

pytestmark = pytest.mark.attack

fuzz = settings(
    max_examples=int(os.environ.get("FUZZ", "25")),
    deadline=None,
    database=DirectoryBasedExampleDatabase(".cache/hypothesis"),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


def cost(function, *arguments):
    """Calls made and bytes taken at most while `function` runs; it may refuse, and nothing else."""
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    tracemalloc.start()
    sys.setprofile(count)
    try:
        function(*arguments)
    except (UserError, WireError, StudentError):
        pass
    finally:
        sys.setprofile(None)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return calls, peak


def assert_bounded(size, function, *arguments, calls=400, room=400):
    """At most so many calls and bytes for each byte that is read, and a fixed amount."""
    used, peak = cost(function, *arguments)
    assert used <= 30_000 + calls * size
    assert peak <= (4 << 20) + room * size


numbers = st.integers(-(2**70), 2**70) | st.integers(-2, 70) | st.floats()
leaf = st.none() | st.booleans() | numbers | st.text(max_size=8) | st.binary(max_size=8)
data = st.recursive(leaf, lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=4), inner))

jsonable = data.map(lambda value: json.loads(json.dumps(value, default=repr)))

# -- the wire ----------------------------------------------------------------------------------------------------------

VALUES = [
    {"a": [1, (2.5, None)], "b": "x" * 2000, "s": {1, "x"}, "i": 2**80, "c": 1j},
    [torch.arange(6.0).reshape(2, 3).T, torch.ones(1).expand(5), torch.nn.Parameter(torch.zeros(2))],
    {"value": torch.ones(2, requires_grad=True), "written": {0: b"x" * 8}, "changed": [[0, True, None, None, False]]},
]
MESSAGES = [Encoder(lambda value: Handle(0, "", "")).encode(value) for value in VALUES]
tags = st.sampled_from([*"Tbultsdiczyvxnaph", "?"])
node = st.recursive(leaf, lambda inner: st.builds(lambda tag, rest: [tag, *rest], tags, st.lists(inner, max_size=5)))
small = st.integers(-2, 2**33) | st.integers(0, 6)
entry = st.tuples(
    st.sampled_from(["float32", "bool", "int64", "bits8", "float4_e2m1fn_x2", "qint8", "complex64", "no"]),
    st.integers(-1, 3),
    st.lists(small, max_size=4),
    st.lists(small, max_size=4),
    small,
    st.booleans() | leaf,
    st.booleans(),
)


class NoProcess:
    used = 0.0
    charged = staticmethod(contextlib.nullcontext)


def decode(message):
    link = Link(NoProcess(), 1)
    Decoder(link._resolve).decode(message)


@fuzz
@given(st.sampled_from(MESSAGES), st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=6), st.data())
def test_a_damaged_message(message, changes, draw):
    damaged = bytearray(message)
    for place, byte in changes:
        damaged[place % len(damaged)] = byte
    cut = bytes(damaged[: draw.draw(st.integers(0, len(damaged)))]) if draw.draw(st.booleans()) else bytes(damaged)
    assert_bounded(len(cut), lambda: decode(split(cut)))


@fuzz
@given(node, st.lists(entry, max_size=3), st.lists(st.integers(-1, 64), max_size=4), st.binary(max_size=128))
@example(["h", 1, "M", "M", ["d", ["parts", ["l", ["t", "", "M", True]]]]], [], [], b"")
@example(["h", 1, "M", "M", ["l", 1]], [], [], b"")
def test_a_made_up_message(tree, table, lengths, body):
    try:
        head = msgpack.packb([tree, table, lengths])
    except (OverflowError, ValueError):  # an integer that msgpack has no room for
        return
    assert_bounded(len(head) + len(body), decode, (head, body))


@fuzz
@given(data)
def test_what_a_worker_says_of_errors_and_outputs(said):
    size = len(repr(said))
    for form in (
        said,
        {"type": said, "bases": said, "message": said, "frames": said},
        {"bases": ["StopIteration", said]},
    ):
        assert_bounded(size, lambda form=form: "".join(describe_lines(checked_description(form))))
        assert isinstance(student_error(checked_description(form)), StudentError)
    outputs = [
        said,
        {"output_type": "stream", "text": said, "name": said},
        {"output_type": "display_data", "data": said},
    ]
    outputs += [{"output_type": "error", "ename": said, "evalue": said, "traceback": said}]
    assert_bounded(size, checked_outputs, outputs, 1000)
    kept = checked_outputs(outputs, 1000)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=nbformat.from_dict(kept))])
    nbformat.validate(notebook)
    sanitize_outputs(kept)


# -- notebooks ---------------------------------------------------------------------------------------------------------

RELEASE = arena.notebook()
text = st.text(st.characters(codec="utf-8"), max_size=40)
cell = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw", "x"]) | leaf,
        "source": text | st.lists(text | leaf, max_size=3) | st.sampled_from(["def first(x): pass", "assert 1"]) | leaf,
        "metadata": st.sampled_from([{"nbgrader": {"grade_id": "first"}}, {"nbgrader": {"grade_id": "last_check"}}])
        | data,
        "id": leaf | st.sampled_from(["first", "setup"]),
        "outputs": data,
        "attachments": data,
        "execution_count": leaf,
    },
)
notebook = st.fixed_dictionaries(
    {"nbformat": st.just(4) | leaf, "cells": st.lists(cell | data, max_size=6) | data},
    optional={"nbformat_minor": leaf, "metadata": data, "worksheets": data},
)


def brought_in(content):
    read = parse_submitted(Path("x.ipynb"), content)
    prepared = restore(read.notebook, RELEASE).notebook
    nbformat.validate(prepared)
    ids = [each.metadata.nbgrader.grade_id for each in prepared.cells if "nbgrader" in each.metadata]
    assert len(ids) == len(set(ids))


@fuzz
@given(notebook)
@example({"nbformat": 4, "cells": [{"cell_type": "markdown", "source": "", "attachments": {"": None}}]})
@example({"nbformat": 4, "cells": [{"cell_type": "markdown", "source": "", "attachments": "x"}]})
def test_a_made_up_notebook(made):
    content = json.dumps(made, default=repr).encode()
    assert_bounded(len(content), brought_in, content, calls=2_000, room=2_000)


@fuzz
@given(st.lists(st.tuples(st.integers(0, 10**5), st.binary(max_size=3)), max_size=5))
def test_a_damaged_notebook(changes):
    content = bytearray(nbformat.writes(RELEASE).encode())
    for place, piece in changes:
        content[place % len(content) : place % len(content) + 1] = piece
    assert_bounded(len(content), brought_in, bytes(content), calls=2_000, room=2_000)


@fuzz
@given(st.text(st.sampled_from('[]{},:"\\u0dtrue-1e9 \n'), max_size=400))
def test_json_of_brackets(content):
    assert_bounded(len(content.encode()), parse, Path("x.ipynb"), content)


# -- pages -------------------------------------------------------------------------------------------------------------

PIECES = [
    *(
        "<div>",
        "</div>",
        "<p ",
        "<script>",
        "</script>",
        "<svg>",
        "<math>",
        "<mtext>",
        "<style>",
        "<!--",
        "-->",
        "<![CDATA[",
    ),
    *(
        "<table>",
        "<mglyph>",
        "<title>",
        "<img src=x ",
        "<a href=",
        "javascript:alert(1)",
        "onerror=alert(1)",
        '"',
        "'",
        ">",
    ),
    *(
        "=",
        "/",
        "&lt;",
        "&#x6a;",
        "\0",
        "\ue0f1",
        "\u202e",
        "<base href=//x>",
        "<form>",
        "<iframe src=",
        "data:text/html,",
        " ",
    ),
    *(
        "`",
        "```\n",
        "[x](",
        ")",
        "![y](",
        "*",
        "_",
        "$",
        "$$",
        "\\",
        "|",
        "\n",
        "\n\n",
        "# ",
        "- ",
        "> ",
        "x",
        "\t",
        "<",
        "&",
    ),
]
pieces = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@fuzz
@given(pieces)
def test_html_of_pieces(html):
    assert_bounded(len(html), clean_html, html)
    assert harmful_parts(clean_html(html)) == []


@fuzz
@given(pieces, st.none() | jsonable)
def test_markdown_of_pieces(source, attachments):
    budget = Budget()
    page = markdown(source, attachments, budget)
    assert page is None or harmful_parts(str(page)) == []
    assert budget.seconds > 0  # nothing of this length takes the child's time


# -- archives ----------------------------------------------------------------------------------------------------------

name = st.text(st.sampled_from("ab./\\:*\0é "), min_size=1, max_size=12)
entries = st.lists(st.tuples(name, st.integers(0, 0xFFFF), st.binary(max_size=40)), max_size=6)


@fuzz
@given(entries, st.lists(st.tuples(st.integers(0, 10**5), st.integers(0, 255)), max_size=4))
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive(tmp_path, given_entries, changes):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, mode, content in given_entries:
            info = zipfile.ZipInfo(each)
            info.external_attr = mode << 16
            archive.writestr(info, content)
    content = bytearray(buffer.getvalue())
    for place, byte in changes:
        content[place % len(content)] = byte
    path = tmp_path / "x.zip"
    path.write_bytes(content)

    def look():
        with checked(path) as archive:
            for info in members(archive):
                target = (tmp_path / "out" / info.filename).resolve()
                assert target.is_relative_to(tmp_path / "out"), info.filename
                archive.read(info)

    assert_bounded(len(content), look, room=20_000)
