"""The datetime and calendar modules: ranges of days, formatting, parsing, time zones.

Stresses: many small C objects, strftime and strptime (the latter is Python), timedelta
arithmetic, dates as dictionary keys.
From: rosters, invoices and opening hours.
"""

import calendar
from datetime import date, datetime, time, timedelta, timezone

SIZE = 14_000
SMALL_SIZE = 20
SMALL_RESULT = (
    "2020-01-31",
    [("Fri", 3), ("Mon", 3), ("Sat", 1), ("Sun", 6), ("Thu", 2), ("Tue", 1), ("Wed", 4)],
    29848260.0,
    0,
    11,
)


def easter(year):
    """By the anonymous Gregorian algorithm."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def working_days(start, count, holidays):
    day = start
    while count:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            count -= 1
    return day


def run(size=SIZE):
    """Facts about `size` appointments."""
    holidays = set()
    for year in range(2020, 2030):
        sunday = easter(year)
        holidays.update({sunday + timedelta(days=n) for n in (-2, 1, 39, 50)})
        holidays.add(date(year, 12, 25))
    start = date(2020, 1, 1)
    ends = [working_days(start + timedelta(days=n % 3000), n % 10, holidays) for n in range(size)]

    zone = timezone(timedelta(hours=5, minutes=30))
    by_weekday = {}
    texts = []
    for n in range(size):
        moment = datetime(2021, 1 + n % 12, 1 + n % 28, n % 24, n % 60, tzinfo=timezone.utc)
        local = moment.astimezone(zone)
        by_weekday[local.strftime("%a")] = by_weekday.get(local.strftime("%a"), 0) + 1
        texts.append(local.isoformat())
    parsed = [datetime.fromisoformat(text) for text in texts]
    span = max(parsed) - min(parsed)
    slow = [
        datetime.strptime(f"{n % 28 + 1:02}/{n % 12 + 1:02}/2022 08:{n % 60:02}", "%d/%m/%Y %H:%M")
        for n in range(size // 4)
    ]
    late = sum(moment.time() > time(8, 30) for moment in slow)
    weeks = sum(len(calendar.monthcalendar(2000 + n // 12, n % 12 + 1)) for n in range(size // 10))
    return max(ends).isoformat(), sorted(by_weekday.items()), span.total_seconds(), late, weeks


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
