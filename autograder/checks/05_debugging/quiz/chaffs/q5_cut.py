"""Question 5: Then the weights never change, and both curves are flat. Which mistake makes the curves look better, not
worse?"""

answers = {"q1": "c", "q2": "b", "q3": "d", "q4": "a", "q5": "d"}
