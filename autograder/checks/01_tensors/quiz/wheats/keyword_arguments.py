"""A dictionary made from keyword arguments, in another order."""

answers = dict(q5="b", q4="b", q3="D", q2="c", q1="a")
