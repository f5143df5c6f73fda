"""Two leaves, and grad() for each of the two results; float32."""


def bridge(x, y):
    a, b = torch.tensor([x, y], requires_grad=True).unbind()
    p, q = (a + b) * b, a * b + F.relu(a * a)
    dp, dq = torch.autograd.grad(p, (a, b), retain_graph=True), torch.autograd.grad(q, (a, b))
    return (p.item(), dp[0].item(), dp[1].item()), (q.item(), dq[0].item(), dq[1].item())
