"""errno: all names, and which name a number is shown by."""

import errno

print(errno.__doc__)
print(sorted((number, name) for name, number in vars(errno).items() if name.startswith("E")))
print(errno.errorcode)
try:
    open("/no/such/file")
except OSError as e:
    print(e.errno == errno.ENOENT, errno.errorcode[e.errno])
print(OSError(errno.EACCES, "no").__class__, OSError(errno.EAGAIN, "no").__class__)
