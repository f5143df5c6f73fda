"""The letters as the quiz spells them."""

answers = {"q1": "c", "q2": "b", "q3": "d", "q4": "a", "q5": "c"}
