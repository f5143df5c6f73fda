"""Workers on other machines that grade: an executor on Dask distributed (docs/cluster.md).

The head gives each worker the course and then one submission a thread, always to a worker that it names: so it knows
who had what, and Dask never decides by itself to try a submission somewhere else. Workers may come and go while it
works. One whose package is not the head's, byte for byte, is refused: it could grade differently.
"""

from __future__ import annotations

import contextlib
import itertools
import queue
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import autograder
from autograder.classroom import cluster_worker
from autograder.classroom.cluster_worker import Errand, Forgotten
from autograder.classroom.course_copy import copy_of
from autograder.classroom.executor import Job, Lost, Outcome
from autograder.classroom.memory import of_a_submission
from autograder.classroom.record import differences, standard
from autograder.classroom.submission import Parcel, Submission
from autograder.course.seed import Seed
from autograder.errors import GradingError, UserError

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_S = 20.0
WORKERS_S = 60.0  # so long it waits for the first worker, and for another when all are gone
_LOOK_S = 0.5  # between looks at who is there
_FETCH_S = 60.0
_OF_THE_MACHINE = ("sandbox", "processor")  # not the package's doing: the class has them from the workers
_HERE = ("tls://", "tcp://127.", "tcp://[::1]", "inproc://", "unix://")  # nobody else on the network can listen


@dataclass
class _Worker:
    slots: int
    greeting: Future[Any] | None  # until it has answered
    welcome: bool = False
    given: dict[str, Submission] = field(default_factory=dict)


class Cluster:
    """An executor. `address` (tcp://…, tls://…) or `scheduler_file` name the scheduler.

    What is sent can be read by whoever can listen on the way, unless it is TLS; `trusted` says that nobody can.
    """

    def __init__(
        self, address: str | None = None, scheduler_file: Path | None = None, *, trusted: bool = False
    ) -> None:
        self._address, self._file, self._trusted = address, scheduler_file, trusted
        self._workers: dict[str, _Worker] = {}
        self._refused: dict[str, str] = {}
        self._landed: queue.SimpleQueue[tuple[str, str, Future[Any]]] = queue.SimpleQueue()
        self._lost: list[Lost] = []
        self._futures: dict[str, Future[Any]] = {}
        self._numbers = itertools.count()
        self._looked = self._seen = 0.0
        self._client: Client | None = None

    def open(self, job: Job, likely: int = 0) -> Mapping[str, str]:
        self._limit = of_a_submission(job.assignment)
        ours = standard(job.assignment, job.assignment.root, Seed())
        self._ours = {part: ours[part] for part in ours if part not in ("seed", "lateness", "device", *_OF_THE_MACHINE)}
        self._theirs: dict[str, str] = {}
        self._errand = Errand(uuid.uuid4().hex, copy_of(job.assignment), job.make_grader)
        self._client = self._connected()
        self._require_privacy(self._client.scheduler_info()["address"])
        self._seen = time.monotonic()
        while not self._workers or any(worker.greeting for worker in self._workers.values()):
            self._look(strict=True)
            if not self._workers and time.monotonic() - self._seen > WORKERS_S:
                raise UserError(f"{self._name}: no worker came in {WORKERS_S:g} s: start some (docs/cluster.md)")
            time.sleep(0.05)
        return {**self._theirs, "elsewhere": "yes"}

    def room_for_sleepers(self) -> int:
        return 0  # what else a worker's machine does is not known here

    def room(self) -> int:
        self._look()
        return sum(max(0, one.slots - len(one.given)) for one in self._workers.values() if one.welcome)

    def give(self, parcel: Parcel) -> None:
        open_ones = [(one.slots - len(one.given), where) for where, one in self._workers.items() if one.welcome]
        free, where = max(open_ones, default=(0, ""))
        if free < 1:
            self._lost.append(Lost(parcel.submission, "the worker has gone"))
            return
        key = f"autograder-{self._errand.key}-{next(self._numbers)}"  # keys are shown: no student's name
        self._workers[where].given[key] = parcel.submission
        future = self._submit(key, where, cluster_worker.grade, self._errand.key, parcel)
        self._futures[key] = future
        future.add_done_callback(lambda done: self._landed.put((key, where, done)))

    def news(self, seconds: float) -> Iterator[Outcome | Lost]:
        self._look()
        lost, self._lost = self._lost, []
        yield from lost
        if lost:
            seconds = 0
        with contextlib.suppress(queue.Empty):
            while True:
                key, where, future = self._landed.get(timeout=seconds) if seconds else self._landed.get_nowait()
                seconds = 0
                worker = self._workers.get(where)
                submission = worker.given.pop(key, None) if worker is not None else None
                self._futures.pop(key, None)
                if submission is not None and worker is not None:
                    yield self._result(where, worker, submission, future)
                future.release()

    def close(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        with contextlib.suppress(Exception):  # whatever is gone is gone
            client.cancel(list(self._futures.values()), force=True)
            there = [where for where, worker in self._workers.items() if worker.greeting is None]
            client.run(cluster_worker.finish, self._errand.key, workers=there, on_error="ignore", wait=True)
        with contextlib.suppress(Exception):
            client.close(timeout=5)

    @property
    def _name(self) -> str:
        return self._address or str(self._file)

    def _connected(self) -> Client:
        try:
            from distributed import Client
        except ImportError as error:
            raise UserError(
                f"--cluster needs Dask ({error}): pip install 'pytorch-course-autograder[cluster]'"
            ) from None
        if self._file is not None and not self._file.is_file():
            raise UserError(f"{self._file}: no such file: give the one that `dask scheduler --scheduler-file` writes")
        where = {"address": self._address} if self._address else {"scheduler_file": str(self._file)}
        try:
            return Client(**where, timeout=CONNECT_S, set_as_default=False, name="autograder")
        except Exception as error:  # OSError, TimeoutError, ValueError of an address, TypeError of a missing key …
            raise UserError(
                f"{self._name}: there is no scheduler to be reached ({_first_line(error)}): start one with "
                "`dask scheduler`, and for tls:// name the certificates (docs/cluster.md)"
            ) from error

    def _require_privacy(self, *addresses: str) -> None:
        open_ones = [address for address in addresses if not address.startswith(_HERE)]
        if open_ones and not self._trusted:
            raise UserError(
                f"{open_ones[0]}: whoever can listen on the way would read submissions, hidden checks and the secret "
                "seed. Use tls:// (docs/cluster.md), or say --trusted-network where nobody can"
            )

    def _submit(self, key: str, where: str, function: Any, *given: object) -> Future[Any]:
        assert self._client is not None
        return self._client.submit(
            function, *given, key=key, workers=[where], allow_other_workers=False, pure=False, retries=0
        )

    def _greet(self, where: str) -> Future[Any]:
        """Hand a worker the errand, under a key that no other worker's has."""
        return self._submit(f"autograder-{uuid.uuid4().hex}", where, cluster_worker.begin, self._errand)

    def _look(self, *, strict: bool = False) -> None:
        """See which workers have come and gone; `strict`: one that does not fit is an error."""
        assert self._client is not None
        now = time.monotonic()
        if now - self._looked < _LOOK_S and not strict:
            return
        self._looked = now
        try:
            there: Mapping[str, Any] = self._client.scheduler_info()["workers"]
        except Exception as error:
            raise GradingError(
                f"{self._name}: the scheduler is gone ({_first_line(error)}): what is recorded is kept; start it and "
                "run the same command again"
            ) from error
        for where in self._workers.keys() - there.keys():
            self._leave(where)
        for where in there.keys() - self._workers.keys() - self._refused.keys():
            self._require_privacy(where)
            self._workers[where] = _Worker(self._slots(where, there[where]), self._greet(where))
        for where, worker in list(self._workers.items()):
            if worker.greeting is not None and worker.greeting.done():
                self._greeted(where, worker, strict=strict)
        if any(worker.welcome for worker in self._workers.values()):
            self._seen = now
        elif not strict and now - self._seen > WORKERS_S:
            raise GradingError(
                f"{self._name}: all workers are gone: what is recorded is kept; start some and run the same again"
            )

    def _slots(self, where: str, info: Mapping[str, Any]) -> int:
        threads, memory = int(info["nthreads"]), int(info.get("memory_limit") or 0)
        fits = memory // self._limit if memory else threads
        if not fits:
            raise UserError(
                f"{where}: this worker has {memory / 2**30:.3g} GiB and a submission may use "
                f"{self._limit / 2**30:.3g}: give it more (dask worker --memory-limit), or fewer threads"
            )
        return min(threads, fits)

    def _greeted(self, where: str, worker: _Worker, *, strict: bool) -> None:
        greeting, worker.greeting = worker.greeting, None
        assert greeting is not None
        problem = self._problem(where, greeting)
        greeting.release()
        if problem is None:
            worker.welcome = True
            return
        if strict:
            raise UserError(problem)
        del self._workers[where]
        self._refused[where] = problem
        print(f"warning: left out: {problem}", file=sys.stderr)

    def _problem(self, where: str, greeting: Future[Any]) -> str | None:
        """Why a worker cannot take part; None where it can."""
        remedy = (
            f"install there what is installed here (pytorch-course-autograder {autograder.__version__}, with the same "
            "requirements.lock), and start it again"
        )
        try:
            theirs: Mapping[str, str] = greeting.result(timeout=_FETCH_S)
        except Exception as error:  # it has no such package, or one that does not know this function …
            return f"worker {where} cannot grade ({type(error).__name__}: {_first_line(error)}): {remedy}"
        if different := differences(self._ours, theirs, self._ours):
            return f"worker {where} would grade with something else ({', '.join(different)}): {remedy}"
        if not theirs["sandbox"]:
            return f"worker {where} has no sandbox: install bubblewrap there, or use a kernel with Landlock"
        own = {part: theirs[part] for part in _OF_THE_MACHINE}
        if self._theirs and own != self._theirs:
            told = ", ".join(differences(self._theirs, own, _OF_THE_MACHINE))
            return (
                f"worker {where} is another kind of machine than the others ({told}), and could give other last bits: "
                "use workers of one kind (Slurm: --constraint; Kubernetes: nodeSelector)"
            )
        self._theirs = own
        return None

    def _leave(self, where: str) -> None:
        """A worker is gone: what it had is lost, and Dask must not wait for it to come back."""
        for key, submission in self._workers.pop(where).given.items():
            self._lost.append(Lost(submission, f"the worker {where} has gone"))
            future = self._futures.pop(key)
            with contextlib.suppress(Exception):
                future.cancel()

    def _result(self, where: str, worker: _Worker, submission: Submission, future: Future[Any]) -> Outcome | Lost:
        try:
            found: Outcome | Lost | Forgotten = future.result(timeout=_FETCH_S)
        except Exception as error:
            return Lost(submission, f"the worker failed ({type(error).__name__}: {_first_line(error)})")
        if isinstance(found, Forgotten):
            worker.welcome, worker.greeting = False, self._greet(where)
            return Lost(submission, "the worker was started anew")
        return found


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]
