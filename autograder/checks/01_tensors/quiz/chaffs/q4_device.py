"""Question 4: views work alike on every device: they share one storage, wherever that lies."""

answers = {"q1": "a", "q2": "c", "q3": "d", "q4": "d", "q5": "b"}
