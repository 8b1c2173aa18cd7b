// itertools: iterators from and for other iterators. Each family of types has a file of its own.
#include "modules/functional/itertools.h"
#include "runtime/objects/module_registry.h"

namespace moult {

Result<std::span<const Value>> state_items(Thread& thread, Value state, size_t least, size_t most) {
    Tuple* tuple = as_tuple(state);
    if (!tuple) return raise_type_error(thread, "state is not a tuple");
    if (tuple->length >= least && tuple->length <= most) return std::span<const Value>(tuple->span());
    bool few = tuple->length < least;
    size_t bound = few ? least : most;
    return raise_type_error(thread, "function takes %s %zu argument%s (%zu given)",
                            least == most ? "exactly"
                            : few         ? "at least"
                                          : "at most",
                            bound, bound == 1 ? "" : "s", tuple->length);
}

Failure raise_bad_item(Thread& thread, int number, const char* wanted, Value given) {
    return raise_type_error(thread, "argument %d must be %s, not %s", number, wanted,
                            given.is_none() ? "None" : type_name(thread, given));
}

namespace {

constexpr MethodDef kFunctions[] = {
    {"tee(iterable, n=2, /)", tee_function, "Returns a tuple of n independent iterators."},
};

constexpr const TypeSpec* kTypes[] = {
    &kAccumulateType, &kCombinationsType, &kCombinationsWithReplacementType,
    &kCycleType,      &kDropwhileType,    &kTakewhileType,
    &kIsliceType,     &kStarmapType,      &kChainType,
    &kCompressType,   &kFilterfalseType,  &kCountType,
    &kPairwiseType,   &kZipLongestType,   &kPermutationsType,
    &kProductType,    &kRepeatType,       &kGroupbyType,
    &kGrouperType,    &kTeeType,          &kTeeDataType,
};

}  // namespace

constexpr ModuleSpec kItertoolsModule = {
    .name = "itertools",
    .doc =
        "Functional tools for creating and using iterators.\n\n"
        "Infinite iterators:\n"
        "count(start=0, step=1) --> start, start+step, start+2*step, ...\n"
        "cycle(p) --> p0, p1, ... plast, p0, p1, ...\n"
        "repeat(elem [,n]) --> elem, elem, elem, ... endlessly or up to n times\n\n"
        "Iterators terminating on the shortest input sequence:\n"
        "accumulate(p[, func]) --> p0, p0+p1, p0+p1+p2\n"
        "chain(p, q, ...) --> p0, p1, ... plast, q0, q1, ...\n"
        "chain.from_iterable([p, q, ...]) --> p0, p1, ... plast, q0, q1, ...\n"
        "compress(data, selectors) --> (d[0] if s[0]), (d[1] if s[1]), ...\n"
        "dropwhile(pred, seq) --> seq[n], seq[n+1], starting when pred fails\n"
        "groupby(iterable[, keyfunc]) --> sub-iterators grouped by value of keyfunc(v)\n"
        "filterfalse(pred, seq) --> elements of seq where pred(elem) is False\n"
        "islice(seq, [start,] stop [, step]) --> elements from\n"
        "       seq[start:stop:step]\n"
        "pairwise(s) --> (s[0],s[1]), (s[1],s[2]), (s[2], s[3]), ...\n"
        "starmap(fun, seq) --> fun(*seq[0]), fun(*seq[1]), ...\n"
        "tee(it, n=2) --> (it1, it2 , ... itn) splits one iterator into n\n"
        "takewhile(pred, seq) --> seq[0], seq[1], until pred fails\n"
        "zip_longest(p, q, ...) --> (p[0], q[0]), (p[1], q[1]), ...\n\n"
        "Combinatoric generators:\n"
        "product(p, q, ... [repeat=1]) --> cartesian product\n"
        "permutations(p[, r])\n"
        "combinations(p, r)\n"
        "combinations_with_replacement(p, r)\n",
    .functions = kFunctions,
    .types = kTypes,
};
MOULT_MODULE(kItertoolsModule);

}  // namespace moult
