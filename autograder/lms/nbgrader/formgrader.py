"""The Formgrader's own pages, in which what an address or the gradebook names is text.

nbgrader puts names into elements and scripts as they are, those of an address too: a link in an answer, to
`/formgrader/manage_students/NAME`, would run a script of the student's for the instructor who follows it. Loading this
module, before the Formgrader makes its templates, has them escape what is put in.
"""

from __future__ import annotations

from functools import partial

from jinja2 import Environment
from nbgrader.server_extensions.formgrader import formgrader

formgrader.Environment = partial(Environment, autoescape=True)
