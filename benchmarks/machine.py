"""What a run ran on: processor, memory, system. Nothing that names the machine or its users."""

import os
import platform
from datetime import datetime, timezone


def describe() -> "dict[str, str]":
    return {
        "processor": processor(),
        "cores": str(os.cpu_count() or "unknown"),
        "memory": memory(),
        "system": f"{platform.system()} {platform.release()}, {' '.join(platform.libc_ver())}".rstrip(", "),
        "load": load(),
    }


def processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            for line in info:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def memory() -> str:
    try:
        return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GB"
    except (ValueError, OSError):
        return "unknown"


def load() -> str:
    """The load before the run began: other work on the machine is the usual cause of noise."""
    try:
        return f"{os.getloadavg()[0]:.1f}"
    except OSError:
        return "unknown"


def now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
