"""For workers that the command starts itself: Ctrl-C, which a terminal sends to all, is for the command.

Dask imports this module in each worker and calls :func:`dask_setup`.
"""

import signal
import threading


def dask_setup(worker: object) -> None:
    """Go on as if nothing had been sent; the command ends its workers."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
