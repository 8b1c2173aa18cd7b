"""Random numbers for probes, which both interpreters run: the same sequence for a seed, with no module written in C."""


class Dice:
    def __init__(self, seed):
        self.state = seed * 2654435761 + 1

    def randrange(self, start, stop=None):
        if stop is None:
            start, stop = 0, start
        value = 0
        for _ in range(1 + (stop - start).bit_length() // 31):
            self.state = (self.state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
            value = value << 31 | self.state >> 33
        return start + value % (stop - start)

    def random(self):
        return self.randrange(1 << 53) / (1 << 53)

    def choice(self, items):
        return items[self.randrange(len(items))]
