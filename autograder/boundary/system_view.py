"""What of the system's folders the inside needs: programs, for `!ls`, and the libraries that are loaded."""

import os
import sys
import sysconfig

SYSTEM = ("/usr/bin", "/usr/lib", "/usr/lib64", "/usr/libexec")


def shown_of_system() -> tuple[str, ...]:
    """The folders that bubblewrap shows.

    Where libraries of one architecture have a folder of their own (Debian, Ubuntu), the rest of /usr/lib is not shown:
    it says what is installed on the machine, and nothing inside loads it.
    """
    own = f"/usr/lib/{sysconfig.get_config_var('MULTIARCH') or '-'}"
    if not os.path.isdir(own):
        return SYSTEM
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    standard = () if sys.base_prefix != "/usr" else (f"/usr/lib/{version}", "/usr/lib/python3")
    return ("/usr/bin", own, "/usr/lib64", "/usr/lib/locale", "/usr/lib/wsl", *standard)
