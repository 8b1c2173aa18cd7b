"""Renders a scene of spheres over a chequered floor, with shadows and reflections, and sums the image.

Exercises user classes with operators (+ - * unary minus), many short-lived objects, float attributes, dynamic
dispatch, recursion and bytearrays. Usage: raytracer.py [WIDTH]
"""

import math
import sys

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

    __rmul__ = __mul__

    def __neg__(self):
        return Vector(-self.x, -self.y, -self.z)

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def length(self):
        return math.sqrt(self @ self)

    def unit(self):
        return self * (1.0 / self.length())

    def mirror(self, normal):
        """The direction after bouncing off a surface with this normal."""
        return self - 2.0 * (self @ normal) * normal

    def blend(self, other):
        """The product by component, for colours."""
        return Vector(self.x * other.x, self.y * other.y, self.z * other.z)

    def __repr__(self):
        return f"Vector({self.x:.3f}, {self.y:.3f}, {self.z:.3f})"


BLACK = Vector(0.0, 0.0, 0.0)
WHITE = Vector(1.0, 1.0, 1.0)


class Ray:
    def __init__(self, origin, direction):
        self.origin = origin
        self.direction = direction

    def at(self, distance):
        return self.origin + self.direction * distance


class Surface:
    """A colour and how it answers light."""

    def __init__(self, colour, diffuse=0.9, shine=0.0):
        self.colour = colour
        self.diffuse = diffuse
        self.shine = shine

    def colour_at(self, point):
        return self.colour


class Chequered(Surface):
    def __init__(self, colour, other, size, **rest):
        super().__init__(colour, **rest)
        self.other = other
        self.size = size

    def colour_at(self, point):
        if (math.floor(point.x / self.size) + math.floor(point.z / self.size)) % 2:
            return self.other
        return self.colour


class Body:
    def __init__(self, surface):
        self.surface = surface

    def distance(self, ray):
        """How far along the ray this body is met, or None."""
        raise NotImplementedError

    def normal(self, point):
        raise NotImplementedError


class Sphere(Body):
    def __init__(self, centre, radius, surface):
        super().__init__(surface)
        self.centre = centre
        self.radius = radius

    def distance(self, ray):
        offset = self.centre - ray.origin
        along = offset @ ray.direction
        gap = self.radius * self.radius - (offset @ offset - along * along)
        if gap < 0.0:
            return None
        half = math.sqrt(gap)
        near = along - half
        if near > EPSILON:
            return near
        far = along + half
        return far if far > EPSILON else None

    def normal(self, point):
        return (point - self.centre) * (1.0 / self.radius)


class Floor(Body):
    def __init__(self, height, surface):
        super().__init__(surface)
        self.height = height

    def distance(self, ray):
        slope = ray.direction.y
        if abs(slope) < EPSILON:
            return None
        distance = (self.height - ray.origin.y) / slope
        return distance if distance > EPSILON else None

    def normal(self, point):
        return Vector(0.0, 1.0, 0.0)


class Scene:
    def __init__(self, eye, bodies, lights, depth=3):
        self.eye = eye
        self.bodies = bodies
        self.lights = lights
        self.depth = depth
        self.rays = 0

    def first_hit(self, ray):
        self.rays += 1
        best, nearest = None, math.inf
        for body in self.bodies:
            distance = body.distance(ray)
            if distance is not None and distance < nearest:
                best, nearest = body, distance
        return best, nearest

    def is_lit(self, point, light):
        towards = light - point
        reach = towards.length()
        ray = Ray(point, towards.unit())
        self.rays += 1
        for body in self.bodies:
            distance = body.distance(ray)
            if distance is not None and distance < reach:
                return False
        return True

    def sky(self, direction):
        amount = 0.5 * (direction.y + 1.0)
        return (1.0 - amount) * WHITE + amount * Vector(0.3, 0.5, 0.9)

    def trace(self, ray, depth=0):
        body, distance = self.first_hit(ray)
        if body is None:
            return self.sky(ray.direction)
        point = ray.at(distance)
        normal = body.normal(point)
        if normal @ ray.direction > 0.0:
            normal = -normal
        start = point + normal * EPSILON * 10
        surface = body.surface
        colour = surface.colour_at(point)
        brightness = 0.1
        for light in self.lights:
            facing = (light - point).unit() @ normal
            if facing > 0.0 and self.is_lit(start, light):
                brightness += surface.diffuse * facing / len(self.lights)
        result = colour * brightness
        if surface.shine > 0.0 and depth < self.depth:
            bounce = Ray(start, ray.direction.mirror(normal).unit())
            reflection = self.trace(bounce, depth + 1).blend(colour)
            result = result * (1.0 - surface.shine) + reflection * surface.shine
        return result

    def render(self, width, height):
        image = Image(width, height)
        for row in range(height):
            y = (height / 2 - row - 0.5) / width
            for column in range(width):
                x = (column + 0.5 - width / 2) / width
                ray = Ray(self.eye, Vector(x, y, 1.0).unit())
                image.set(column, row, self.trace(ray))
        return image


class Image:
    def __init__(self, width, height):
        self.width = width
        self.height = height
        self.pixels = bytearray(width * height * 3)

    def set(self, column, row, colour):
        at = (row * self.width + column) * 3
        for channel, value in enumerate((colour.x, colour.y, colour.z)):
            self.pixels[at + channel] = max(0, min(255, int(value * 255.0)))

    def checksum(self):
        total = 0
        for byte in self.pixels:
            total = (total * 31 + byte) & 0xFFFFFFFF
        return total

    def sketch(self, columns=32):
        """A few lines of characters, dark to light."""
        shades = " .:-=+*#%@"
        step = max(1, self.width // columns)
        for row in range(0, self.height, step * 2):
            line = ""
            for column in range(0, self.width, step):
                at = (row * self.width + column) * 3
                light = sum(self.pixels[at:at + 3]) / 3
                line += shades[int(light / 256 * len(shades))]
            yield line


def build_scene():
    bodies = [Floor(-1.0, Chequered(WHITE, Vector(0.2, 0.2, 0.2), 1.0, shine=0.15))]
    bodies.append(Sphere(Vector(0.0, 0.3, 5.0), 1.3, Surface(Vector(0.9, 0.8, 0.7), shine=0.6)))
    for i in range(6):
        angle = i * math.pi / 3
        centre = Vector(2.2 * math.cos(angle), -0.5, 5.0 + 2.2 * math.sin(angle))
        colour = Vector(0.3 + 0.1 * i, 0.9 - 0.1 * i, 0.4)
        bodies.append(Sphere(centre, 0.5, Surface(colour, shine=0.2)))
    return Scene(Vector(0.0, 0.6, -1.0), bodies, [Vector(-6.0, 8.0, -4.0), Vector(7.0, 5.0, 0.0)])


def main(width=100):
    scene = build_scene()
    image = scene.render(width, width * 3 // 4)
    for line in image.sketch():
        print(line.rstrip())
    print("rays", scene.rays)
    print("checksum", image.checksum())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
