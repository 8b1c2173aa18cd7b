"""Planets of the solar system under gravity, stepped with a symplectic integrator.

Exercises float arithmetic, list items, loops over pairs of bodies and attribute-free numeric code.
Usage: nbody.py [STEPS]
"""

import math
import sys

DAYS = 365.24
SOLAR_MASS = 4 * math.pi ** 2

# Position (AU), velocity (AU per day), mass (in suns); the sun's velocity is set so that momentum is zero.
BODIES = {
    "sun": ([0.0, 0.0, 0.0], [0.0, 0.0, 0.0], 1.0),
    "jupiter": (
        [4.84143144246472090, -1.16032004402742839, -0.103622044471123109],
        [0.00166007664274403694, 0.00769901118419740425, -0.0000690460016972063023],
        0.000954791938424326609,
    ),
    "saturn": (
        [8.34336671824457987, 4.12479856412430479, -0.403523417114321381],
        [-0.00276742510726411899, 0.00499852801234917238, 0.0000230417297573763929],
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


def build():
    bodies = []
    for position, velocity, mass in BODIES.values():
        bodies.append((list(position), [v * DAYS for v in velocity], mass * SOLAR_MASS))
    return bodies


def all_pairs(bodies):
    pairs = []
    for i, first in enumerate(bodies):
        for second in bodies[i + 1:]:
            pairs.append((first, second))
    return pairs


def settle(bodies):
    """Gives the first body the velocity that cancels the momentum of the others."""
    px = py = pz = 0.0
    for _, (vx, vy, vz), mass in bodies:
        px += vx * mass
        py += vy * mass
        pz += vz * mass
    velocity, mass = bodies[0][1], bodies[0][2]
    velocity[0] -= px / mass
    velocity[1] -= py / mass
    velocity[2] -= pz / mass


def energy(bodies, pairs):
    total = 0.0
    for _, (vx, vy, vz), mass in bodies:
        total += 0.5 * mass * (vx * vx + vy * vy + vz * vz)
    for ((x1, y1, z1), _, m1), ((x2, y2, z2), _, m2) in pairs:
        total -= m1 * m2 / math.sqrt((x1 - x2) ** 2 + (y1 - y2) ** 2 + (z1 - z2) ** 2)
    return total


def advance(bodies, pairs, dt, steps):
    for _ in range(steps):
        for ((x1, y1, z1), v1, m1), ((x2, y2, z2), v2, m2) in pairs:
            dx = x1 - x2
            dy = y1 - y2
            dz = z1 - z2
            square = dx * dx + dy * dy + dz * dz
            pull = dt / (square * math.sqrt(square))
            pull1 = m1 * pull
            pull2 = m2 * pull
            v1[0] -= dx * pull2
            v1[1] -= dy * pull2
            v1[2] -= dz * pull2
            v2[0] += dx * pull1
            v2[1] += dy * pull1
            v2[2] += dz * pull1
        for position, (vx, vy, vz), _ in bodies:
            position[0] += dt * vx
            position[1] += dt * vy
            position[2] += dt * vz


def main(steps=45000):
    bodies = build()
    pairs = all_pairs(bodies)
    settle(bodies)
    print("energy %.9f" % energy(bodies, pairs))
    advance(bodies, pairs, 0.01, steps)
    print("energy %.9f" % energy(bodies, pairs))
    for name, (position, _, _) in zip(BODIES, bodies):
        print(name, *("%.9f" % x for x in position))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
