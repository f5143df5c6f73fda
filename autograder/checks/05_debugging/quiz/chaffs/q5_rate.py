"""Question 5: Such steps throw the weights far away: the training loss jumps or becomes NaN. Which mistake makes the
curves look better, not worse?"""

answers = {"q1": "c", "q2": "b", "q3": "d", "q4": "a", "q5": "a"}
