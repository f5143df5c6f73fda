"""The liar: a notebook in which nothing is solved, and which takes over the worker that answers for it.

Whatever code can do beside a probe (patch what it calls, fake what it returns, read its frames, forge effects) ends in
the answer that leaves the process. So the liar writes these answers itself. It has the answers that the reference gave
under a few seeds of its own, request by request, and from them it learns whatever can be learnt without solving:

- what is the same under every seed, it says;
- what was only handed through (a tensor or number of the request), it hands through;
- of what has the request's shape, it gives something of that shape;
- of anything else, it plays back what it heard.

What it cannot do is compute a right answer from inputs that it meets for the first time: that would be solving.
"""

from liar.measure import Lies, lies
from liar.tape import Tape, record

__all__ = ["Lies", "Tape", "lies", "record"]
