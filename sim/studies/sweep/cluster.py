"""Running a sweep on a Dask cluster: the one file that knows it."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor

from sim.errors import SimError

#: Times a chunk is given to another worker when its worker has died.
RETRIES = 3
#: Seconds in which the scheduler and this process hand over a share and take its answer back.
SERVICE_SECONDS = 0.003


@contextlib.contextmanager
def executor(scheduler: str | None, workers: int) -> Iterator[tuple[Executor, int]]:
    """Yield an executor on a cluster and the number of its workers.

    Args:
        scheduler: address of a running scheduler, for example tcp://host:8786; None starts one with worker processes of
            its own on this machine's loopback.
        workers: processes of a cluster started here.

    Raises:
        SimError: `distributed` is not installed, or the scheduler does not answer.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise SimError(
            "the Dask engine needs one more package: pip install 'staff-policy-sim[cluster]'",
            "Dask 引擎还需要一个软件包:pip install 'staff-policy-sim[cluster]'",
        ) from None
    with contextlib.ExitStack() as stack:
        if scheduler is None:
            with _deaf_to_interrupts():
                cluster = stack.enter_context(
                    LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50)
                )
            address = cluster.scheduler_address
        else:
            address = scheduler
        try:
            client = stack.enter_context(Client(address, timeout=20, set_as_default=False))
        except (OSError, TimeoutError, ValueError) as error:
            raise SimError(
                "the scheduler at {0} does not answer ({1})", "{0} 的调度器没有响应({1})", address, type(error).__name__
            ) from None
        count = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        yield client.get_executor(retries=RETRIES, pure=False), count


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Ignore interrupts while workers start, so that Ctrl-C later reaches this process alone."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
