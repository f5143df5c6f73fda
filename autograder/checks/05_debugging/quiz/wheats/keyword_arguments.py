"""A dictionary made from keyword arguments, in another order."""

answers = dict(q5="c", q3="d", q1="c", q4="A", q2="b")
