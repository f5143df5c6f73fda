"""The dictionary from keyword arguments, in a type of its own."""

from collections import OrderedDict

answers = OrderedDict(q1="c", q2="a", q3="d", q4="b", q5="c")
