"""Question 3: It is clone that copies. What is new about the result of detach is its missing history, not its
memory."""

answers = {"q1": "c", "q2": "a", "q3": "a", "q4": "b", "q5": "c"}
