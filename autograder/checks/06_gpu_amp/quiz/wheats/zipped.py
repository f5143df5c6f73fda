"""A dictionary that zip fills."""

answers = dict(zip((f"q{number}" for number in range(1, 6)), "dbcab"))
