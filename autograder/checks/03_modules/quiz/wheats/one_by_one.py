"""One answer after the other."""

answers = {}
answers["q1"] = "c"
answers["q2"] = "a"
answers["q3"] = "d"
answers["q4"] = "b"
answers["q5"] = "c"
