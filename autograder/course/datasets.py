"""The full image sets behind the subsets that 04_training ships: where they lie, and what they must contain.

    name       folder (environment variable, else the default)
    mnist      MNIST_DIR, else $XDG_CACHE_HOME/datasets/mnist (~/.cache where that is not set; .cache in this checkout)
    fashion    FASHION_MNIST_DIR, else /usr/share/datasets/fashion-mnist (Debian's package dataset-fashion-mnist)

Nothing is downloaded here. Files are read compressed or not, and are refused unless their contents are the published
ones, byte for byte.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from autograder.errors import UserError

_UNSIGNED_BYTE = 0x08

Images = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class ImageSet:
    """A published set: images of 28 x 28 unsigned bytes and their classes, 0 to 9, in the parts `train` and `t10k`."""

    name: str
    title: str
    variable: str
    default: Path
    source: str
    sha256: Mapping[str, str]
    """File name without `.gz` → SHA-256 of the contents: archives of the same contents differ between distributors."""

    def folder(self) -> Path:
        return Path(os.environ.get(self.variable) or self.default).expanduser()

    def is_present(self) -> bool:
        return all(_find(self.folder(), name) for name in self.sha256)

    def read(self, part: str) -> tuple[Images, Images]:
        """Images (N, 28, 28) and labels (N,), both uint8, of `train` or `t10k`.

        Raises UserError where a file is missing, damaged or not the published one.
        """
        return self._array(f"{part}-images-idx3-ubyte"), self._array(f"{part}-labels-idx1-ubyte")

    def _array(self, name: str) -> Images:
        folder = self.folder()
        path = _find(folder, name)
        if path is None:
            raise UserError(
                f"{folder}: no {name}.gz here, which {self.title} needs: set {self.variable} to the folder that holds "
                f"the four files of the set ({self.source})"
            )
        contents = read_bytes(path)
        found = hashlib.sha256(contents).hexdigest()
        if found != self.sha256[name]:
            raise UserError(
                f"{path}: not the published {self.title} (the SHA-256 of its contents is {found}, expected "
                f"{self.sha256[name]}): get the file again, or set {self.variable} to another folder"
            )
        return parse_idx(contents, path)


def read_idx(path: Path) -> Images:
    """The array of unsigned bytes in an IDX file, compressed or not; raises UserError where the file holds no such."""
    return parse_idx(read_bytes(path), path)


def read_bytes(path: Path) -> bytes:
    """The contents of a file, decompressed where its name ends in .gz; raises UserError where that is not possible."""
    try:
        contents = path.read_bytes()
        return gzip.decompress(contents) if path.suffix == ".gz" else contents
    except (OSError, EOFError, zlib.error) as error:
        raise UserError(f"{path}: cannot read it ({error}): get the file again") from None


def parse_idx(contents: bytes, path: Path) -> Images:
    """The array in `contents`, which came from `path`.

    The format: two zero bytes, the element type, the number of dimensions, one big-endian 32-bit size for each, then
    the elements. Raises UserError where there is anything else, more of it or less.
    """
    if len(contents) < 4 or contents[:3] != bytes((0, 0, _UNSIGNED_BYTE)):
        raise UserError(f"{path}: not an IDX file of unsigned bytes: get the file again")
    start = 4 + 4 * contents[3]
    if len(contents) < start:
        raise UserError(f"{path}: the file ends within its header: get the file again")
    shape = struct.unpack(f">{contents[3]}I", contents[4:start])
    elements = np.frombuffer(contents, np.uint8, offset=start)
    if elements.size != int(np.prod(shape, dtype=object)):
        raise UserError(f"{path}: its header says {shape}, and {elements.size} bytes follow: get the file again")
    return elements.reshape(shape)


def _find(folder: Path, name: str) -> Path | None:
    for candidate in (folder / f"{name}.gz", folder / name):
        if candidate.is_file():
            return candidate
    return None


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache")


SETS = {
    "mnist": ImageSet(
        name="mnist",
        title="MNIST",
        variable="MNIST_DIR",
        default=_cache() / "datasets" / "mnist",
        source="any mirror of LeCun, Cortes and Burges' four files",
        sha256={
            "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        },
    ),
    "fashion": ImageSet(
        name="fashion",
        title="Fashion-MNIST",
        variable="FASHION_MNIST_DIR",
        default=Path("/usr/share/datasets/fashion-mnist"),
        source="on Debian the package dataset-fashion-mnist; elsewhere from Zalando Research",
        sha256={
            "train-images-idx3-ubyte": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            "train-labels-idx1-ubyte": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            "t10k-images-idx3-ubyte": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            "t10k-labels-idx1-ubyte": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        },
    ),
}
