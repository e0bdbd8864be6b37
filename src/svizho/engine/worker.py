"""The worker: runs jobs until told to stop, through restarts of PostgreSQL and of itself."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from typing import NoReturn

import structlog
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import connector_params
from procrastinate.jobs import Status

from svizho.engine.bench import workbench
from svizho.engine.queue import app

log = structlog.get_logger(__name__)

# Jobs of one process at a time: lanes mostly wait for servers, for PostgreSQL or for the parsing processes.
CONCURRENCY = 8

# Seconds that jobs in hand may take to end after SIGTERM; their articles are taken up again in any case.
GRACE = 4.0

# Seconds between looks for jobs whose worker died, and before a worker that ended by itself is started again.
STALLED_EVERY = 5.0
RETRY_AFTER = 1.0

# Seconds without a sign of life after which a worker counts as dead , and how often it gives one.
DEAD_AFTER = 12.0
SIGN_OF_LIFE_EVERY = 3.0


def main(*, alone: bool = False) -> NoReturn:
    """Run until SIGTERM or SIGINT; `alone` says that no other worker uses the database (the supervisor knows)."""
    asyncio.new_event_loop().run_until_complete(_run(alone=alone))
    workbench().close()
    # Threads may still wait for slow servers. Their articles keep their stage and are taken up again, so leave now.
    logging.shutdown()
    os._exit(0)


async def _run(*, alone: bool) -> None:
    """Start the worker again whenever it ends by itself: it does so, politely, when PostgreSQL restarts."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    while not stopping.is_set():
        try:
            await _work(stopping, alone=alone)
        except Exception as error:
            # Whatever ended the worker (a lost database, most often), the next round starts afresh.
            log.warning("worker starts again", why=f"{type(error).__name__}: {error}")
        await _sleep(stopping, RETRY_AFTER)


async def _work(stopping: asyncio.Event, *, alone: bool) -> None:
    """Open the queue and work until told to stop or until the worker ends by itself."""
    with app.replace_connector(PsycopgConnector(kwargs=connector_params())):
        await _work_connected(stopping, alone=alone)


async def _work_connected(stopping: asyncio.Event, *, alone: bool) -> None:
    async with app.open_async():
        await _give_up_jobs_of_the_dead(all_of_them=alone)
        worker = asyncio.create_task(
            app.run_worker_async(
                concurrency=CONCURRENCY,
                install_signal_handlers=False,
                shutdown_graceful_timeout=GRACE,
                delete_jobs="successful",
                stalled_worker_timeout=DEAD_AFTER,
                update_heartbeat_interval=SIGN_OF_LIFE_EVERY,
            )
        )
        watch = asyncio.create_task(_watch(stopping))
        stop = asyncio.create_task(stopping.wait())
        await asyncio.wait({worker, stop}, return_when=asyncio.FIRST_COMPLETED)
        for task in (worker, watch, stop):
            task.cancel()
        for result in await asyncio.gather(worker, watch, stop, return_exceptions=True):
            if isinstance(result, Exception):
                raise result


async def _watch(stopping: asyncio.Event) -> None:
    """Every few seconds give up the jobs of workers that died."""
    while not stopping.is_set():
        await _sleep(stopping, STALLED_EVERY)
        await _give_up_jobs_of_the_dead(all_of_them=False)


async def _give_up_jobs_of_the_dead(*, all_of_them: bool) -> None:
    """End the jobs whose worker is gone, so that their lanes are free; the sweep finds the work they left."""
    if all_of_them:
        jobs = list(await app.job_manager.list_jobs_async(status=Status.DOING.value))
    else:
        jobs = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER))
    for job in jobs:
        await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
    if jobs:
        log.info("took up the work of dead workers", jobs=len(jobs))


async def _sleep(stopping: asyncio.Event, seconds: float) -> None:
    """Sleep, but wake at once when told to stop."""
    try:
        await asyncio.wait_for(stopping.wait(), timeout=seconds)
    except TimeoutError:
        return
