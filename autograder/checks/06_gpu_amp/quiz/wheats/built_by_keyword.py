"""From keyword arguments."""

answers = dict(q1="d", q2="b", q3="c", q4="a", q5="b")
