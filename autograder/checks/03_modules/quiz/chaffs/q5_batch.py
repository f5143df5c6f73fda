"""Question 5: then a single row could not be normalised, and its result would depend on its neighbours. That is train
mode."""

answers = {"q1": "c", "q2": "a", "q3": "d", "q4": "b", "q5": "a"}
