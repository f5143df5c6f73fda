"""Attack notebooks, one idea each. An attack is the source of the cell that should answer `second`; none answers it.

What an attack is after stands in its group. In the sources, `@ROOT@` is the course's folder and `@CHECKS@` that of its
hidden checks. Cells print what they find: whatever reaches an output or the report has left the sandbox.
"""

from . import escaping, forging, hurting, leaking, looking, patching, starving, staying

GROUPS = {
    "forging": forging.ATTACKS,
    "patching": patching.ATTACKS,
    "looking": looking.ATTACKS,
    "leaking": leaking.ATTACKS,
    "escaping": escaping.ATTACKS,
    "staying": staying.ATTACKS,
    "starving": starving.ATTACKS,
    "hurting the reader": hurting.ATTACKS,
}
