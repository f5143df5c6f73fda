"""Filled in one after the other, with spaces around some letters."""

answers = {}
answers["q1"] = "b"
answers["q2"] = " d"
answers["q3"] = "a"
answers.update(q4="c ", q5="b", q6="d")
