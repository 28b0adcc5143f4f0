"""fastvm as a library: text, one function, a whole process; and what the engine says about its work."""

import fastvm

RULES = """
def price(quantity, unit):
    total = quantity * unit
    return total * 0.9 if quantity >= 10 else total
"""


@fastvm.jit
def total(orders, price):
    result = 0.0
    for quantity, unit in orders:
        result += price(quantity, unit)
    return result


def main() -> None:
    fastvm.enable()
    rules = fastvm.run_string(RULES)
    orders = [(n % 20, 1.5 + n % 7) for n in range(1000)]
    print(f"total: {total(orders, rules['price']):.2f}")
    frames = fastvm.stats()["core"]["frames"]
    print(f"frames run by the engine: {frames['engine']}")


if __name__ == "__main__":
    main()
