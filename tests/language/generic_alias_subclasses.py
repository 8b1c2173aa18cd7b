"""Subclasses of types.GenericAlias: made, compared, joined to unions; and what MemoryError.__new__ takes."""
import types


class Own(types.GenericAlias):
    pass


def main():
    made = Own(list, (int,))
    print(type(made).__name__, made, made == list[int], list[int] == made, hash(made) == hash(list[int]))
    print(type(made | None).__name__, made | None, made | list[int], list[int] | made)
    print(isinstance(Own(dict, int), types.GenericAlias), Own(dict, int).__args__, made())
    print([made, Own(set, (str, made))])
    keys = type("Keys", (tuple,), {})
    for alias in (list[keys((int,))], dict[keys((int, str))], Own(list, keys((int,))), types.GenericAlias(list, keys())):
        print(alias, len(alias.__args__), alias == list[int], hash(alias) == hash(list[int]), alias.__parameters__)
    for args in ((), (1,), (1, 2, 3)):
        try:
            Own(*args)
        except TypeError as error:
            print(error)

    class Mine(MemoryError):
        pass

    for cls in (MemoryError, Mine):
        new = cls.__new__(cls, 1, 2)
        print(repr(new), new.args, repr(cls(1, 2)))
        new.__init__(3)
        print(repr(new))


main()
