"""How long a whole `flashcards build` takes, as a multiple of what jieba alone needs to load, and its memory.

    python benchmarks/build.py [ARTICLE …] [--runs 7]

Both are fresh processes, run in turn so that a busy machine slows them alike; caches are warm, since each command runs once
before it counts. Prints medians. Without articles, those of seeds/ are taken.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
BASELINE = (sys.executable, "-c", "import jieba; jieba.initialize()")


def measure(command: Sequence[str]) -> tuple[float, int]:
    """Seconds of wall time and peak memory in bytes of one process.

    Raises:
        SystemExit: the command failed.
    """
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} exited {process.returncode}")
    return seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    articles = [path.resolve() for path in arguments.articles] or sorted((ROOT / "seeds").glob("*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        build = (
            str(Path(sys.executable).parent / "flashcards"), "build", *map(str, articles),
            "--output", str(Path(folder) / "benchmark.apkg"), "--fresh",
        )  # fmt: skip
        measure(BASELINE)
        measure(build)
        pairs = [(measure(build), measure(BASELINE)) for _ in range(arguments.runs)]
    built = statistics.median(build_run[0] for build_run, _ in pairs)
    loaded = statistics.median(jieba_run[0] for _, jieba_run in pairs)
    ratio = statistics.median(build_run[0] / jieba_run[0] for build_run, jieba_run in pairs)
    memory = max(build_run[1] for build_run, _ in pairs)
    print(f"{len(articles)} articles, {arguments.runs} runs, medians")
    print(f"build {built:.2f} s, jieba alone {loaded:.2f} s, ratio {ratio:.2f}")
    print(f"peak memory of build {memory / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
