"""What of the system's folders the inside needs: programs, for `!ls`, and the libraries that are loaded."""

import os
import sys
import sysconfig

SYSTEM = ("/usr/bin", "/usr/lib", "/usr/lib64", "/usr/libexec")

_VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"
# What a notebook may call on the files that it has, and to look at the machine; no compiler, and nothing for a network.
_PROGRAMS = """
    sh bash dash busybox coreutils env which test [ true false echo printf printenv yes seq sleep timeout time date
    uname arch id whoami groups tty getconf locale hostname nproc lscpu free ps kill df du stat file ls pwd cat head
    tail less more tac nl od xxd hexdump strings wc cksum md5sum sha1sum sha256sum sha512sum b2sum base64 cp mv rm
    mkdir rmdir ln touch mktemp mkfifo truncate split csplit shred dd install chmod chown readlink realpath basename
    dirname find xargs tee sync link unlink grep egrep fgrep sed awk gawk mawk cut paste join sort uniq comm tr fold
    fmt column expand unexpand rev shuf diff cmp expr bc factor numfmt tar gzip gunzip zcat bzip2 bunzip2 bzcat xz
    unxz xzcat zstd zip unzip nvidia-smi
""".split()  # noqa: SIM905  (a column of a hundred lines says less)


def programs() -> tuple[str, ...]:
    """The programs that bubblewrap shows, each by itself: all of them would say what is installed on the machine."""
    folders = ("/usr/bin",) if os.path.islink("/bin") else ("/usr/bin", "/bin")
    names = [*_PROGRAMS, *([] if sys.base_prefix != "/usr" else ["python3", _VERSION])]
    found = (f"{folder}/{name}" for folder in folders for name in names)
    return tuple(path for path in found if os.path.isfile(path))


def shown_of_system() -> tuple[str, ...]:
    """The folders that bubblewrap shows.

    Where libraries of one architecture have a folder of their own (Debian, Ubuntu), the rest of /usr/lib is not shown:
    it says what is installed on the machine, and nothing inside loads it.
    """
    own = f"/usr/lib/{sysconfig.get_config_var('MULTIARCH') or '-'}"
    if not os.path.isdir(own):
        return SYSTEM[1:]
    standard = () if sys.base_prefix != "/usr" else (f"/usr/lib/{_VERSION}", "/usr/lib/python3")
    return (own, "/usr/lib64", "/usr/lib/locale", "/usr/lib/wsl", *standard)
