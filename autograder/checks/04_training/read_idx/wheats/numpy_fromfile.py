"""Path objects and array views: the header as a NumPy array, byteswap, a tensor made by torch.tensor."""

_NAMES = {8: "uint8", 9: "int8", 11: "int16", 12: "int32", 13: "float32", 14: "float64"}


def read_idx(path):
    raw = Path(path).read_bytes()
    if str(path).endswith(".gz"):
        raw = gzip.decompress(raw)
    data = np.frombuffer(raw, dtype=np.uint8)
    problem = None
    if data.size < 4 or data[0] or data[1]:
        problem = "is not in the format IDX"
    elif int(data[2]) not in _NAMES:
        problem = "has elements of an unknown type"
    elif data.size < 4 + 4 * int(data[3]):
        problem = "ends in its header"
    if problem:
        raise ValueError(f"the file {path!s} {problem}")
    start = 4 + 4 * int(data[3])
    shape = tuple(int(n) for n in data[4:start].view(">u4"))
    kind = np.dtype(_NAMES[int(data[2])])
    count = 1
    for n in shape:
        count *= n
    if data.size - start != count * kind.itemsize:
        raise ValueError(f"the file {path!s} is too short or too long")
    values = data[start:].view(kind).byteswap() if kind.itemsize > 1 else data[start:].view(kind)
    return torch.tensor(values.reshape(shape))
