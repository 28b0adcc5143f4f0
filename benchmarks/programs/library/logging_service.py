"""The logging module: loggers in a tree, levels, filters, formatters, handlers.

Stresses: Python library code with deep call chains, frame inspection for line numbers,
% formatting, locks, string buffers.
From: any service that logs more than it should.
"""

import io
import logging

SIZE = 13_000
SMALL_SIZE = 20
SMALL_RESULT = (
    18,
    "INFO     service.web [-] serve: served /item/1 in 1 ms",
    "INFO     service.web [-] serve: served /item/19 in 19 ms",
    [("WARNING", 2)],
)


class RequestFilter(logging.Filter):
    """Adds a field to each record, and drops health checks."""

    def filter(self, record):
        record.request = getattr(record, "request", "-")
        return "health" not in record.getMessage()


class CountingHandler(logging.Handler):
    def __init__(self):
        super().__init__(logging.WARNING)
        self.counts = {}

    def emit(self, record):
        self.counts[record.levelname] = self.counts.get(record.levelname, 0) + 1


def serve(logger, number):
    logger.debug("headers of %d", number)
    if number % 10 == 0:
        logger.info("health check %d", number)
    elif number % 7 == 0:
        logger.warning("slow request %d: %.2f s", number, number / 100, extra={"request": f"r{number}"})
    elif number % 23 == 0:
        try:
            raise ValueError(f"bad request {number}")
        except ValueError:
            logger.error("failed %s", number, exc_info=number % 2 == 0)
    else:
        logger.info("served %(path)s in %(time)d ms", {"path": f"/item/{number}", "time": number % 90})


def run(size=SIZE):
    """(lines written, their first and last, counts by level) for `size` requests."""
    root = logging.Logger("service", logging.INFO)
    buffer = io.StringIO()
    stream = logging.StreamHandler(buffer)
    stream.setFormatter(logging.Formatter("%(levelname)-8s %(name)s [%(request)s] %(funcName)s: %(message)s"))
    stream.addFilter(RequestFilter())
    counter = CountingHandler()
    root.addHandler(stream)
    root.addHandler(counter)
    child = logging.Logger("service.web")
    child.parent = root
    quiet = logging.Logger("service.cache", logging.ERROR)
    quiet.parent = root
    for number in range(size):
        serve(child, number)
        quiet.info("cache hit %s", number)
    lines = [line for line in buffer.getvalue().splitlines() if line[:1].isupper() and "[" in line]
    return len(lines), lines[0], lines[-1], sorted(counter.counts.items())


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
