"""Question 3: the masks of dropout are drawn anew in every forward pass, in train mode."""

answers = {"q1": "b", "q2": "d", "q3": "b", "q4": "c", "q5": "b", "q6": "d"}
