"""The code that a release opens with, as text: it brings files, counts what passes, and serves the Validate button.

nbgrader's Validate shows, for each cell that fails, all of its source and then the error: for a notebook with ten open
exercises pages of asserts, with the messages in between. So while it runs (and only then) a failed visible test is
noted, and its cell ends quietly; the notebook's last cell, which counts as a test without points for that purpose,
fails with one line an exercise. What cannot be noted (a cell that takes too long) is shown as nbgrader shows it, and
in a notebook without that last cell, everything is.
"""

from __future__ import annotations

FILES = '''\
def bring_files():
    """Write the files that belong beside this notebook where it has come alone, as on Colab."""
    import base64
    import urllib.request
    import zlib
    from pathlib import Path

    address = {address!r}
    files = {files}
    for name, packed in files.items():
        path = Path(name)
        if path.exists():
            continue
        try:
            if packed is None and not address:
                raise OSError("copy it from the folder that this notebook came in")
            if packed is None:
                data = urllib.request.urlopen(address + name, timeout=60).read()
            else:
                data = zlib.decompress(base64.b85decode(packed))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError as reason:
            print(f"{{name}} is missing: {{reason}}")


bring_files()
del bring_files

'''

VALIDATING = '''\
def note_visible_tests():
    """While the Validate button runs: note which visible tests fail; the last cell says it, in a line each."""
    import ast
    import contextlib
    import os
    import re
    from pathlib import Path

    if "NBGRADER_VALIDATING" not in os.environ:
        return
    beside = [path.read_text(encoding="utf-8", errors="replace") for path in Path().glob("*.ipynb")]
    here = [text for text in beside if '"for_students_start"' in text]
    if not here:
        return
    shell = get_ipython()
    shell.run_line_magic("xmode", "Minimal")
    if not all('"grade_id": "for_students_overview"' in text for text in here):
        return
    shell.visible_tests = noted = {}

    @contextlib.contextmanager
    def visible_tests(name):
        try:
            yield
            noted[name] = None
        except Exception as failed:
            noted[name] = failed

    class Noted(ast.NodeTransformer):
        def visit_Module(self, cell):
            last = ast.unparse(cell.body[-1]) if cell.body else ""
            if name := re.fullmatch(r"print\\('✓ (\\w+): the visible tests pass'\\)", last):
                block = ast.parse(f"with get_ipython().note_tests({name[1]!r}): pass")
                block.body[0].body, cell.body = cell.body, block.body
            return ast.fix_missing_locations(cell)

    shell.note_tests = visible_tests
    shell.ast_transformers.append(Noted())


note_visible_tests()
del note_visible_tests
'''

EXERCISES = '''\


def show_exercises():
    """Run the visible tests again, as in the cells that were run in this session, and say which exercises pass."""
    import contextlib
    import io

    passed, exercises = 0, {exercises}
    noted = getattr(get_ipython(), "visible_tests", None)  # there while the Validate button runs
    lines = [f"{{'exercise':{width}}}  points"]
    for name, points in exercises.items():
        tests = [source for source in In if f'"✓ {{name}}: ' in source]
        result = "·  its tests were not run in this session" if noted is None else "✗  its tests did not end"
        try:
            if noted is None and tests:
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(tests[-1], dict(globals()))
            elif noted and noted.get(name):
                raise noted[name]
            if tests if noted is None else name in noted:
                result, passed = "✓  its visible tests pass", passed + 1
        except NotImplementedError:
            result = "·  not answered yet"
        except Exception as reason:
            result = "✗  " + f"{{type(reason).__name__}}: {{reason}}".partition("\\n")[0][:100]
        lines.append(f"{{name:{width}}}  {{points:>6}}  {{result}}")
    lines.append(f"\\nThe visible tests of {{passed}} of {{len(exercises)}} exercises pass.{by_hand}")
    lines.append("More checks run after you hand in; they ask nothing that the statements do not say.")
    if noted is None or passed == len(exercises):
        return print(*lines, sep="\\n")
    failed = type("VisibleTestsFailed", (Exception,), {{"_render_traceback_": lambda self: lines}})
    raise failed("\\n".join(lines))'''

OVERVIEW = "show_exercises()  # run the notebook's first code cell before it"
