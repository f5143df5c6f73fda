"""The same letters in upper case, from keyword arguments."""

answers = dict(q5="B", q4="A", q3="C", q2="B", q1="D")
