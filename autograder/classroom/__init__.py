"""Many submissions: found, put in shape, graded in several processes, recorded."""
