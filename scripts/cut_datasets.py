#!/usr/bin/env python
"""Cuts the image sets of 04_training: what students get, and the hidden test images that their models are judged on.

    python scripts/cut_datasets.py                  writes the subsets of MNIST and Fashion-MNIST
    python scripts/cut_datasets.py --check          writes nothing; exit code 1 where a file is not what it would be
    python scripts/cut_datasets.py --check fashion  one set only

Reads the full sets from MNIST_DIR and FASHION_MNIST_DIR (the defaults are in autograder/course/datasets.py) and refuses
anything but the published files (exit code 2).

Who gets in is decided by a keyed SHA-256 of each image, not by a random generator: the same files come out on every
machine and with every version of every library. Neither full set holds an image twice, so no hidden image is also one
to train on, not even in the full set.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import struct
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from autograder.course.datasets import SETS, Images, ImageSet, read_bytes
from autograder.errors import UserError
from autograder.files import write_whole

SEED = 2026
CLASSES = 10
TRAIN, TEST, HIDDEN = 600, 100, 200  # images of each class

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = Path("source/04_training/data")
SECRET = Path("autograder/checks/04_training/hidden")


def cut(dataset: ImageSet) -> dict[Path, bytes]:
    """The IDX files made from one full set: path relative to the checkout → contents, not compressed."""
    train, test = dataset.read("train"), dataset.read("t10k")
    public, hidden = draw(*test, (TEST, HIDDEN))
    (training,) = draw(*train, (TRAIN,))
    return {
        path: contents
        for folder, part, chosen in (
            (SHIPPED / dataset.name, "train", training),
            (SHIPPED / dataset.name, "t10k", public),
            (SECRET / dataset.name, "t10k", hidden),
        )
        for path, contents in idx_files(folder, part, *chosen)
    }


def draw(images: Images, labels: Images, sizes: Sequence[int]) -> list[tuple[Images, Images]]:
    """Disjoint subsets of images (N, 28, 28) and labels (N,), with sizes[i] images of each class in the i-th."""
    # One half of the digest decides who gets in, the other half the order, which so says nothing about the class.
    digest = [hashlib.sha256(f"{SEED}\n".encode() + image.tobytes()).digest() for image in images]
    chosen: list[list[int]] = [[] for _ in sizes]
    for label in range(CLASSES):
        candidates = sorted(np.flatnonzero(labels == label).tolist(), key=lambda i: digest[i][:16])
        start = 0
        for subset, size in zip(chosen, sizes, strict=True):
            subset += candidates[start : start + size]
            start += size
    orders = [np.array(sorted(subset, key=lambda i: digest[i][16:])) for subset in chosen]
    return [(images[order], labels[order]) for order in orders]


def idx_files(folder: Path, part: str, images: Images, labels: Images) -> Iterator[tuple[Path, bytes]]:
    yield folder / f"{part}-images-idx3-ubyte.gz", idx(images)
    yield folder / f"{part}-labels-idx1-ubyte.gz", idx(labels)


def idx(array: Images) -> bytes:
    """`array` in the IDX format: magic number with type code 8 (unsigned byte) and rank, sizes, elements."""
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()


def compressed(contents: bytes) -> bytes:
    """A gzip file without a name or a time in it, so that the same zlib gives the same bytes at any time."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as file:
        file.write(contents)
    return buffer.getvalue()


def is_current(path: Path, contents: bytes) -> bool:
    """Whether the file holds `contents`. How they are compressed does not count: another zlib packs otherwise."""
    try:
        return path.is_file() and read_bytes(path) == contents
    except UserError:  # damaged
        return False


def surplus(root: Path, dataset: ImageSet, expected: dict[Path, bytes]) -> list[Path]:
    """Files beside the subsets that the script does not make: students would get them."""
    folders = (SHIPPED / dataset.name, SECRET / dataset.name)
    found = {path.relative_to(root) for folder in folders for path in (root / folder).rglob("*") if path.is_file()}
    return sorted(found - expected.keys())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Cut the image sets of 04_training from the full sets.")
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"which sets: {', '.join(SETS)} (default: all)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file would change")
    parser.add_argument("--root", type=Path, default=ROOT, help="write into this checkout (default: the script's)")
    options = parser.parse_args(arguments)
    if unknown := set(options.sets) - SETS.keys():
        parser.error(f"unknown set {', '.join(sorted(unknown))}: the sets are {', '.join(SETS)}")

    stale = foreign = 0
    try:
        for name in options.sets or SETS:
            expected = cut(SETS[name])
            for path, contents in expected.items():
                target = options.root / path
                state = "as it should be"
                if not is_current(target, contents):
                    stale += 1
                    state = ("differs" if target.exists() else "missing") if options.check else "written"
                    if not options.check:
                        write_whole(target, compressed(contents))
                checksum = hashlib.sha256(target.read_bytes()).hexdigest() if target.is_file() else "-" * 64
                print(f"{checksum}  {path}  {state}")
            for path in surplus(options.root, SETS[name], expected):
                foreign += 1
                print(f"{path}: not made by this script: remove it", file=sys.stderr)
    except (UserError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if options.check and stale:
        print(f"{stale} files are not what the full sets give: run python scripts/cut_datasets.py", file=sys.stderr)
    return 1 if foreign or (options.check and stale) else 0


if __name__ == "__main__":
    sys.exit(main())
