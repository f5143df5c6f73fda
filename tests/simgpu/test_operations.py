"""Operation by operation: forward and backward on the simulated device equal the CPU's."""

import pytest
import torch
import torch.nn.functional as F

INDEX = torch.tensor([[0, 2, 1], [1, 0, 2]])
MASK = torch.tensor([[True, False, True, True], [False, True, True, False], [True, True, False, False]])
CLASSES = torch.tensor([1, 0, 3])
COUNTS = torch.tensor([4, 0, 4, 1, 2, 2])

# An operation and its arguments: a shape stands for a tensor of random float64 numbers that requires a gradient.
OPERATIONS = {
    # elementwise
    "add": (torch.add, (3, 4), (4,)),
    "add number": (lambda a: 2 + a + 1, (3, 4)),
    "add alpha": (lambda a, b: torch.add(a, b, alpha=3), (3, 4), (3, 1)),
    "sub": (torch.sub, (3, 4), (3, 4)),
    "rsub": (lambda a: 1 - a, (3, 4)),
    "mul": (torch.mul, (3, 4), (1, 4)),
    "div": (torch.div, (3, 4), (3, 4)),
    "floor divide": (lambda a: (a * 10).int() // 3, (3, 4)),
    "remainder": (lambda a: a % 0.3, (3, 4)),
    "neg": (torch.neg, (3, 4)),
    "pow": (lambda a: a**3, (3, 4)),
    "pow tensor": (lambda a, b: a.abs() ** b, (3, 4), (3, 4)),
    "exp": (torch.exp, (3, 4)),
    "expm1": (torch.expm1, (3, 4)),
    "log": (lambda a: a.abs().log(), (3, 4)),
    "log1p": (lambda a: a.abs().log1p(), (3, 4)),
    "sqrt": (lambda a: a.abs().sqrt(), (3, 4)),
    "rsqrt": (lambda a: a.abs().rsqrt(), (3, 4)),
    "sin": (torch.sin, (3, 4)),
    "cos": (torch.cos, (3, 4)),
    "atan2": (torch.atan2, (3, 4), (3, 4)),
    "erf": (torch.erf, (3, 4)),
    "abs": (torch.abs, (3, 4)),
    "sign": (torch.sign, (3, 4)),
    "round": (torch.round, (3, 4)),
    "clamp": (lambda a: a.clamp(-0.5, 0.5), (3, 4)),
    "maximum": (torch.maximum, (3, 4), (3, 4)),
    "lerp": (lambda a, b: torch.lerp(a, b, 0.3), (3, 4), (3, 4)),
    "addcmul": (lambda a, b, c: torch.addcmul(a, b, c, value=2), (3, 4), (3, 4), (3, 4)),
    "where": (lambda a, b, m: torch.where(m, a, b), (3, 4), (3, 4), MASK),
    "where number": (lambda a, m: torch.where(m, a, 0.0), (3, 4), MASK),
    "masked fill": (lambda a, m: a.masked_fill(m, -1e9), (3, 4), MASK),
    "compare": (lambda a, b: (a > b) & (a != b) | ~(a <= 0), (3, 4), (3, 4)),
    "isfinite": (lambda a: torch.isfinite(a.log()), (3, 4)),
    "nan_to_num": (lambda a: a.log().nan_to_num(0.0), (3, 4)),
    # types
    "float": (lambda a: a.float(), (3, 4)),
    "int": (lambda a: (a * 3).int(), (3, 4)),
    "type promotion": (lambda i, a: (i * 0.5, i / 2, i + a[0, 0], i.float() * a.double()[0, 0]), INDEX, (3, 4)),
    "complex": (lambda a: torch.complex(a, 2 * a).conj().mul(1j).imag, (3, 4)),
    # activations
    "relu": (torch.relu, (3, 4)),
    "leaky relu": (lambda a: F.leaky_relu(a, 0.1), (3, 4)),
    "elu": (F.elu, (3, 4)),
    "gelu": (F.gelu, (3, 4)),
    "silu": (F.silu, (3, 4)),
    "sigmoid": (torch.sigmoid, (3, 4)),
    "logsigmoid": (F.logsigmoid, (3, 4)),
    "tanh": (torch.tanh, (3, 4)),
    "softplus": (F.softplus, (3, 4)),
    "hardtanh": (F.hardtanh, (3, 4)),
    "softmax": (lambda a: a.softmax(-1), (3, 4)),
    "log softmax": (lambda a: a.log_softmax(0), (3, 4)),
    "logsumexp": (lambda a: a.logsumexp(1), (3, 4)),
    # reductions
    "sum": (torch.sum, (3, 4)),
    "sum dims": (lambda a: a.sum((0, 2), keepdim=True), (3, 4, 2)),
    "mean": (lambda a: a.mean(0), (3, 4)),
    "var": (lambda a: a.var(1, correction=0), (3, 4)),
    "std": (lambda a: a.std(), (3, 4)),
    "prod": (lambda a: a.prod(1), (3, 4)),
    "norm": (lambda a: a.norm(dim=1), (3, 4)),
    "vector norm": (lambda a: torch.linalg.vector_norm(a, 1), (3, 4)),
    "max": (torch.max, (3, 4)),
    "max dim": (lambda a: a.max(1), (3, 4)),
    "amin": (lambda a: a.amin(0), (3, 4)),
    "argmax": (lambda a: a.argmax(1), (3, 4)),
    "any all": (lambda m: (m.any(0), m.all(1)), MASK),
    "cumsum": (lambda a: a.cumsum(1), (3, 4)),
    "cumprod": (lambda a: a.cumprod(0), (3, 4)),
    "median": (lambda a: a.median(1), (3, 5)),
    "sort": (lambda a: a.sort(1, descending=True), (3, 4)),
    "topk": (lambda a: a.topk(2), (3, 4)),
    "unique": (lambda c: torch.unique(c, return_counts=True), COUNTS),
    "bincount": (torch.bincount, COUNTS),
    "nonzero": (torch.nonzero, MASK),
    "histc": (lambda a: torch.histc(a.detach(), 4, -2, 2), (3, 4)),
    "searchsorted": (lambda a, b: torch.searchsorted(a.detach().sort().values, b.detach()), (5,), (3,)),
    # linear algebra
    "mm": (torch.mm, (3, 4), (4, 2)),
    "mv": (torch.mv, (3, 4), (4,)),
    "dot": (torch.dot, (4,), (4,)),
    "outer": (torch.outer, (3,), (4,)),
    "matmul batch": (torch.matmul, (2, 3, 4), (4, 5)),
    "bmm": (torch.bmm, (2, 3, 4), (2, 4, 5)),
    "addmm": (torch.addmm, (5,), (3, 4), (4, 5)),
    "einsum": (lambda a, b: torch.einsum("bij,bkj->bik", a, b), (2, 3, 4), (2, 5, 4)),
    "tensordot": (lambda a, b: torch.tensordot(a, b, dims=1), (3, 4), (4, 2)),
    "solve": (lambda a, b: torch.linalg.solve(a + 5 * torch.eye(3, device=a.device), b), (3, 3), (3, 2)),
    "inverse": (lambda a: torch.linalg.inv(a @ a.T + torch.eye(3, device=a.device)), (3, 3)),
    "singular values": (torch.linalg.svdvals, (3, 4)),
    "cdist": (torch.cdist, (3, 4), (5, 4)),
    "trace": (torch.trace, (3, 3)),
    "tril": (torch.tril, (3, 3)),
    "fft": (lambda a: torch.fft.rfft(a).abs(), (8,)),
    "inverse fft": (lambda a: torch.fft.irfft2(torch.fft.rfft2(a)), (4, 4)),
    "stft": (lambda a: torch.view_as_real(torch.stft(a, 8, return_complex=True, window=torch.ones_like(a[:8]))), (32,)),
    "qr": (torch.linalg.qr, (4, 3)),
    "cholesky": (lambda a: torch.linalg.cholesky(a @ a.T + torch.eye(3, device=a.device)), (3, 3)),
    "eigenvalues": (lambda a: torch.linalg.eigvalsh(a + a.T), (3, 3)),
    "singular value decomposition": (lambda a: (lambda u, s, v: (s, u @ v))(*torch.linalg.svd(a, False)), (4, 3)),
    "determinant": (lambda a: (torch.linalg.det(a), torch.linalg.slogdet(a).logabsdet), (3, 3)),
    "least squares": (lambda a, b: torch.linalg.lstsq(a, b).solution, (5, 3), (5, 2)),
    "pseudoinverse": (torch.linalg.pinv, (4, 3)),
    "matrix norm": (lambda a: torch.linalg.matrix_norm(a), (3, 4)),
    "matrix exponential": (torch.linalg.matrix_exp, (3, 3)),
    # shapes
    "reshape": (lambda a: a.reshape(2, -1), (3, 4)),
    "view": (lambda a: a.view(4, 3) * 2, (3, 4)),
    "flatten": (lambda a: a.flatten(1), (2, 3, 4)),
    "transpose": (lambda a: a.transpose(0, 1).contiguous().view(-1), (3, 4)),
    "permute": (lambda a: a.permute(2, 0, 1) + 0, (2, 3, 4)),
    "squeeze": (lambda a: a.squeeze().unsqueeze(0), (3, 1, 4)),
    "expand": (lambda a: a.expand(3, 4) * 1, (1, 4)),
    "repeat": (lambda a: a.repeat(2, 3), (3, 4)),
    "repeat_interleave": (lambda a: a.repeat_interleave(2, dim=0), (3, 4)),
    "chunk": (lambda a: a.chunk(2, dim=1), (3, 4)),
    "split": (lambda a: a.split([1, 2]), (3, 4)),
    "unbind": (lambda a: a.unbind(1), (3, 4)),
    "cat": (lambda a, b: torch.cat([a, b], dim=1), (3, 4), (3, 2)),
    "stack": (lambda a, b: torch.stack([a, b]), (3, 4), (3, 4)),
    "pad": (lambda a: F.pad(a, (1, 2)), (3, 4)),
    "roll flip": (lambda a: a.roll(1, 0).flip(1), (3, 4)),
    "diagonal": (lambda a: torch.diag(a) + a.diagonal(), (3, 3)),
    "unfold": (lambda a: a.unfold(1, 2, 1) * 2, (3, 4)),
    "meshgrid": (lambda a, b: torch.meshgrid(a, b, indexing="ij"), (3,), (4,)),
    # indexing
    "slice": (lambda a: a[1:, ::2], (3, 4)),
    "select": (lambda a: a[1] + a[..., -1, None], (4, 4)),
    "index": (lambda a, c: a[c], (4, 3), CLASSES),
    "index pairs": (lambda a, c: a[torch.arange(3, device=a.device), c], (3, 4), CLASSES),
    "mask": (lambda a, m: a[m], (3, 4), MASK),
    "masked select": (torch.masked_select, (3, 4), MASK),
    "gather": (lambda a, i: a.gather(1, i), (2, 3), INDEX),
    "scatter": (lambda a, i: torch.zeros_like(a).scatter(1, i, a), (2, 3), INDEX),
    "scatter add": (lambda a, i: torch.zeros_like(a).scatter_add(1, i, a), (2, 3), INDEX),
    "index select": (lambda a, c: a.index_select(0, c), (4, 3), CLASSES),
    "index add": (lambda a, b, c: a.index_add(0, c, b), (4, 2), (3, 2), CLASSES),
    "take along dim": (lambda a, i: a.take_along_dim(i, 1), (2, 3), INDEX),
    "one hot": (lambda c: F.one_hot(c, 4), CLASSES),
    "set item": (lambda a, b, c: a.clone().index_put_((c,), b), (4, 2), (3, 2), CLASSES),
    # in place
    "in place": (lambda a: a.clone().add_(1).mul_(2).clamp_(-1, 3).sub_(a), (3, 4)),
    "in place through a view": (lambda a: (b := a.clone(), b[0].mul_(3), b.t()[1].zero_())[0], (3, 4)),
    "copy": (lambda a, b: torch.zeros_like(a).copy_(b), (3, 4), (4,)),
    "shape in place": (lambda a: a.clone().unsqueeze_(0).transpose_(1, 2).squeeze_(0).t_().swapaxes_(0, 1), (3, 4)),
    "strides in place": (lambda a: a.clone().as_strided_((2, 2), (1, 4)) * 2, (3, 4)),
    "masked fill in place": (lambda a, m: a.clone().masked_fill_(m, 2.0), (3, 4), MASK),
    # layers as functions
    "linear": (F.linear, (3, 4), (2, 4), (2,)),
    "bilinear": (F.bilinear, (3, 4), (3, 5), (2, 4, 5)),
    "conv1d": (lambda x, w, b: F.conv1d(x, w, b, padding=1), (2, 3, 8), (4, 3, 3), (4,)),
    "conv2d": (lambda x, w, b: F.conv2d(x, w, b, stride=2), (2, 3, 8, 8), (4, 3, 3, 3), (4,)),
    "conv2d one channel": (lambda x, w: F.conv2d(x, w).view(2, -1), (2, 1, 8, 8), (4, 1, 3, 3)),
    "conv transpose": (F.conv_transpose2d, (2, 3, 4, 4), (3, 2, 3, 3)),
    "max pool": (lambda x: F.max_pool2d(x, 2), (2, 3, 8, 8)),
    "average pool": (lambda x: F.avg_pool2d(x, 2), (2, 3, 8, 8)),
    "adaptive pool": (lambda x: F.adaptive_avg_pool2d(x, 1), (2, 3, 8, 8)),
    "interpolate": (lambda x: F.interpolate(x, scale_factor=2, mode="bilinear"), (2, 3, 4, 4)),
    "interpolate nearest": (lambda x: F.interpolate(x, size=(6, 7)), (2, 3, 4, 4)),
    "interpolate bicubic": (lambda x: F.interpolate(x, scale_factor=1.5, mode="bicubic"), (1, 2, 4, 4)),
    "grid sample": (lambda x, g: F.grid_sample(x, g.tanh(), align_corners=False), (1, 2, 4, 4), (1, 3, 3, 2)),
    "conv3d": (F.conv3d, (1, 2, 4, 4, 4), (3, 2, 2, 2, 2)),
    "fold": (lambda x: F.fold(F.unfold(x, 2), (4, 4), 2), (1, 2, 4, 4)),
    "pixel shuffle": (lambda x: F.pixel_shuffle(x, 2), (1, 4, 2, 2)),
    "batch norm": (lambda x: F.batch_norm(x, None, None, training=True), (5, 3, 4)),
    "layer norm": (lambda x: F.layer_norm(x, (4,)), (3, 4)),
    "group norm": (lambda x: F.group_norm(x, 2), (3, 4, 5)),
    "rms norm": (lambda x: F.rms_norm(x, (4,)), (3, 4)),
    "embedding": (lambda w, i: F.embedding(i, w), (5, 2), INDEX),
    "attention": (lambda q, k, v: F.scaled_dot_product_attention(q, k, v), (2, 2, 3, 4), (2, 2, 5, 4), (2, 2, 5, 4)),
    "causal attention": (lambda q: F.scaled_dot_product_attention(q, q, q, is_causal=True), (2, 2, 3, 4)),
    "cosine similarity": (F.cosine_similarity, (3, 4), (3, 4)),
    "normalize": (F.normalize, (3, 4)),
    # losses
    "cross entropy": (F.cross_entropy, (3, 4), CLASSES),
    "cross entropy smoothed": (lambda a, c: F.cross_entropy(a, c, label_smoothing=0.1), (3, 4), CLASSES),
    "nll": (lambda a, c: F.nll_loss(a.log_softmax(1), c, reduction="none"), (3, 4), CLASSES),
    "mse": (F.mse_loss, (3, 4), (3, 4)),
    "l1": (F.l1_loss, (3, 4), (3, 4)),
    "smooth l1": (lambda a, b: F.smooth_l1_loss(a, b, reduction="sum"), (3, 4), (3, 4)),
    "huber": (F.huber_loss, (3, 4), (3, 4)),
    "bce with logits": (lambda a, m: F.binary_cross_entropy_with_logits(a, m.double()), (3, 4), MASK),
    "bce": (lambda a, m: F.binary_cross_entropy(a.sigmoid(), m.double()), (3, 4), MASK),
    "kl div": (lambda a, b: F.kl_div(a.log_softmax(1), b.softmax(1), reduction="batchmean"), (3, 4), (3, 4)),
}


def run(operation: str, device: str) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    """Everything the operation returns, and the gradients of its inputs."""
    function, *arguments = OPERATIONS[operation]
    generator = torch.Generator().manual_seed(0)
    inputs = [
        a if isinstance(a, torch.Tensor) else torch.randn(a, generator=generator, dtype=torch.float64)
        for a in arguments
    ]
    inputs = [tensor.to(device).requires_grad_(tensor.is_floating_point()) for tensor in inputs]
    answer = function(*inputs)
    outputs = [answer] if isinstance(answer, torch.Tensor) else list(answer)
    loss = sum(
        (output * torch.arange(1.0, output.numel() + 1, device=device).view(output.shape)).sum()
        for output in outputs
        if output.requires_grad
    )
    leaves = [tensor for tensor in inputs if tensor.requires_grad] if isinstance(loss, torch.Tensor) else []
    gradients = torch.autograd.grad(loss, leaves, allow_unused=True, materialize_grads=True) if leaves else []
    return outputs, list(gradients)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_operation_equals_the_cpu(operation):
    outputs, gradients = run(operation, "simgpu")
    expected_outputs, expected_gradients = run(operation, "cpu")

    assert all(tensor.device == torch.device("simgpu:0") for tensor in outputs + gradients)
    assert [t.stride() for t in outputs] == [t.stride() for t in expected_outputs]
    on_cpu = [tensor.cpu() for tensor in outputs + gradients]
    torch.testing.assert_close(on_cpu, expected_outputs + expected_gradients, rtol=1e-12, atol=1e-12)


def test_the_supported_operations_are_listed():
    assert len(OPERATIONS) >= 100


@pytest.mark.parametrize(
    ("operation", "call"),
    [
        ("_to_sparse", lambda x: x.to_sparse()),
        ("quantize_per_tensor", lambda x: torch.quantize_per_tensor(x, 0.1, 0, torch.qint8)),
        ("_sparse_coo_tensor_with_dims_and_tensors", lambda x: torch.sparse_coo_tensor([[0]], [1.0], device="simgpu")),
        (
            "_sparse_coo_tensor_with_dims_and_tensors",
            lambda x: torch.nn.Embedding(4, 2, sparse=True).to("simgpu")(x[0].long()).sum().backward(),
        ),
        ("mul", lambda x: torch.nested.nested_tensor([x[0], x[1, :2]]) * 2),
        ("mm", lambda x: (x > 0) @ (x > 0).T),  # the CPU has no kernel for bool
    ],
)
def test_an_unsupported_operation_is_named(operation, call):
    with pytest.raises(NotImplementedError, match=rf"simulated accelerator does not support .* aten::\w*{operation}"):
        call(torch.ones(2, 3, device="simgpu"))


@pytest.mark.parametrize(
    "factory",
    [
        lambda device: torch.tensor([1.0, 2.0], device=device),
        lambda device: torch.as_tensor([1, 2], device=device),
        lambda device: torch.zeros(2, 3, device=device),
        lambda device: torch.ones(2, dtype=torch.bool, device=device),
        lambda device: torch.full((2,), 7, device=device),
        lambda device: torch.arange(5, device=device),
        lambda device: torch.linspace(0, 1, 5, device=device),
        lambda device: torch.eye(3, device=device),
        lambda device: torch.zeros(0, 3, device=device),
        lambda device: torch.ones_like(torch.zeros(2, device=device)),
        lambda device: torch.zeros(2, device=device).new_full((3,), 4.0),
        lambda device: torch.randn(2, 3, device=device),
        lambda device: torch.rand(4, device=device),
        lambda device: torch.randint(0, 9, (5,), device=device),
        lambda device: torch.randperm(6, device=device),
        lambda device: torch.empty(4, device=device).normal_(1, 2),
        lambda device: torch.bernoulli(torch.full((9,), 0.5, device=device)),
        lambda device: torch.multinomial(torch.ones(5, device=device), 3),
        lambda device: torch.nn.init.kaiming_uniform_(torch.empty(3, 4, device=device)),
    ],
)
def test_factory_equals_the_cpu(factory):
    torch.manual_seed(3)
    made = factory("simgpu")
    torch.manual_seed(3)
    expected = factory("cpu")

    assert made.device.type == "simgpu"
    torch.testing.assert_close(made.cpu(), expected, rtol=0, atol=0)


def test_gradcheck():
    weight = torch.randn(4, 3, dtype=torch.float64, device="simgpu", requires_grad=True)
    x = torch.randn(2, 3, dtype=torch.float64, device="simgpu", requires_grad=True)
    assert torch.autograd.gradcheck(lambda x, w: F.gelu(F.linear(x, w)).logsumexp(1), (x, weight))


def test_functional_transforms():
    x = torch.randn(3, 2, device="simgpu")
    torch.testing.assert_close(torch.func.vmap(lambda row: row.sin().sum())(x), x.sin().sum(1))
    torch.testing.assert_close(torch.func.grad(lambda x: x.sin().sum())(x), x.cos())


def test_out_arguments():
    x = torch.ones(3, device="simgpu")
    for out in (torch.empty(3, device="simgpu"), torch.empty(0, device="simgpu"), torch.empty(7, device="simgpu")):
        assert torch.add(x, x, out=out) is out
        assert out.tolist() == [2, 2, 2]
    base = torch.zeros(2, 3, device="simgpu")
    torch.mul(x, 5, out=base[1])
    assert base.tolist() == [[0, 0, 0], [5, 5, 5]]


def test_resize():
    x = torch.arange(4.0, device="simgpu")
    assert x.resize_(2).tolist() == [0, 1]
    assert x.resize_(2, 3).shape == (2, 3) and x.flatten()[:2].tolist() == [0, 1]
