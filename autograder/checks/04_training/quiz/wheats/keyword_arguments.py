"""Keyword arguments, in upper case here and there."""

answers = dict(q1="B", q2="d", q3="A", q4="c", q5="b", q6="D")
