"""Who tests the tests: the checks tried on right answers and on known mistakes, thresholds measured."""
