"""The liar: a notebook in which nothing is solved, and which takes over the worker that answers for it.

Whatever code can do beside a probe (patch what it calls, fake what it returns, read its frames, forge effects) ends in
the answer that leaves the process. So the liar writes these answers itself. It has the answers that the reference gave
under a few seeds of its own, request by request, and from them it learns whatever can be learnt without solving:

- what is the same under every seed, it says;
- what was only handed through (a tensor, number or storage of a request, or of an earlier answer), it hands through;
- what is asked again, it answers as before, in a list of questions too;
- where something in the request decides what is said, in all recordings, it says what was said then;
- rows and questions that it has met in any recording, it answers as they were, in whatever order they come;
- of what has a shape that the request's sizes tell, it gives numbers that it heard, in that shape;
- of anything else, it plays back what it heard, of the recording that was asked most nearly the same.

It does not work out sizes, types or other shapes of what it is handed: that is the answer of some exercises.
What it cannot do is compute a right answer from inputs that it meets for the first time: that would be solving.
"""

from liar.measure import Lies, lies
from liar.tape import Tape, record

__all__ = ["Lies", "Tape", "lies", "record"]
