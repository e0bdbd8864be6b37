"""granian, made to stop at once although pages hold streams open."""

from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import suppress
from typing import Any

from granian import Granian


class Server(Granian):  # type: ignore[misc, valid-type] # a different class on each platform
    """Tells its workers to close their streams as soon as it is told to stop.

    granian waits for open connections before it tells the app anything (granian 2.8), and a stream is one for as
    long as its page is open: without this each stop took the whole `workers_kill_timeout`.
    """

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        """Take SIGTERM or SIGINT: pass word to the workers, then stop as ever."""
        for worker in multiprocessing.active_children():
            if worker.pid:
                with suppress(ProcessLookupError):
                    os.kill(worker.pid, signal.SIGUSR1)
        super().signal_handler_interrupt(*args, **kwargs)
