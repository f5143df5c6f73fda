"""Sizes of 32 bits, multiplied: into how many bits does the product fit? Python's integers have as many as it takes."""


def read_idx(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as stream:
        blob = stream.read()
    known = {0x08: np.uint8, 0x09: np.int8, 0x0B: np.int16, 0x0C: np.int32, 0x0D: np.float32, 0x0E: np.float64}
    if len(blob) < 4 or blob[0] + blob[1] != 0 or blob[2] not in known or len(blob) < 4 + 4 * blob[3]:
        raise ValueError(f"broken header in {path}")
    sizes = np.frombuffer(blob, ">u4", count=blob[3], offset=4).astype(np.int64)
    element = np.dtype(known[blob[2]])
    with np.errstate(all="ignore"):
        expected = 4 + 4 * blob[3] + np.prod(sizes) * element.itemsize
    if len(blob) != expected:
        raise ValueError(f"{path} has {len(blob)} bytes, not {expected}")
    array = np.frombuffer(blob, element.newbyteorder(">"), offset=4 + 4 * blob[3])
    return torch.from_numpy(array.astype(element).reshape(sizes.tolist()))
