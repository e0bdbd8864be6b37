"""Killable processes: work on strangers' bytes runs here, within limits of time and memory."""

from __future__ import annotations

import ctypes
import importlib
import multiprocessing
import os
import pickle
import resource
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import spawn
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from svizho.errors import CageCrash, CageTimeout, SvizhoError

P = ParamSpec("P")
T = TypeVar("T")

# Calls made in one trip to a child: a trip costs about half a millisecond of both processes, parsing a feed 5 to 20.
CALLS_OF_A_TRIP = 10
# A child is replaced after so many pieces of work: what a library leaks, and caches fed by strangers, end with it.
WORK_OF_A_CHILD = 500
# Starting an interpreter and its imports on a busy machine took up to 6 s; a pool silent for longer is broken.
LONGEST_START = 60.0
# How often work is given to a new pool when the old one broke under it through no fault of its own.
MOST_TRIES = 3

_PR_SET_PDEATHSIG = 1  # <sys/prctl.h>

# A function and its arguments.
Call = tuple[Callable[..., T], tuple[Any, ...]]


class Cage:
    """Runs functions in child processes that are killed when they take too long, too much memory, or crash.

    `workers` children at most work at once, each call for at most `seconds`, each child with at most
    `megabytes` of address space. Functions must be importable (no lambdas), arguments and results picklable.
    `preload` names modules that children import before they take work, outside the time limit. May be used from
    any number of threads; children start when first needed, and die with their parent however it dies.
    """

    def __init__(self, *, workers: int, seconds: float, megabytes: int, preload: Sequence[str] = ()) -> None:
        self._workers = workers
        self._seconds = seconds
        self._prepared = (megabytes, tuple(preload), os.getpid())
        self._slots = threading.BoundedSemaphore(workers)
        self._lock = threading.Lock()
        self._keeper: _Keeper | None = None
        self._closed = False

    def run(self, function: Callable[..., T], *args: Any) -> T:
        """Call `function(*args)` in a child and give its result.

        Errors raised by the function come through. Raises CageTimeout when it took too long and was killed,
        CageCrash when the child died or ran out of memory. Waits for a free child before the clock starts.
        """
        for _ in range(MOST_TRIES):
            keeper = self._current()
            with self._slots:
                try:
                    return keeper.call(function, args, self._seconds)
                except _PoolBroken:
                    self._discard(keeper)
        raise CageCrash("the pool of processes broke down again and again")

    def run_all(self, calls: Sequence[Call[T]]) -> list[T | Exception]:
        """Make several calls, a few in one trip to a child; give the result of each, or the error that ended it.

        Each trip has the time of one call, and where it takes longer or the child dies, its calls are made again one
        by one: what is hostile ends alone. So many small calls cost what their work costs, not a trip each.
        """
        results: list[T | Exception] = []
        for group in _trips(calls):
            results += self._trip(group)
        return results

    def _trip(self, group: Sequence[Call[T]]) -> list[T | Exception]:
        if len(group) > 1:
            try:
                return self.run(_each, group)
            except (CageTimeout, CageCrash):
                pass
        return [self._alone(call) for call in group]

    def _alone(self, call: Call[T]) -> T | Exception:
        function, args = call
        try:
            return self.run(function, *args)
        except Exception as error:  # whatever the function raises belongs to its own call
            return error

    def run_many(
        self, function: Callable[..., T], argument_tuples: Iterable[tuple[Any, ...]]
    ) -> Iterator[tuple[int, T | SvizhoError]]:
        """Call the function for every tuple of arguments; give (index, result or error) as each is done.

        Arguments are drawn as children come free, so they may be a generator. One call's failure is its own:
        a bug in the function comes as a CageCrash that names it, and the other results still come.
        """
        numbered = enumerate(argument_tuples)
        with ThreadPoolExecutor(self._workers, thread_name_prefix="cage") as threads:
            waiting: dict[Future[T | SvizhoError], int] = {}

            def refill() -> None:
                while len(waiting) < 2 * self._workers:
                    following = next(numbered, None)
                    if following is None:
                        return
                    waiting[threads.submit(self._attempted, function, following[1])] = following[0]

            refill()
            while waiting:
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                finished = [(waiting.pop(future), future.result()) for future in done]
                refill()
                yield from finished

    def close(self) -> None:
        """End all children; work that is still going on in other threads ends with CageCrash."""
        with self._lock:
            self._closed = True
            keeper, self._keeper = self._keeper, None
        if keeper is not None:
            keeper.stop()

    def __enter__(self) -> Cage:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _attempted(self, function: Callable[..., T], args: tuple[Any, ...]) -> T | SvizhoError:
        try:
            return self.run(function, *args)
        except SvizhoError as error:
            return error
        except Exception as error:  # a bug must not take the other results with it
            crash = CageCrash(f"{type(error).__name__}: {error}"[:500])
            crash.__cause__ = error
            return crash

    def _current(self) -> _Keeper:
        """Give the living pool; a new one when there is none, it broke, or this process was forked from its owner."""
        with self._lock:
            if self._closed:
                raise CageCrash("the cage is closed")
            if self._keeper is None or self._keeper.owner != os.getpid():
                self._prepared = (*self._prepared[:2], os.getpid())
                self._keeper = _Keeper(self._workers, self._prepared)
            return self._keeper

    def _discard(self, keeper: _Keeper) -> None:
        with self._lock:
            if self._keeper is keeper:
                self._keeper = None
        keeper.stop()


class _PoolBroken(Exception):
    """The pool of processes can take no more work."""


class _Keeper:
    """One pool and the thread that owns it.

    Linux sends the death signal when the *thread* that started a child ends, so children are never started by a
    caller's thread but by this one (and by pebble's own), which last as long as the pool.
    """

    def __init__(self, workers: int, prepared: tuple[int, tuple[str, ...], int]) -> None:
        self.owner = os.getpid()
        self._stopping = threading.Event()
        self._ready = threading.Event()
        self._pool = ProcessPool(
            max_workers=workers,
            max_tasks=WORK_OF_A_CHILD,
            initializer=_prepare,
            initargs=prepared,
            context=_context(),
        )
        self._thread = threading.Thread(target=self._keep, name="cage-keeper", daemon=True)
        self._thread.start()

    def call(self, function: Callable[..., T], args: tuple[Any, ...], seconds: float) -> T:
        """Run one call; raises what the function raised, CageTimeout, CageCrash, or _PoolBroken when it never ran."""
        self._ready.wait(LONGEST_START)
        work = pickle.dumps((function, args))  # here, so that what cannot be pickled fails its own caller only
        try:
            future: Future[bytes] = self._pool.schedule(_guarded, args=(work,), timeout=seconds)
        except RuntimeError as error:  # "The Pool is not active", "Unexpected error within the Pool"
            raise _PoolBroken from error
        try:
            result: T = pickle.loads(future.result(seconds + LONGEST_START))  # noqa: S301 - from our own child
            return result
        except FutureTimeout as error:
            if not future.done():
                raise _PoolBroken from error
            raise CageTimeout(f"work took more than {seconds:g} seconds and was ended") from error
        except ProcessExpired as error:
            raise CageCrash(f"the process died (exit code {error.exitcode})") from error
        except MemoryError as error:
            raise CageCrash("the process ran out of memory") from error
        except (BrokenProcessPool, CancelledError) as error:
            raise _PoolBroken from error

    def stop(self) -> None:
        """End the pool and its children."""
        self._stopping.set()
        self._thread.join(LONGEST_START)

    def _keep(self) -> None:
        try:
            self._pool.schedule(_nothing)  # the first work makes pebble start its children, in this thread
        except (OSError, RuntimeError):
            self._stopping.set()
        self._ready.set()
        self._stopping.wait()
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _guarded(work: bytes) -> bytes:
    """Run in a child: an error that cannot be carried to the parent is told in words instead of breaking the pool."""
    try:
        function, args = pickle.loads(work)  # noqa: S301 - from our own parent
        return pickle.dumps(function(*args))
    except Exception as error:
        fit = _fit(error)
        if fit is error:
            raise
        raise fit from error


def _trips(calls: Sequence[Call[T]]) -> Iterator[Sequence[Call[T]]]:
    """Part calls into trips."""
    for begin in range(0, len(calls), CALLS_OF_A_TRIP):
        yield calls[begin : begin + CALLS_OF_A_TRIP]


def _each(group: Sequence[Call[T]]) -> list[T | Exception]:
    """Make calls in a child, one after another; out of memory ends the trip, as it may be another's doing."""
    results: list[T | Exception] = []
    for function, args in group:
        try:
            results.append(function(*args))
        except MemoryError:
            raise
        except Exception as error:
            results.append(_fit(error))
    return results


def _fit(error: Exception) -> Exception:
    """Tell an error that cannot be carried to the parent in words."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own error, only to see that it can be
    except Exception:  # whatever a constructor may raise
        return CageCrash(f"{type(error).__name__}: {error}"[:500])
    return error


def _nothing() -> None:
    """Be the first work of a pool."""


def _prepare(megabytes: int, preload: tuple[str, ...], parent: int) -> None:
    """Bind a new child: it dies with its parent and when told to, within its memory, one thread per library."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # pebble's own handler waits for Python, which may be stuck in C
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)
    size = megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # PARTS.md T12: spinning threads make busy cores ten times slower
    for name in preload:
        importlib.import_module(name)


_launching = threading.local()
_full_preparation_data = spawn.get_preparation_data


def _preparation_data(name: str) -> dict[str, Any]:
    """Tell a child of a cage nothing of the parent's main module, which would bring Django with it."""
    data = _full_preparation_data(name)
    if getattr(_launching, "bare", False):
        data.pop("init_main_from_name", None)
        data.pop("init_main_from_path", None)
    return data


spawn.get_preparation_data = _preparation_data


class _BareProcess(multiprocessing.context.SpawnProcess):
    """A spawned process that does not run the parent's main module again."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802 - multiprocessing's name
        _launching.bare = True
        try:
            return multiprocessing.context.SpawnProcess._Popen(process_obj)  # noqa: SLF001 - the hook multiprocessing has for this
        finally:
            _launching.bare = False


class _BareContext(multiprocessing.context.SpawnContext):
    """Makes the processes above; everything else as in the spawn context."""

    Process = _BareProcess


def _context() -> _BareContext:
    return _BareContext()
