"""Whether a file is compressed is read off its first bytes. Its name says so: a file without .gz in the end must
begin with two zeros, or it is damaged."""


def read_idx(path):
    data = open(path, "rb").read()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    types = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
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
