"""Question 5: no_grad changes no tensor that is there already. It is about what is made inside the block."""

answers = {"q1": "c", "q2": "a", "q3": "d", "q4": "b", "q5": "a"}
