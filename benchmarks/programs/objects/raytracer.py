"""Ray tracer: spheres over a checkered floor, with shadows and reflections.

Stresses: operator methods on small immutable vector objects, polymorphic calls,
floats in attributes, short-lived objects by the thousand.
From: the weekend ray tracer every computer graphics course starts with.
"""

import math

SIZE = 100
SMALL_SIZE = 6
SMALL_RESULT = (3719, 5765, 8274)
EPSILON = 1e-6


class Vector:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def length(self):
        return math.sqrt(self.dot(self))

    def normalized(self):
        return self * (1.0 / self.length())

    def reflected(self, normal):
        return self - normal * (2.0 * self.dot(normal))


class Ray:
    def __init__(self, origin, direction):
        self.origin = origin
        self.direction = direction.normalized()

    def at(self, distance):
        return self.origin + self.direction * distance


class Sphere:
    def __init__(self, center, radius, color, shine):
        self.center = center
        self.radius = radius
        self.color = color
        self.shine = shine

    def distance(self, ray):
        to_center = self.center - ray.origin
        along = to_center.dot(ray.direction)
        discriminant = self.radius * self.radius - to_center.dot(to_center) + along * along
        if discriminant < 0:
            return None
        near = along - math.sqrt(discriminant)
        return near if near > EPSILON else None

    def normal_at(self, point):
        return (point - self.center).normalized()

    def color_at(self, point):
        return self.color


class Floor:
    shine = 0.15

    def __init__(self, height):
        self.height = height
        self.up = Vector(0.0, 1.0, 0.0)
        self.light = Vector(0.9, 0.9, 0.9)
        self.dark = Vector(0.15, 0.15, 0.2)

    def distance(self, ray):
        if abs(ray.direction.y) < EPSILON:
            return None
        distance = (self.height - ray.origin.y) / ray.direction.y
        return distance if distance > EPSILON else None

    def normal_at(self, point):
        return self.up

    def color_at(self, point):
        return self.light if (math.floor(point.x) + math.floor(point.z)) % 2 == 0 else self.dark


class Scene:
    def __init__(self):
        self.things = [Floor(-1.0)]
        self.light = Vector(5.0, 8.0, -6.0)
        self.sky = Vector(0.3, 0.5, 0.8)

    def add(self, thing):
        self.things.append(thing)

    def nearest(self, ray):
        best, best_distance = None, math.inf
        for thing in self.things:
            distance = thing.distance(ray)
            if distance is not None and distance < best_distance:
                best, best_distance = thing, distance
        return best, best_distance

    def is_lit(self, point, to_light):
        ray = Ray(point, to_light)
        room = to_light.length()
        for thing in self.things:
            distance = thing.distance(ray)
            if distance is not None and distance < room:
                return False
        return True

    def color(self, ray, depth):
        thing, distance = self.nearest(ray)
        if thing is None:
            return self.sky
        point = ray.at(distance)
        normal = thing.normal_at(point)
        point = point + normal * EPSILON * 10
        to_light = self.light - point
        brightness = 0.1
        if self.is_lit(point, to_light):
            brightness += max(0.0, normal.dot(to_light.normalized())) * 0.9
        color = thing.color_at(point) * (brightness * (1.0 - thing.shine))
        if depth and thing.shine:
            mirrored = Ray(point, ray.direction.reflected(normal))
            color = color + self.color(mirrored, depth - 1) * thing.shine
        return color


def render(scene, width, height):
    eye = Vector(0.0, 0.7, -6.0)
    image = []
    for row in range(height):
        y = (height / 2 - row) / height * 2.4
        for column in range(width):
            x = (column - width / 2) / height * 2.4
            color = scene.color(Ray(eye, Vector(x, y, 4.0)), 3)
            image.append(tuple(min(255, int(channel * 255)) for channel in (color.x, color.y, color.z)))
    return image


def run(size=SIZE):
    """Checksums of the red, green and blue of a picture `size` pixels high."""
    scene = Scene()
    for i in range(5):
        center = Vector(i * 1.3 - 2.6, math.sin(i) * 0.5, 0.8 * (i % 3))
        scene.add(Sphere(center, 0.7, Vector(0.2 * i + 0.1, 0.9 - 0.15 * i, 0.5), 0.3))
    image = render(scene, size * 3 // 2, size)
    return tuple(sum(pixel[channel] for pixel in image) for channel in range(3))


if __name__ == "__main__":
    import sys

    print(run(*map(int, sys.argv[1:])))
