"""Says that the package of this name is not there: jsonschema asks, and then does without.

The real one takes a grammar apart whenever it is imported: with it `import nbformat` takes seven times as long, and it
is half of the start of `nbgrader`. It decides what an IRI is, which no notebook holds. conftest.py puts this folder
first in PYTHONPATH, for the processes that tests start.
"""

raise ImportError
