"""How an attack gets hold of the worker that answers for it."""

HIJACK = (
    "import gc\nimport autograder.boundary.worker as w\n"
    "worker = next(o for o in gc.get_objects() if type(o) is w.Worker)\n"
)
