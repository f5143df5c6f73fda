"""The header is read piece by piece, the rest at once; bytes are turned round where the computer is little-endian."""


def read_idx(path):
    def fail(reason):
        raise ValueError(f"{path!r}: {reason}")

    def exactly(file, count):
        piece = file.read(count)
        if len(piece) < count:
            fail("too short")
        return piece

    types = {8: np.uint8, 9: np.int8, 11: np.int16, 12: np.int32, 13: np.float32, 14: np.float64}
    with gzip.open(path) if path[-3:] == ".gz" else open(path, "rb") as file:
        a, b, code, rank = exactly(file, 4)
        if a or b or code not in types:
            fail("bad magic number")
        shape = [int.from_bytes(exactly(file, 4), "big") for _ in range(rank)]
        body = file.read()
    dtype = np.dtype(types[code])
    needed = dtype.itemsize
    for size in shape:
        needed *= size
    if len(body) < needed:
        fail("too short")
    if len(body) > needed:
        fail("too long")
    array = np.array(np.frombuffer(body, dtype))
    return torch.from_numpy(array.byteswap() if needed else array).view(*shape)
