"""Question 3: bfloat16 has fewer fraction bits than float16. What has it more of?"""

answers = {"q1": "d", "q2": "b", "q3": "a", "q4": "a", "q5": "b"}
