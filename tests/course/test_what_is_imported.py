"""What a notebook imports is known without running it."""

import nbformat.v4 as v4

from autograder.course.imports import imports


def test_modules_and_what_is_taken_from_them():
    cells = [
        v4.new_code_cell("%matplotlib inline\nimport numpy as np, networkx\n!ls"),
        v4.new_code_cell("def f():\n    from torch.autograd import forward_ad as fwd\n    import numpy"),
        v4.new_code_cell("from itertools import *\nfrom . import beside\nfrom .beside import this"),
        v4.new_code_cell("import half a cell"),
        v4.new_markdown_cell("import antigravity"),
    ]
    assert imports(v4.new_notebook(cells=cells)) == ("networkx", "numpy", "torch.autograd.forward_ad")


def test_what_the_solution_imports_is_not_among_them():
    """The sandbox's modules and its command line can be looked at inside."""
    answer = v4.new_code_cell("from torch.linalg import vecdot", metadata={"nbgrader": {"solution": True}})
    given = v4.new_code_cell("import torch", metadata={"nbgrader": {"solution": False, "locked": True}})
    assert imports(v4.new_notebook(cells=[given, answer])) == ("torch",)
