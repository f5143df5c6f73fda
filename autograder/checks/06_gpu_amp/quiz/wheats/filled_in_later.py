"""Filled in one after the other, in both cases, one with a space after it."""

answers = {f"q{number}": None for number in range(1, 6)}
answers["q1"] = "D"
answers["q2"] = "b "
answers.update(q3="c", q4="a")
answers |= {"q5": "B"}
