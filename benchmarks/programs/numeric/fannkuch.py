"""Fannkuch: the most pancake flips any permutation of 1..n needs.

Stresses: indexing small integer lists, swaps, nested while loops.
From: Anderson and Rettig, "Performing Lisp analysis of the FANNKUCH benchmark" (1994).
"""

SIZE = 9
SMALL_SIZE = 5
SMALL_RESULT = (11, 7)


def flips_of(permutation):
    cards = permutation[:]
    flips = 0
    first = cards[0]
    while first:
        low, high = 0, first
        while low < high:
            cards[low], cards[high] = cards[high], cards[low]
            low += 1
            high -= 1
        flips += 1
        first = cards[0]
    return flips


def run(size=SIZE):
    """(alternating checksum of flips, most flips) over all permutations of `size` cards."""
    permutation = list(range(size))
    rotations = [0] * size
    checksum = most = 0
    sign = 1
    while True:
        flips = flips_of(permutation)
        checksum += sign * flips
        if flips > most:
            most = flips
        sign = -sign
        # Next permutation: rotate ever longer prefixes until one has not come round.
        for i in range(1, size):
            first = permutation[0]
            for k in range(i):
                permutation[k] = permutation[k + 1]
            permutation[i] = first
            rotations[i] += 1
            if rotations[i] <= i:
                break
            rotations[i] = 0
        else:
            return checksum, most


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
