"""A cluster whose workers are killed while they work."""

from __future__ import annotations

import os
import re
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from curation.engines.cluster import Cluster


class Killer:
    """What is told of progress, and kills a worker of a cluster once in every step that is under way."""

    def __init__(self, engine: Cluster) -> None:
        self.client = engine.client
        self.killed: dict[str, int] = {}

    def __call__(self, words: str) -> None:
        step = re.fullmatch(r"(.+): ([\d,]+) of ([\d,]+) pieces", words)
        if step is None or step[1] in self.killed or step[2] == step[3]:
            return
        workers = self.client.run(os.getpid, on_error="ignore")
        pid = min(pid for pid in workers.values() if isinstance(pid, int))
        os.kill(pid, signal.SIGKILL)
        self.killed[step[1]] = pid
