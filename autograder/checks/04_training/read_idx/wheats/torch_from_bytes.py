"""torch.frombuffer and a flip of the bytes of each element; exceptions of the struct module turned into ValueErrors."""


class _Broken(ValueError):
    pass


def read_idx(path):
    opener = gzip.open if path[-3:] == ".gz" else open
    with opener(path, mode="rb") as file:
        content = bytearray(file.read())
    try:
        zero, code, rank = struct.unpack_from(">HBB", content)
        sizes = struct.unpack_from(">" + rank * "I", content, 4)
    except struct.error as error:
        raise _Broken(f"{path}: {error}") from error
    dtype = {
        8: torch.uint8, 9: torch.int8, 11: torch.int16, 12: torch.int32, 13: torch.float32, 14: torch.float64
    }.get(code)  # fmt: skip
    if zero or dtype is None:
        raise _Broken(f"{path}: bad magic number")
    body = content[4 + 4 * rank :]
    if len(body) != math.prod(sizes) * dtype.itemsize:
        raise _Broken(f"{path}: {len(body)} bytes of data for sizes {sizes}")
    bytes_ = torch.frombuffer(body, dtype=torch.uint8).view(-1, dtype.itemsize)
    return bytes_.flip(1).contiguous().view(dtype).reshape(sizes)
