"""Slicing: rotations, chunks, reversals, windows, slice assignment and deletion.

Stresses: slices of lists, strings, tuples and bytes, `del` of ranges, insert and pop in
the middle, concatenation, the deque as an alternative.
From: buffers, paging and puzzles (Josephus, perfect shuffles, text wrapping).
"""

from collections import deque

SIZE = 5_000
SMALL_SIZE = 12
SMALL_RESULT = (10, 32, 3, 6, 7, 662, 991, 8)


def chunks(values, length):
    return [values[start : start + length] for start in range(0, len(values), length)]


def perfect_shuffles(count):
    """How many out-shuffles bring a deck of `count` cards back in order."""
    deck = list(range(count))
    start = deck[:]
    half = count // 2
    shuffles = 0
    while True:
        shuffled = [0] * count
        shuffled[0::2], shuffled[1::2] = deck[:half], deck[half:]
        deck = shuffled
        shuffles += 1
        if deck == start:
            return shuffles


def josephus_list(count, step):
    people = list(range(count))
    position = 0
    while len(people) > 1:
        position = (position + step - 1) % len(people)
        del people[position]
    return people[0]


def josephus_deque(count, step):
    people = deque(range(count))
    while len(people) > 1:
        people.rotate(1 - step)
        people.popleft()
    return people[0]


def is_palindrome(text):
    return text == text[::-1]


def longest_palindrome(text):
    best = ""
    for center in range(len(text)):
        for width in (0, 1):
            low, high = center, center + width
            while low >= 0 and high < len(text) and text[low] == text[high]:
                low -= 1
                high += 1
            if high - low - 1 > len(best):
                best = text[low + 1 : high]
    return best


def edit_buffer(size):
    buffer = list(range(size))
    for n in range(size):
        at = n * 37 % (len(buffer) - 4)
        buffer[at : at + 2] = [n, n + 1, n + 2]
        del buffer[at // 2 : at // 2 + 1]
        buffer.insert(at // 3, -n)
        buffer.pop(at)
    return sum(place * value for place, value in enumerate(buffer)) % 1_000_003


def run(size=SIZE):
    """Checks of each game at `size`."""
    even = size // 2 * 2
    survivor = josephus_list(size * 3, 7)
    assert survivor == josephus_deque(size * 3, 7)
    text = "".join("abcab"[n * n // 3 % 5] for n in range(size))
    palindromes = sum(is_palindrome(text[i : i + 9]) for i in range(len(text)))
    windows = sum(max(text[i : i + 4]) == "c" for i in range(len(text) - 3))
    rotated = list(range(size))
    for n in range(size):
        k = n % 11
        rotated = rotated[k:] + rotated[:k]
    packed = b"".join(bytes(chunk)[::-1] for chunk in chunks([n % 256 for n in range(size * 4)], 16))
    total = sum(packed[i] * (i % 7) for i in range(0, len(packed), 3))
    longest = len(longest_palindrome(text))
    return perfect_shuffles(even), survivor, palindromes, windows, rotated[0], edit_buffer(size), total, longest


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
