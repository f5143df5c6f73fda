"""What people read of the results: feedback, class report, plots, tables."""
