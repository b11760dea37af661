"""The console script, and `python -m flashcards`: the command line with a policy for programs that run shortly.

A build makes some hundred thousand long-lived objects and hardly any cycle. Looking for cycles every 700 objects, and
taking everything apart at the end, cost a fifth of its time; the system frees the memory of a process at once. Matrices are
small, and threads that wait for the next one cost ten times what they save.
"""

import contextlib
import gc
import os
import sys

_YOUNG = 500_000  # objects made between two searches for cycles


def main() -> None:
    """Run the command line and end the process with its exit code."""
    gc.set_threshold(_YOUNG, 20, 20)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is imported
    from flashcards import cli  # noqa: PLC0415  importing makes as many objects as running

    code: object = 0
    try:
        cli.main()
    except SystemExit as exit_:
        code = exit_.code
    if code is not None and not isinstance(code, int):
        sys.stderr.write(f"{code}\n")
    for stream in filter(None, (sys.stdout, sys.stderr)):  # a stream that the caller has closed is None
        with contextlib.suppress(OSError):  # the reader has seen enough, or the disk is full, which `cli` has told
            stream.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)


if __name__ == "__main__":
    main()
