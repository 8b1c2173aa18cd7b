"""A small operating system: tasks of several classes exchange packets under a priority scheduler.

Exercises method calls through a class hierarchy, instance attributes, linked queues, class constants,
`is None` tests and short methods. Usage: scheduler.py [ROUNDS]
"""

import sys


class Packet:
    """A message that travels between tasks; packets are linked into queues through `following`."""

    COMMAND = 0
    BLOCK = 1
    REPLY = 2

    def __init__(self, kind, target, size=4):
        self.kind = kind
        self.target = target
        self.sender = None
        self.cursor = 0
        self.payload = [0] * size
        self.following = None

    def is_full(self):
        return self.cursor >= len(self.payload)

    def put(self, value):
        self.payload[self.cursor] = value
        self.cursor += 1

    def rewind(self):
        self.cursor = 0


class PacketQueue:
    """First in, first out; a singly linked list of packets."""

    def __init__(self):
        self.first = None
        self.last = None
        self.length = 0

    def push(self, packet):
        packet.following = None
        if self.last is None:
            self.first = packet
        else:
            self.last.following = packet
        self.last = packet
        self.length += 1

    def pop(self):
        packet = self.first
        if packet is None:
            return None
        self.first = packet.following
        if self.first is None:
            self.last = None
        packet.following = None
        self.length -= 1
        return packet

    def is_empty(self):
        return self.first is None


class TaskState:
    """What a task waits for; the scheduler asks only `can_run`."""

    def __init__(self):
        self.held = False
        self.waiting = False
        self.finished = False

    def can_run(self, has_input):
        if self.held or self.finished:
            return False
        return not self.waiting or has_input

    def describe(self):
        flags = [name for name in ("held", "waiting", "finished") if getattr(self, name)]
        return "+".join(flags) or "ready"


class Task(TaskState):
    """Something that runs a step at a time."""

    def __init__(self, name, priority):
        super().__init__()
        self.name = name
        self.priority = priority
        self.inbox = PacketQueue()
        self.steps = 0
        self.system = None

    def receive(self, packet):
        self.inbox.push(packet)

    def step(self):
        self.steps += 1
        packet = None
        if self.waiting:
            packet = self.inbox.pop()
            self.waiting = False
        self.run(packet)

    def run(self, packet):
        raise NotImplementedError

    def wait(self):
        self.waiting = True

    def finish(self):
        self.finished = True


class Idler(Task):
    """Lowest priority; wakes the devices in an order taken from a shift register, then stops the system."""

    POLYNOMIAL = 0xB400

    def __init__(self, name, priority, rounds, devices):
        super().__init__(name, priority)
        self.register = 0xACE1
        self.remaining = rounds
        self.devices = devices

    def run(self, packet):
        self.remaining -= 1
        if self.remaining <= 0:
            self.finish()
            self.system.shut_down()
            return
        bit = self.register & 1
        self.register >>= 1
        if bit:
            self.register ^= self.POLYNOMIAL
        self.devices[bit].held = False


class Device(Task):
    """Holds a request until an interrupt (the idler) releases it, then returns it to the sender."""

    def __init__(self, name, priority):
        super().__init__(name, priority)
        self.pending = None

    def run(self, packet):
        if packet is not None:
            self.pending = packet
            self.held = True
            return
        if self.pending is not None:
            done, self.pending = self.pending, None
            self.system.send(done.sender, done, self.name)
        self.wait()


class Handler(Task):
    """Moves the bytes of the workers' commands, one block at a time, through a device."""

    def __init__(self, name, priority, device):
        super().__init__(name, priority)
        self.device = device
        self.commands = PacketQueue()
        self.blocks = PacketQueue()
        self.moved = 0

    def run(self, packet):
        if packet is not None:
            if packet.kind == Packet.COMMAND:
                self.commands.push(packet)
            else:
                self.blocks.push(packet)
        command = self.commands.first
        if command is not None:
            if command.is_full():
                self.commands.pop()
                command.rewind()
                command.kind = Packet.REPLY
                self.system.send(command.sender, command, self.name)
                return
            block = self.blocks.pop()
            if block is not None:
                block.payload[0] = command.payload[command.cursor]
                command.cursor += 1
                self.moved += 1
                self.system.send(self.device, block, self.name)
                return
        self.wait()


class Worker(Task):
    """Fills command packets with letters and sends them to the handlers in turn."""

    def __init__(self, name, priority, handlers):
        super().__init__(name, priority)
        self.handlers = handlers
        self.turn = 0
        self.letter = 0
        self.checksum = 0

    def run(self, packet):
        if packet is None:
            self.wait()
            return
        for value in packet.payload:
            self.checksum = (self.checksum * 31 + value) % 1000003
        self.turn = (self.turn + 1) % len(self.handlers)
        packet.kind = Packet.COMMAND
        packet.rewind()
        while not packet.is_full():
            packet.put(65 + self.letter)
            self.letter = (self.letter + 1) % 26
        packet.rewind()
        self.system.send(self.handlers[self.turn], packet, self.name)
        self.wait()


class System:
    """Runs the ready task of highest priority until it is shut down."""

    def __init__(self):
        self.tasks = []
        self.by_name = {}
        self.running = True
        self.sent = 0
        self.switches = 0

    def add(self, task):
        task.system = self
        self.by_name[task.name] = task
        self.tasks.append(task)
        self.tasks.sort(key=lambda each: -each.priority)
        return task

    def send(self, target, packet, sender):
        packet.target = target
        packet.sender = sender
        self.sent += 1
        self.by_name[target].receive(packet)

    def shut_down(self):
        self.running = False

    def pick(self):
        for task in self.tasks:
            if task.can_run(task.inbox.first is not None):
                return task
        return None

    def run(self):
        current = None
        while self.running:
            task = self.pick()
            if task is None:
                break
            if task is not current:
                self.switches += 1
                current = task
            task.step()


def simulate(rounds):
    system = System()
    disk = Device("disk", 50)
    network = Device("network", 40)
    system.add(Idler("idle", 0, rounds, [disk, network]))
    system.add(disk)
    system.add(network)
    system.add(Handler("reader", 30, "disk"))
    system.add(Handler("sender", 20, "network"))
    worker = system.add(Worker("worker", 10, ["reader", "sender"]))
    for _ in range(2):
        worker.receive(Packet(Packet.REPLY, "worker"))
    worker.wait()
    for name in ("reader", "sender"):
        handler = system.by_name[name]
        handler.wait()
        for _ in range(3):
            block = Packet(Packet.BLOCK, name, 1)
            handler.receive(block)
    disk.wait()
    network.wait()
    system.run()
    return system


def main(rounds=30000):
    system = simulate(rounds)
    for task in system.tasks:
        print(f"{task.name:8} {task.priority:3} steps={task.steps} {task.describe()}")
    moved = sum(task.moved for task in system.tasks if isinstance(task, Handler))
    print("sent", system.sent, "switches", system.switches, "moved", moved)
    print("checksum", system.by_name["worker"].checksum)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
