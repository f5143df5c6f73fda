"""One answer after the other."""

answers = {}
answers["q1"] = "c"
answers["q2"] = "b"
answers["q3"] = "d"
answers["q4"] = "a"
answers["q5"] = "c"
