"""Hot sites whose attribute lies on a class, when the class of the *value* becomes another kind of descriptor: a sample of
all combinations of access, value, owner and change.
"""

from _descriptor_changes import ACCESSES, CHANGES, OWNERS, STARTS, case, pick

# Each change with each access, as it was found first.
for access in ("read", "call", "store read", "class read"):
    for change in CHANGES:
        if change.startswith("owner"):
            continue
        case(access, "plain", "none", "own dict" if "set" in change else "instance", change, "drop all")
pick(20, 160)
print(len(ACCESSES), len(CHANGES), len(OWNERS), len(STARTS))
