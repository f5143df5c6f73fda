"""The integers are read big-endian, the floating-point numbers in the computer's own byte order. They, too, have a byte
that counts most, and it comes first."""


def read_idx(path):
    with gzip.open(path, "rb") if path.endswith(".gz") else open(path, "rb") as file:
        data = file.read()
    types = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: "f4", 0x0E: "f8"}
    if len(data) < 4 or data[:2] != b"\0\0" or data[2] not in types:
        raise ValueError(f"{path} is not an IDX file")
    rank = data[3]
    start = 4 + 4 * rank
    if len(data) < start:
        raise ValueError(f"{path} ends within its header")
    shape = struct.unpack(f">{rank}I", data[4:start])
    dtype = np.dtype(types[data[2]])
    if len(data) != start + math.prod(shape) * dtype.itemsize:
        raise ValueError(f"{path} does not hold what its header promises")
    return torch.from_numpy(np.frombuffer(data, dtype, offset=start).reshape(shape).astype(dtype.newbyteorder("=")))
