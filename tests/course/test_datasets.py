"""The image sets of 04_training: what is committed, what students get of it, and the script that cuts them."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.course.datasets import SETS, Images, ImageSet, parse_idx, read_bytes, read_idx
from autograder.errors import UserError
from scripts import cut_datasets
from scripts.cut_datasets import idx, main

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / cut_datasets.SHIPPED
HIDDEN = ROOT / cut_datasets.SECRET
LIMIT = 6 << 20  # bytes of the release: students download it

every_set = pytest.mark.parametrize("name", SETS)


def committed(folder: Path, name: str, part: str) -> tuple[Images, Images]:
    return tuple(read_idx(folder / name / f"{part}-{kind}-ubyte.gz") for kind in ("images-idx3", "labels-idx1"))


def hashes(images: Images) -> set[str]:
    return {hashlib.sha256(image.tobytes()).hexdigest() for image in images}


def published_files() -> list[Path]:
    """Everything that students get, or that the release is made from."""
    folders = [ROOT / "release", ROOT / "solutions", ROOT / "source"]
    return [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]


# ------------------------------------------------------------------------------------------ the committed files


@every_set
@pytest.mark.parametrize(
    ("folder", "part", "each"), [(SHIPPED, "train", 600), (SHIPPED, "t10k", 100), (HIDDEN, "t10k", 200)]
)
def test_every_class_has_its_number_of_images(folder: Path, name: str, part: str, each: int) -> None:
    images, labels = committed(folder, name, part)

    assert images.shape == (10 * each, 28, 28)
    assert np.bincount(labels).tolist() == [each] * 10


@every_set
def test_the_order_says_nothing_about_the_class(name: str) -> None:
    """What is cut off for a validation set, or a first batch, has every class in it."""
    _, labels = committed(SHIPPED, name, "train")

    for tenth in labels.reshape(10, -1):
        assert np.bincount(tenth, minlength=10).min() >= 30  # 60 expected, standard deviation 7


@every_set
def test_no_image_occurs_twice(name: str) -> None:
    parts = [
        committed(folder, name, part) for folder, part in ((SHIPPED, "train"), (SHIPPED, "t10k"), (HIDDEN, "t10k"))
    ]

    assert len(set().union(*(hashes(images) for images, _ in parts))) == 6000 + 1000 + 2000


@pytest.mark.parametrize("folder", [SHIPPED, HIDDEN], ids=["shipped", "hidden"])
def test_the_readme_has_the_checksums_of_all_files(folder: Path) -> None:
    stated = re.findall(r"^([0-9a-f]{64})  (\S+)$", (folder / "README.md").read_text(), re.MULTILINE)
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    del files["README.md"]

    assert {name: digest for digest, name in stated} == {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()
    }


def test_the_readme_has_the_sizes_of_the_files() -> None:
    rows = re.findall(r"^\| `(\S+\.gz)` .* \| ([\d,]+) \|$", (SHIPPED / "README.md").read_text(), re.MULTILINE)

    assert len(rows) == 8
    for name, size in rows:
        assert (SHIPPED / name).stat().st_size == int(size.replace(",", ""))


def test_what_ships_is_small() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file()) < LIMIT


def test_archives_hold_no_name_and_no_time() -> None:
    for path in (*SHIPPED.rglob("*.gz"), *HIDDEN.rglob("*.gz")):
        assert path.read_bytes()[:8] == b"\x1f\x8b\x08\0\0\0\0\0", path  # no flags, no time


class Secrets:
    """What must not be published: the hidden files in whatever packing, lists of their labels, their images."""

    def __init__(self) -> None:
        self.contents = {read_bytes(path) for path in HIDDEN.rglob("*.gz")}
        self.images: set[str] = set()
        self.excerpts: list[bytes] = []  # for data in other frames: all labels, and one image in a hundred
        for name in SETS:
            images, labels = committed(HIDDEN, name, "t10k")
            self.images |= hashes(images)
            self.excerpts += [labels.tobytes(), *(image.tobytes() for image in images[::100])]

    def are_in(self, path: Path) -> bool:
        contents = read_bytes(path)
        if contents in self.contents or any(excerpt in contents for excerpt in self.excerpts):
            return True
        is_images = contents[:4] == b"\0\0\x08\x03"
        return is_images and not self.images.isdisjoint(hashes(parse_idx(contents, path)))


@pytest.fixture(scope="module")
def secrets() -> Secrets:
    return Secrets()


def test_nothing_hidden_is_published(secrets: Secrets) -> None:
    assert [path for path in published_files() if secrets.are_in(path)] == []


def test_hidden_data_would_be_found(secrets: Secrets, tmp_path: Path) -> None:
    archive = HIDDEN / "fashion" / "t10k-images-idx3-ubyte.gz"
    images, labels = committed(HIDDEN, "fashion", "t10k")
    public, _ = committed(SHIPPED, "fashion", "t10k")
    leaks = {
        "copy.gz": archive.read_bytes(),
        "unpacked": read_bytes(archive),
        "repacked.gz": gzip.compress(read_bytes(archive), 1),
        "among_others.gz": gzip.compress(idx(np.concatenate([public, images[7:8]]))),
        "labels.bin": b"labels: " + labels.tobytes(),
        "images.bin": b"images: " + images.tobytes(),
    }

    for name, contents in leaks.items():
        (tmp_path / name).write_bytes(contents)
        assert secrets.are_in(tmp_path / name), name


@every_set
def test_the_committed_files_are_what_the_full_set_gives(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    dataset = SETS[name]
    if not dataset.is_present():
        pytest.skip(f"the full {dataset.title} is not in {dataset.folder()}: {dataset.variable} names another folder")

    assert main(["--check", name]) == 0, capsys.readouterr().err


# --------------------------------------------------------------------------- the script, on a made-up full set


@pytest.fixture
def full_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImageSet:
    """A set of 200 and 100 random images in MNIST's place, of which 3, 1 and 2 of each class are drawn."""
    rng = np.random.default_rng(0)
    folder = tmp_path / "full"
    folder.mkdir()
    checksums = {}
    for part, count in (("train", 200), ("t10k", 100)):
        for kind, array in (
            ("images-idx3", rng.integers(0, 256, (count, 28, 28), dtype=np.uint8)),
            ("labels-idx1", np.arange(count, dtype=np.uint8) % 10),
        ):
            contents = idx(array)
            checksums[f"{part}-{kind}-ubyte"] = hashlib.sha256(contents).hexdigest()
            (folder / f"{part}-{kind}-ubyte.gz").write_bytes(gzip.compress(contents))
    dataset = replace(SETS["mnist"], default=tmp_path / "default", sha256=checksums)
    monkeypatch.setitem(SETS, "mnist", dataset)
    monkeypatch.setenv("MNIST_DIR", str(folder))
    for size, value in (("TRAIN", 3), ("TEST", 1), ("HIDDEN", 2)):
        monkeypatch.setattr(cut_datasets, size, value)
    return dataset


@pytest.fixture
def cut(full_set: ImageSet, tmp_path: Path) -> Callable[..., int]:
    """Runs the script in the checkout tmp_path / "course", or in another folder of tmp_path."""

    def run(*options: str, root: str = "course") -> int:
        return main([*options, "--root", str(tmp_path / root), "mnist"])

    return run


def contents_of(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_the_subsets_are_balanced_disjoint_and_keep_their_labels(
    cut: Callable[..., int], full_set: ImageSet, tmp_path: Path
) -> None:
    assert cut() == 0

    seen: list[bytes] = []
    for folder, part, each in (("SHIPPED", "train", 3), ("SHIPPED", "t10k", 1), ("SECRET", "t10k", 2)):
        images, labels = committed(tmp_path / "course" / getattr(cut_datasets, folder), "mnist", part)
        assert np.bincount(labels).tolist() == [each] * 10
        label_of = {image.tobytes(): label for image, label in zip(*full_set.read(part), strict=True)}
        assert [label_of[image.tobytes()] for image in images] == labels.tolist()
        seen += [image.tobytes() for image in images]
    assert len(set(seen)) == len(seen)


def test_another_run_gives_the_same_bytes(cut: Callable[..., int], full_set: ImageSet, tmp_path: Path) -> None:
    cut()
    for path in full_set.folder().glob("*.gz"):  # from files that are not compressed, too
        path.with_suffix("").write_bytes(read_bytes(path))
        path.unlink()
    cut(root="another")

    assert contents_of(tmp_path / "another") == contents_of(tmp_path / "course")


def test_check_accepts_what_was_written_and_other_compression(cut: Callable[..., int], tmp_path: Path) -> None:
    cut()
    assert cut("--check") == 0

    path = tmp_path / "course" / cut_datasets.SHIPPED / "mnist/train-images-idx3-ubyte.gz"
    repacked = gzip.compress(read_bytes(path), 1)
    path.write_bytes(repacked)
    assert cut("--check") == 0
    assert cut() == 0
    assert path.read_bytes() == repacked, "a file that is right should be left alone"


@pytest.mark.parametrize("damage", ["changed", "truncated", "missing", "surplus"])
def test_check_finds_what_is_wrong_and_writes_nothing(
    cut: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    cut()
    path = tmp_path / "course" / cut_datasets.SECRET / "mnist/t10k-labels-idx1-ubyte.gz"
    if damage == "changed":
        labels = read_idx(path).copy()
        labels[0] = (labels[0] + 1) % 10
        path.write_bytes(gzip.compress(idx(labels)))
    elif damage == "truncated":
        path.write_bytes(path.read_bytes()[:-9])
    elif damage == "missing":
        path.unlink()
    else:
        (path.parent / "answers.txt").write_text("7")
    before = contents_of(tmp_path / "course")
    capsys.readouterr()

    assert cut("--check") == 1

    printed = "".join(capsys.readouterr())
    assert ("answers.txt" if damage == "surplus" else path.name) in printed
    assert contents_of(tmp_path / "course") == before


def test_a_missing_full_set_names_the_variable(
    cut: Callable[..., int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MNIST_DIR")

    assert cut() == 2

    assert re.search(r"^error: .*default: no train-images-idx3-ubyte\.gz here.*set MNIST_DIR", capsys.readouterr().err)


def test_another_full_set_is_refused(
    cut: Callable[..., int], full_set: ImageSet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = full_set.folder() / "t10k-labels-idx1-ubyte.gz"
    path.write_bytes(gzip.compress(idx(np.zeros(100, np.uint8))))

    assert cut() == 2

    assert re.search(rf"^error: {re.escape(str(path))}: not the published MNIST", capsys.readouterr().err)
    assert not (tmp_path / "course").exists()


def test_a_damaged_archive_is_refused(
    cut: Callable[..., int], full_set: ImageSet, capsys: pytest.CaptureFixture[str]
) -> None:
    path = full_set.folder() / "train-images-idx3-ubyte.gz"
    path.write_bytes(path.read_bytes()[:1000])

    assert cut() == 2

    assert capsys.readouterr().err.startswith(f"error: {path}: cannot read it")


def test_an_unknown_set_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["cifar"])

    assert "the sets are mnist, fashion" in capsys.readouterr().err


# ------------------------------------------------------------------------------------------------- the IDX format


@pytest.mark.parametrize("shape", [(), (0,), (5,), (2, 3), (2, 3, 4, 5)])
def test_idx_files_of_any_rank_are_read(shape: tuple[int, ...]) -> None:
    array = np.arange(np.prod(shape, dtype=int), dtype=np.uint8).reshape(shape)

    assert np.array_equal(parse_idx(idx(array), Path("x")), array)


@pytest.mark.parametrize(
    ("contents", "problem"),
    [
        (b"", "not an IDX file"),
        (b"\0\0\x0d\x01\0\0\0\0", "not an IDX file of unsigned bytes"),
        (b"\x08\0\0\x01\0\0\0\0", "not an IDX file"),
        (b"\0\0\x08\x03\0\0\0\x01", "ends within its header"),
        (b"\0\0\x08\x01\0\0\0\x03ab", "2 bytes follow"),
        (b"\0\0\x08\x01\0\0\0\x01ab", "2 bytes follow"),
        (b"\0\0\x08\x03" + b"\xff" * 12 + b"a", "1 bytes follow"),
    ],
)
def test_a_bad_idx_file_is_named(contents: bytes, problem: str) -> None:
    with pytest.raises(UserError, match=f"^labels.gz: .*{problem}"):
        parse_idx(contents, Path("labels.gz"))
