"""Hidden checks of read_idx."""

import gzip
import math

import numpy as np
import torch

from autograder.expect import Mismatch, assert_close, check

from ..common import EXACT, asking, assert_settings_left, integer, normal
from . import probes

IDX_TYPES = {
    0x08: (np.uint8, torch.uint8),
    0x09: (np.int8, torch.int8),
    0x0B: (np.int16, torch.int16),
    0x0C: (np.int32, torch.int32),
    0x0D: (np.float32, torch.float32),
    0x0E: (np.float64, torch.float64),
}


def idx_header(code, shape):
    return bytes([0, 0, code, len(shape)]) + b"".join(size.to_bytes(4, "big") for size in shape)


def idx_file(code, shape, rng):
    """The bytes of an IDX file with random content, and the tensor they mean."""
    kind, _ = IDX_TYPES[code]
    values = normal(math.prod(shape), rng=rng).numpy().reshape(shape)
    if np.issubdtype(kind, np.integer):
        info = np.iinfo(kind)
        span = torch.rand(shape, generator=rng, dtype=torch.float64).numpy()
        values = np.floor(info.min + span * (float(info.max) - info.min))
    values = values.astype(kind)
    data = idx_header(code, shape) + values.astype(values.dtype.newbyteorder(">")).tobytes()
    return data, torch.from_numpy(values)


OTHER_WAY_ROUND = (
    "The bytes of an element are read in the order that this computer keeps them in, for some types at least. In the "
    "file, the byte that counts most comes first."
)


def read_the_other_way_round(actual, expected):
    """Whether these are the numbers that come of the same bytes, the least one taken for the first."""
    with np.errstate(all="ignore"):  # turned, a float may be any, a signalling NaN as well
        turned = expected.numpy().byteswap().astype(np.float64)
    numeric = isinstance(actual, torch.Tensor) and not actual.is_complex() and actual.shape == expected.shape
    return numeric and np.array_equal(actual.detach().double().numpy(), turned, equal_nan=True)


def assert_read(student, name, code, shape, rng, compressed=False, check_dtype=False):
    """The values are right; the dtype is the business of two checks."""
    data, expected = idx_file(code, shape, rng)
    seen = student.probe(probes.file_read, name=name, data=data, compressed=compressed)
    what = f"what read_idx makes of a file of {expected.dtype}"
    turned = OTHER_WAY_ROUND if read_the_other_way_round(seen["first"], expected) else None
    assert_close(seen["first"], expected, **EXACT, what=what, check_dtype=check_dtype, mistake=turned)
    return seen, expected


@check("read_idx", weight=1.5)
def test_images_and_labels(student, rng):
    """Bytes (type 0x08) are read as a uint8 tensor of the sizes in the header: images and labels alike."""
    for shape in [(3, 5, 4), (260,), (2, 28, 28), (70_000,)]:
        assert_read(student, "digits.idx", 0x08, shape, rng, check_dtype=True)


@check("read_idx")
def test_every_type(student, rng):
    """All six types are read, of more than one byte big-endian, and the dtype is the one of that name."""
    for code in IDX_TYPES:
        with asking("In which order do the bytes of a number stand in the file, and in your computer?"):
            seen, expected = assert_read(student, "values.idx", code, (integer(2, 4, rng), 3), rng)
        what = f"what read_idx makes of a file of {expected.dtype}"
        assert_close(seen["first"], expected, **EXACT, what=what)


@check("read_idx")
def test_any_rank(student, rng):
    """The tensor has as many dimensions as the header says, from 1 to 32."""
    most = (2, *[1] * 14, 3, *[1] * 15, 2)
    for shape in [(7,), (4, 3), (2, 3, 4), (2, 1, 3, 2), (2, 2, 1, 2, 3), (1, 2, 1, 1, 2, 1, 3, 1, 2), most]:
        assert_read(student, "values.idx", 0x0C, shape, rng)
        assert_read(student, "bytes.idx", 0x08, shape, rng)


@check("read_idx")
def test_compressed_by_name(student, rng):
    """A file whose name ends in .gz is decompressed, and every other is read as it is."""
    assert_read(student, "digits-idx3-ubyte.gz", 0x08, (3, 4, 5), rng, compressed=True)
    assert_read(student, "numbers.gz", 0x0D, (6,), rng, compressed=True)
    for name in ("gz-digits-idx3-ubyte", "digits.gz.idx", "old.gz/digits-idx3-ubyte", "digits-gz", "DIGITS.GZ"):
        assert_read(student, name, 0x08, (3, 4, 5), rng)


def assert_refused(student, broken, rng):
    """Every one of these contents raises a ValueError, and a sound file does not."""
    assert_read(student, "sound.idx", 0x08, (3, 4), rng)
    for data, why in broken:
        for name in ("broken.idx", "broken.gz"):
            raised = student.probe(probes.refusal, name=name, data=data)["raised"]
            if not raised:
                raise Mismatch(
                    f"a file {why} was read as if nothing were wrong; a ValueError is asked for",
                    mistake=f"A file {why} is not refused.",
                )
            if "ValueError" not in raised:
                raise Mismatch(
                    f"a file {why} raised {raised[0]}; a ValueError is asked for",
                    mistake=f"A file {why} ends in an error of Python's or a library's own, and not in a ValueError.",
                )


@check("read_idx", weight=0.75, alone=False)
def test_foreign_files_refused(student, rng):
    """A ValueError tells of a file that does not begin with two zero bytes, or has an unknown type."""
    data, _ = idx_file(0x08, (3, 4), rng)
    broken = [
        (b"\x01" + data[1:], "whose first byte is not zero"),
        (data[:1] + b"\x01" + data[2:], "whose second byte is not zero"),
        (data[:2] + b"\x0a" + data[3:], "of the unknown type 0x0A"),
        (data[:2] + b"\x00" + data[3:], "of the unknown type 0x00"),
        (gzip.compress(data), "whose name does not say that it is compressed, or which is so twice,"),
    ]
    assert_refused(student, broken, rng)


@check(
    "read_idx",
    weight=0.75,
    hint="A header can promise anything. Compare what it promises with what is there.",
    alone=False,
)
def test_short_files_refused(student, rng):
    """A ValueError tells of a file that ends too early, in its data or in its header."""
    data, _ = idx_file(0x0C, (3, 4), rng)
    broken = [
        (data[:-4], "that ends one value too early"),
        (data[:-1], "that ends one byte too early"),
        (data[:12], "that ends after its header"),
        (data[:9], "that ends among its sizes"),
        (data[:3], "of three bytes"),
        (b"", "of no bytes at all"),
        (data[:4] + b"\x80" + data[5:], "whose header promises terabytes"),
        # 2**32 + 2, 2**64 and 2**64 + 4 values: in 32 or 64 bits, the products are 2, 0 and 4.
        (idx_header(0x08, (2**31 + 1, 2)) + bytes(2), "whose header promises four gigabytes"),
        (idx_header(0x08, (2**32 - 1, 3)) + bytes(6), "whose header promises twelve gigabytes"),  # -1, with a sign
        (idx_header(0x08, (2**31, 2**31, 4)), "whose header promises more than any disk holds"),
        (
            idx_header(0x08, (111_620, 429_509_837, 384_773)) + bytes(4),
            "whose header promises more than any disk holds",
        ),
    ]
    assert_refused(student, broken, rng)


@check(
    "read_idx",
    weight=0.75,
    hint="A header can promise anything. Compare what it promises with what is there.",
    alone=False,
)
def test_long_files_refused(student, rng):
    """A ValueError tells of a file with bytes left over."""
    bytes_, _ = idx_file(0x08, (3, 4), rng)
    integers, _ = idx_file(0x0C, (3, 4), rng)
    broken = [
        (bytes_ + b"\x00", "with one byte too many"),
        (integers + b"\x00\x00\x00\x07", "with one value too many"),
        (integers + b"\x00\x00\x00", "with three bytes too many"),
    ]
    assert_refused(student, broken, rng)


@check("read_idx", weight=0.75, alone=False)
def test_message_names_the_file(student, rng):
    """The message of the error contains the path."""
    data, _ = idx_file(0x08, (3, 4), rng)
    assert_read(student, "sound.idx", 0x08, (3, 4), rng)
    cases = [(b"\x07" + data[1:], "foreign"), (data[:-1], "short"), (data[:6], "header"), (data + b"\x00", "long")]
    cases += [(data[:2] + b"\x0a" + data[3:], "unknown"), (b"", "empty")]
    cases += [(idx_header(0x08, (2**31, 2**31, 4)), "enormous")]  # 2**64, which is 0 in 64 bits
    for broken, name in cases:
        for ending in ("idx", "gz"):
            seen = student.probe(probes.refusal, name=f"{name}-{integer(100, 999, rng)}.{ending}", data=broken)
            raised = "ValueError" in seen["raised"]
            assert raised, "this could not be judged: a broken file did not raise a ValueError"
            if not seen["named"]:
                raise Mismatch(
                    "the message of a ValueError does not contain the path. Whoever reads it has a hundred files",
                    mistake="For some damaged files, the message of the ValueError does not contain the path.",
                )


@check("read_idx", weight=0.5, alone=False)
def test_read_tensor_is_its_own(student, rng):
    """The tensor can be written to, and neither the file nor the next tensor read from it changes."""
    for code in (0x08, 0x0D):
        seen, expected = assert_read(student, "values.idx", code, (5, 6), rng)
        writable = not seen["read-only"]
        if not writable:
            raise Mismatch(
                "the tensor stands on memory that may not be written to, as PyTorch warns when it is made",
                mistake="The tensor stands on memory of an object that may not be written to, and has none of its own.",
            )
        assert seen["written"], "what is written into the tensor does not stay there"
        what = "the tensor read after the first one was overwritten"
        assert_close(seen["second"], expected, **EXACT, what=what, check_dtype=False)
        assert_settings_left(seen["settings"])
