"""N-body: the Sun and the four giant planets pulling at each other.

Stresses: float arithmetic on list items, tuple unpacking in nested loops.
From: the classic symplectic-integrator exercise of celestial mechanics; starting
positions and masses are the published ones of the planets.
"""

import math

SIZE = 50_000
SMALL_SIZE = 50
SMALL_RESULT = (-0.169075164, -0.169063618)

SOLAR_MASS = 4 * math.pi**2
DAYS = 365.24

# name: position (AU), velocity (AU/day), mass (solar masses)
BODIES = {
    "sun": ([0.0, 0.0, 0.0], [0.0, 0.0, 0.0], 1.0),
    "jupiter": (
        [4.84143144246472090, -1.16032004402742839, -0.103622044471123109],
        [0.00166007664274403694, 0.00769901118419740425, -0.0000690460016972063023],
        0.000954791938424326609,
    ),
    "saturn": (
        [8.34336671824457987, 4.12479856412430479, -0.403523417114321381],
        [-0.00276742510726411236, 0.00499852801234917238, 0.0000230417297573763929],
        0.000285885980666130812,
    ),
    "uranus": (
        [12.8943695621391310, -15.1111514016986312, -0.223307578892655734],
        [0.00296460137564761618, 0.00237847173959480950, -0.0000296589568540237556],
        0.0000436624404335156298,
    ),
    "neptune": (
        [15.3796971148509165, -25.9193146099879641, 0.179258772950371181],
        [0.00268067772490389322, 0.00162824170038242295, -0.0000951592254519715870],
        0.0000515138902046611451,
    ),
}


def make_system():
    """Bodies as (position, velocity, mass), in AU, AU/year and solar-mass units."""
    return [
        (list(position), [component * DAYS for component in velocity], mass * SOLAR_MASS)
        for position, velocity, mass in BODIES.values()
    ]


def offset_momentum(bodies):
    """Give the Sun the velocity that keeps the centre of mass at rest."""
    px = py = pz = 0.0
    for _, (vx, vy, vz), mass in bodies:
        px -= vx * mass
        py -= vy * mass
        pz -= vz * mass
    sun_velocity = bodies[0][1]
    sun_velocity[0] = px / SOLAR_MASS
    sun_velocity[1] = py / SOLAR_MASS
    sun_velocity[2] = pz / SOLAR_MASS


def advance(bodies, pairs, dt, steps):
    for _ in range(steps):
        for ((x1, y1, z1), v1, m1), ((x2, y2, z2), v2, m2) in pairs:
            dx = x1 - x2
            dy = y1 - y2
            dz = z1 - z2
            mag = dt * (dx * dx + dy * dy + dz * dz) ** -1.5
            b1 = m1 * mag
            b2 = m2 * mag
            v1[0] -= dx * b2
            v1[1] -= dy * b2
            v1[2] -= dz * b2
            v2[0] += dx * b1
            v2[1] += dy * b1
            v2[2] += dz * b1
        for position, (vx, vy, vz), _ in bodies:
            position[0] += dt * vx
            position[1] += dt * vy
            position[2] += dt * vz


def energy(bodies, pairs):
    total = 0.0
    for ((x1, y1, z1), _, m1), ((x2, y2, z2), _, m2) in pairs:
        total -= m1 * m2 / math.sqrt((x1 - x2) ** 2 + (y1 - y2) ** 2 + (z1 - z2) ** 2)
    for _, (vx, vy, vz), mass in bodies:
        total += mass * (vx * vx + vy * vy + vz * vz) / 2.0
    return total


def run(size=SIZE):
    """Advance the system by `size` steps; the energy before and after."""
    bodies = make_system()
    pairs = [(a, b) for index, a in enumerate(bodies) for b in bodies[index + 1 :]]
    offset_momentum(bodies)
    before = energy(bodies, pairs)
    advance(bodies, pairs, 0.01, size)
    return round(before, 9), round(energy(bodies, pairs), 9)


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
