"""Of each size in the header, only the last two bytes are read. A dimension may be longer than 65,535."""


def read_idx(path):
    with gzip.open(path, "rb") if path.endswith(".gz") else open(path, "rb") as file:
        data = file.read()
    types = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
    if len(data) < 4 or data[:2] != b"\0\0" or data[2] not in types or len(data) < 4 + 4 * data[3]:
        raise ValueError(f"{path} has no sound header")
    start = 4 + 4 * data[3]
    shape = [int.from_bytes(data[i + 2 : i + 4], "big") for i in range(4, start, 4)]
    dtype = np.dtype(types[data[2]])
    if len(data) != start + math.prod(shape) * dtype.itemsize or any(data[4:start:4]):
        raise ValueError(f"{path} does not hold what its header promises")
    return torch.from_numpy(np.frombuffer(data, dtype, offset=start).reshape(shape).astype(dtype.newbyteorder("=")))
