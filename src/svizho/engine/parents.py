"""A child process that never outlives its parent, whatever ended the parent."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

# <sys/prctl.h>: the signal a process gets when the thread that made it ends.
PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int) -> None:
    """End this process at once (SIGKILL) when the process `parent`, which made it, is gone.

    On Linux the kernel sees to it; elsewhere a thread looks every second.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it was gone before we asked
        os.kill(os.getpid(), signal.SIGKILL)


def _watch(parent: int) -> None:
    """Look every second whether the parent is still there."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)
