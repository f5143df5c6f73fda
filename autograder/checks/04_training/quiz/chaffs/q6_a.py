"""Question 6: the velocity is 0.9 times the old one plus the new gradient. What does it grow to if all gradients
are equal?"""

answers = {"q1": "b", "q2": "d", "q3": "a", "q4": "c", "q5": "b", "q6": "a"}
