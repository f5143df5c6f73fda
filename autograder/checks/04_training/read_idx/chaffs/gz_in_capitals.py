"""A name that ends in ".GZ" counts as compressed, too. The statement says how a name ends that means so, to the
letter."""


def read_idx(path):
    opener = gzip.open if path.lower().endswith(".gz") else open
    with opener(path, "rb") as file:
        data = file.read()
    kinds = {8: "u1", 9: "i1", 11: "i2", 12: "i4", 13: "f4", 14: "f8"}
    if len(data) < 4 or data[:2] != b"\0\0" or data[2] not in kinds or len(data) < 4 + 4 * data[3]:
        raise ValueError(f"{path}: this is no IDX file")
    start = 4 + 4 * data[3]
    shape = [int.from_bytes(data[at : at + 4], "big") for at in range(4, start, 4)]
    dtype = np.dtype(">" + kinds[data[2]])
    if math.prod(shape) * dtype.itemsize != len(data) - start:
        raise ValueError(f"{path}: its header promises another length")
    values = np.frombuffer(data, dtype, offset=start).reshape(shape)
    return torch.from_numpy(values.astype(dtype.newbyteorder("=")))
