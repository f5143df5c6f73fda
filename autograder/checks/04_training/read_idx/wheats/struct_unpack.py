"""Every element by struct, into a list and a tensor."""


def read_idx(path):
    codes = {
        0x08: ("B", torch.uint8),
        0x09: ("b", torch.int8),
        0x0B: ("h", torch.int16),
        0x0C: ("i", torch.int32),
        0x0D: ("f", torch.float32),
        0x0E: ("d", torch.float64),
    }
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rb") as file:
        data = file.read()
    try:
        zeros, code, rank = struct.unpack_from(">HBB", data)
        if zeros:
            raise ValueError("does not begin with two zero bytes")
        letter, dtype = codes[code]
        shape = struct.unpack_from(f">{rank}I", data, 4)
        values = struct.unpack(f">{math.prod(shape)}{letter}", data[4 + 4 * rank :])
    except (struct.error, KeyError, ValueError, MemoryError) as problem:
        raise ValueError(f"cannot read {path}: {problem}") from problem
    return torch.tensor(values, dtype=dtype).reshape(shape)
