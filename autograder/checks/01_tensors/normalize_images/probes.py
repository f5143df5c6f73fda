"""Probes of normalize_images: they run beside the student's code, observe, and know no answer."""


def given_lists(student, batch, mean, std):
    """Normalize with statistics in lists; return what the lists hold then."""
    student.normalize_images(batch, mean, std)
    return {"mean": mean, "std": std}
