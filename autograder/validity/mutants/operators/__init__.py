"""What is changed. An operator takes a place in an answer and yields what could stand there instead.

To add one, write it in the module of its kind and name it in that module's OPERATORS; its name is the operator's.
"""

from autograder.validity.mutants.operators import calls, expressions, handed_in, networks, state, statements, tensors
from autograder.validity.mutants.place import Operator

OPERATORS: tuple[Operator, ...] = (
    *expressions.OPERATORS,
    *statements.OPERATORS,
    *calls.OPERATORS,
    *tensors.OPERATORS,
    *networks.OPERATORS,
    *state.OPERATORS,
    *handed_in.OPERATORS,
)
