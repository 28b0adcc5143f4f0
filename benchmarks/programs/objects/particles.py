"""Particles in a box: gravity, drag, bouncing, made of small vector objects.

Stresses: `__slots__` instances, in-place operators, properties, many short float methods.
From: the particle systems of games and simulations.
"""

SIZE = 1_500
SMALL_SIZE = 4
SMALL_RESULT = (2, 1138.935796)
COUNT = 80


class Vec:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)

    def __mul__(self, factor):
        return Vec(self.x * factor, self.y * factor)

    def __iadd__(self, other):
        self.x += other.x
        self.y += other.y
        return self

    @property
    def squared(self):
        return self.x * self.x + self.y * self.y


class Particle:
    __slots__ = ("position", "velocity", "mass", "bounces")

    def __init__(self, position, velocity, mass):
        self.position = position
        self.velocity = velocity
        self.mass = mass
        self.bounces = 0

    @property
    def energy(self):
        return 0.5 * self.mass * self.velocity.squared

    def step(self, force, dt):
        self.velocity += force * (dt / self.mass)
        self.position += self.velocity * dt

    def bounce(self, box):
        position, velocity = self.position, self.velocity
        if position.x < 0.0 or position.x > box.width:
            position.x = min(max(position.x, 0.0), box.width)
            velocity.x = -velocity.x * box.damping
            self.bounces += 1
        if position.y < 0.0 or position.y > box.height:
            position.y = min(max(position.y, 0.0), box.height)
            velocity.y = -velocity.y * box.damping
            self.bounces += 1


class Box:
    def __init__(self, width, height, damping):
        self.width = width
        self.height = height
        self.damping = damping
        self.particles = []

    def fill(self, count):
        for n in range(count):
            position = Vec(n * 7.3 % self.width, n * 3.1 % self.height)
            self.particles.append(Particle(position, Vec(n % 11 - 5.0, n % 7 - 3.0), 1.0 + n % 3))

    def step(self, dt):
        gravity = Vec(0.0, -9.81)
        for particle in self.particles:
            drag = particle.velocity * -0.05
            particle.step(gravity * particle.mass + drag, dt)
            particle.bounce(self)


def run(size=SIZE):
    """(bounces, energy) of the particles after `size` steps."""
    box = Box(40.0, 30.0, 0.9)
    box.fill(COUNT)
    for _ in range(size):
        box.step(0.01)
    bounces = 0
    energy = 0.0
    for particle in box.particles:
        bounces += particle.bounces
        energy += particle.energy
    return bounces, round(energy, 6)


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
