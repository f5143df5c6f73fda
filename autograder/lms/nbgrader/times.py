"""When something was handed in, as a text says it that a student may have written."""

from __future__ import annotations

import datetime
from pathlib import Path

from nbgrader.utils import parse_utc

from autograder.classroom.intake import TIMESTAMP, read_timestamp, shown
from autograder.errors import UserError


def parsed(text: str) -> datetime.datetime:
    """The time in UTC, without a zone, as nbgrader reads it. Raises ValueError where it is none.

    A zone may be called UTC, -3600 or Europe/Berlin, but lead nowhere: the library that nbgrader asks for it would open
    whatever file it is the path of.
    """
    zone = text.rpartition(" ")[2].removeprefix(":")
    if not {"", ".."}.isdisjoint(zone.split("/")):
        raise ValueError(f"{zone!r} is no time zone")
    try:
        found: datetime.datetime = parse_utc(text)
    except Exception as error:  # whatever dateutil makes of it
        raise ValueError(str(error)) from None
    if not 1 < found.year < 9999:  # no zone could show it
        raise ValueError(f"{found.year} is no year")
    return found


def time_in(folder: str) -> datetime.datetime | None:
    """As CourseDirectory.get_existing_timestamp, which would follow a link to another's, and a zone to any file."""
    text = read_timestamp(Path(folder))
    try:
        return None if text is None else parsed(text)
    except ValueError:
        raise UserError(f"{shown(Path(folder, TIMESTAMP))}: is not a date, such as 2026-11-21 09:30:00 UTC") from None
