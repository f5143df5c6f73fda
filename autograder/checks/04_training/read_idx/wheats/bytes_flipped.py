"""The bytes become a uint8 tensor, each element's bytes are flipped, and the result is viewed as its dtype."""


def read_idx(path):
    raw = Path(path).read_bytes()
    if path.endswith(".gz"):
        raw = gzip.decompress(raw)
    dtypes = {
        0x08: torch.uint8,
        0x09: torch.int8,
        0x0B: torch.int16,
        0x0C: torch.int32,
        0x0D: torch.float32,
        0x0E: torch.float64,
    }
    if len(raw) < 4:
        raise ValueError("truncated header: " + path)
    if raw[0] or raw[1] or raw[2] not in dtypes:
        raise ValueError("not IDX: " + path)
    dtype, start = dtypes[raw[2]], 4 + 4 * raw[3]
    if len(raw) < start:
        raise ValueError("truncated header: " + path)
    shape = [int(size) for size in np.frombuffer(raw[4:start], dtype=">u4")]
    if len(raw) - start != math.prod(shape) * dtype.itemsize:
        raise ValueError("wrong length: " + path)
    flat = torch.frombuffer(bytearray(raw[start:]), dtype=torch.uint8)
    return flat.view(-1, dtype.itemsize).flip(1).contiguous().view(dtype).reshape(shape)
