"""Question 4: writing through a view is allowed, and the tensor it was made from stays usable. What does it show
now?"""

answers = {"q1": "a", "q2": "c", "q3": "d", "q4": "c", "q5": "b"}
