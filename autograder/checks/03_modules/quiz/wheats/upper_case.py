"""The same letters in upper case, from keyword arguments."""

answers = dict(q5="C", q4="B", q3="D", q2="A", q1="C")
