"""Sets: algebra, membership, deduplication, sets of frozensets.

Stresses: set construction and the operators on sets, membership tests in loops, set
comprehensions, hashing of tuples and frozensets.
From: tag filters, friend-of-friend queries and crossword puzzles.
"""

SIZE = 2_200
SMALL_SIZE = 20
SMALL_RESULT = (884, 117, 7, (0, 22, 22, True))


def make_friends(count):
    friends = {person: set() for person in range(count)}
    seed = 99
    for person in range(count):
        for _ in range(6):
            seed = seed * 16807 % 2147483647
            other = seed % count
            if other != person:
                friends[person].add(other)
                friends[other].add(person)
    return friends


def suggestions(friends, person):
    """Friends of friends that are not friends yet, the most shared first."""
    known = friends[person]
    candidates = set()
    for friend in known:
        candidates |= friends[friend]
    candidates -= known
    candidates.discard(person)
    return sorted(candidates, key=lambda other: (-len(friends[other] & known), other))[:5]


def triangles(friends):
    found = set()
    for a, others in friends.items():
        for b in others:
            if b > a:
                for c in others & friends[b]:
                    if c > b:
                        found.add(frozenset((a, b, c)))
    return found


def unique(values):
    seen = set()
    result = []
    for value in values:
        if value not in seen:
            seen.add(value)
            result.append(value)
    return result


def run(size=SIZE):
    """Facts about the friendships of `size` people."""
    friends = make_friends(size)
    suggested = 0
    for person in friends:
        suggested += sum(suggestions(friends, person))
    found = triangles(friends)
    remainders = unique(a * b % 1009 for a in range(size // 4) for b in range(0, size, 7))
    odd = {n for n in remainders if n % 2}
    squares = {n * n % 1009 for n in range(size)}
    overlap = len(odd & squares), len(odd | squares), len(odd ^ squares), odd.isdisjoint(squares)
    return suggested, len(found), len(remainders), overlap


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
