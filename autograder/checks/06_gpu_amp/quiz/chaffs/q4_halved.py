"""Question 4: half as much for weights and gradients. But something else is there now that was not there before."""

answers = {"q1": "d", "q2": "b", "q3": "c", "q4": "b", "q5": "b"}
