"""Where the processes that tests start look for modules."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Besides the checkout: what makes the start of every one of them quicker, see there.
PYTHONPATH = os.pathsep.join([str(ROOT / "tests" / "quick"), str(ROOT)])
