"""nbgrader's configuration: for the command line, NbGraderAPI and the Formgrader alike.

Found when nbgrader is started in this folder. A course that lives elsewhere loads it from its own nbgrader_config.py
with `load_subconfig("nbgrader_config.py", path=...)`: see demo/make_class.py; `autograder new-course` starts one of its
own. The settings themselves are in autograder/lms/nbgrader/settings.py; what stands below them here wins.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:  # so that nbgrader can import the preprocessors without an installation
    sys.path.insert(0, str(HERE))

from autograder.lms.nbgrader.settings import apply  # noqa: E402

c = get_config()  # noqa: F821  (traitlets defines it)
apply(c)
c.CourseDirectory.course_id = "pytorch"
