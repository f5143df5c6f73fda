"""An autograded introduction to PyTorch: build, grade and verify the course."""

import sys

__version__ = "0.1.0"

# nbformat imports jsonschema, which builds a grammar of IRIs where it can: a second for every command and process of
# ours, for a format that no notebook has. jsonschema does without.
if "jsonschema" not in sys.modules:
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
