"""One of the messages, that about the type of the elements, does not say which file it is about."""


def read_idx(path):
    with gzip.open(path, "rb") if path.endswith(".gz") else open(path, "rb") as file:
        data = file.read()
    types = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
    if len(data) < 4 or data[:2] != b"\0\0" or len(data) < 4 + 4 * data[3]:
        raise ValueError(f"{path} has no sound header")
    if data[2] not in types:
        raise ValueError(f"unknown type of elements: {data[2]:#x}")
    start = 4 + 4 * data[3]
    shape = struct.unpack(f">{data[3]}I", data[4:start])
    dtype = np.dtype(types[data[2]])
    if len(data) != start + math.prod(shape) * dtype.itemsize:
        raise ValueError(f"{path} does not hold what its header promises")
    return torch.from_numpy(np.frombuffer(data, dtype, offset=start).reshape(shape).astype(dtype.newbyteorder("=")))
