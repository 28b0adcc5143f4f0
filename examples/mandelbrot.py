"""The Mandelbrot set in characters: a small real program to try the engine with."""


def escape_time(re: float, im: float, limit: int) -> int:
    x = y = 0.0
    for step in range(limit):
        x, y = x * x - y * y + re, 2.0 * x * y + im
        if x * x + y * y > 4.0:
            return step
    return limit


def picture(width: int = 76, height: int = 26, limit: int = 200) -> str:
    shades = " .:-=+*#%@"
    rows = []
    for row in range(height):
        im = 1.2 - 2.4 * row / (height - 1)
        steps = [escape_time(-2.2 + 3.0 * column / (width - 1), im, limit) for column in range(width)]
        rows.append("".join("@" if n == limit else shades[n % 9] for n in steps))
    return "\n".join(rows)


if __name__ == "__main__":
    print(picture())
