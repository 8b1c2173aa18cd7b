// functools._lru_cache_wrapper: a function that remembers results. With a bound, the entries stand in a ring by the
// time of their last use; what has not been used for longest goes first.
#include <vector>

#include "modules/functional/functools.h"
#include "runtime/classes/function.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {
namespace {

// What stands between positional arguments and keywords in a key.
struct KeywordMark {
    Ref<Value> mark;
};

struct Entry;

// A place in a ring; alone, it is its own neighbour.
struct Ring {
    Ring* previous = this;
    Ring* next = this;
    Entry* entry = nullptr;  // whose place it is; of the sentinel: null
    void unlink() {
        previous->next = next;
        next->previous = previous;
        previous = next = this;
    }
    void insert_before(Ring& other) {
        previous = other.previous;
        next = &other;
        previous->next = next->previous = this;
    }
    bool is_alone() const { return next == this; }
};

// An entry; the dict of the cache owns it.
struct Entry : Object {
    Value key, result;
    Ring ring;
    static constexpr auto kFields = fields<&Entry::key, &Entry::result>;
    static void release(Interpreter&, Entry& entry) { entry.ring.unlink(); }
};
constexpr TypeSpec kEntryType = native<Entry>({.name = "functools._lru_list_elem", .flags = kDisallowNew});

struct LruCache : Object {
    Value function, cache, info_type;  // the cache is a Dict, of Entries when it is bounded
    Ring* entries;                     // owned: the sentinel, after which comes the entry used longest ago
    int64_t hits, misses;
    int64_t max_size;  // -1: no bound
    bool is_typed;
    static constexpr auto kFields = fields<&LruCache::function, &LruCache::cache, &LruCache::info_type>;

    // The entries go on without neighbours: they may outlive the cache.
    void scatter() {
        while (entries && !entries->is_alone()) entries->next->unlink();
    }
    static void release(Interpreter& interp, LruCache& self) {
        self.scatter();
        interp.heap.free(std::exchange(self.entries, nullptr));
    }

    static Ref<Value> make(Thread& thread, Type* type,
                           Args args) {  // user_function, maxsize, typed, cache_info_type
        if (!thread.interp.type_of(args[0])->slots.call)
            return raise_type_error(thread, "the first argument must be callable");
        int64_t max_size = -1;
        if (!args[1].is_none()) {
            if (!thread.interp.type_of(args[1])->slots.index)
                return raise_type_error(thread, "maxsize should be integer or None");
            max_size = TRY(index_as_int64(thread, args[1], thread.types().overflow_error));
            max_size = std::max<int64_t>(max_size, 0);
        }
        bool typed = TRY(truth(thread, args[2]));
        Ref<Dict> cache = TRY(make_dict(thread));
        Ref<LruCache> made = TRY(new_instance<LruCache>(thread, type));
        void* memory = thread.heap.allocate(sizeof(Ring));
        if (!memory) return raise_out_of_memory(thread);
        made->entries = new (memory) Ring();
        made->function = share(args[0]).release();
        made->cache = cache.release();
        made->info_type = share(args[3]).release();
        made->max_size = max_size;
        made->is_typed = typed;
        return made;
    }

    // What the arguments are found by: the only one, if it is a str or an int; otherwise a tuple of all.
    Ref<Value> key_of(Thread& thread, const CallArgs& args) const {
        if (!is_typed && !args.keyword_count() && args.positional == 1) {
            Value only = args.values[0];
            if (only.is_small_int() || is_exact<Str>(only) || is_exact<BigInt>(only)) return share(only);
        }
        if (!is_typed && !args.keyword_count()) return make_tuple(thread, args.positionals());
        std::vector<Value> parts(args.values, args.values + args.positional);
        if (args.keyword_count()) {
            auto& mark = thread.interp.module_states.of<KeywordMark>().mark;
            if (mark.is_empty()) mark = TRY(call(thread, Value(thread.types().object)));
            parts.push_back(mark);
        }
        for (uint32_t i = 0; i < args.keyword_count(); ++i) {
            parts.push_back(args.names->items()[i]);
            parts.push_back(args.values[args.positional + i]);
        }
        for (uint32_t i = 0; is_typed && i < args.total(); ++i)
            parts.push_back(thread.interp.type_of(args.values[i]));
        return make_tuple(thread, std::span<const Value>(parts));
    }

    static Ref<Value> call_slot(Thread& thread, Value self, CallArgs args) {
        auto& cache = *self.as<LruCache>();
        Ref<Value> function = share(cache.function);
        if (cache.max_size == 0) {
            ++cache.misses;
            return call(thread, function, args);
        }
        Ref<Value> key = TRY(cache.key_of(thread, args));
        int64_t hash = TRY(moult::hash(thread, key));
        Ref<Dict> known = share(cache.cache.as<Dict>());
        Ref<Value> found = share(TRY(dict_get(thread, known.get(), key, hash)));
        if (!found.is_empty()) {
            ++cache.hits;
            return cache.max_size < 0 ? found : cache.use(*found.as<Entry>());
        }
        ++cache.misses;
        Ref<Value> result = TRY(call(thread, function, args));
        if (cache.max_size < 0) {
            TRY(dict_set(thread, known.get(), key, result));
            return result;
        }
        TRY(cache.remember(thread, known.get(), key, hash, result));
        return result;
    }
    Ref<Value> use(Entry& entry) {
        if (!entry.ring.is_alone()) entry.ring.unlink();
        entry.ring.insert_before(*entries);
        return share(entry.result);
    }
    Status remember(Thread& thread, Dict* known, Value key, int64_t hash, Value result) {
        // The function itself may have been called with this key meanwhile.
        if (!TRY(dict_get(thread, known, key, hash)).is_empty()) return {};
        if (static_cast<int64_t>(known->length) >= max_size && !entries->is_alone()) {
            Ref<Entry> oldest = share(entries->next->entry);
            oldest->ring.unlink();
            if (!TRY(dict_remove(thread, known, oldest->key))) return {};  // somebody has made room already
        }
        Ref<Entry> entry = TRY(new_object<Entry>(thread, native_type(thread.interp, kEntryType)));
        entry->ring.entry = entry.get();
        entry->key = share(key).release();
        entry->result = share(result).release();
        TRY(dict_set(thread, known, key, entry.value()));
        entry->ring.insert_before(*entries);
        return {};
    }

    static Ref<Value> bind(Thread& thread, Value self, Value instance, Value) {
        if (instance.is_empty() || instance.is_none()) return share(self);
        return make_method(thread, self, instance);
    }
    static Ref<Value> cache_info(Thread& thread, LruCache& self, Args) {
        Ref<Value> hits = TRY(make_int(thread, self.hits)), misses = TRY(make_int(thread, self.misses));
        Ref<Value> bound = Value::none(), size = TRY(make_int(thread, self.cache.as<Dict>()->length));
        if (self.max_size >= 0) bound = TRY(make_int(thread, self.max_size));
        return call(thread, self.info_type, {hits, misses, bound, size});
    }
    static Ref<Value> cache_clear(Thread& thread, LruCache& self, Args) {
        self.hits = self.misses = 0;
        self.scatter();
        dict_clear(thread, self.cache.as<Dict>());
        return Value::none();
    }
    static Ref<Value> reduce(Thread& thread, Args args) {
        return get_attribute(thread, args[0], thread.interp.names().__qualname__);
    }
    static Ref<Value> copy(Thread&, Args args) { return share(args[0]); }
};

constexpr MethodDef kMethods[] = {
    {"@hidden cache_info(self, /)", method<&LruCache::cache_info>, nullptr},
    {"@hidden cache_clear(self, /)", method<&LruCache::cache_clear>, nullptr},
    {"@hidden __reduce__(self, /)", LruCache::reduce, nullptr},
    {"@hidden __copy__(self, /)", LruCache::copy, nullptr},
    {"@hidden __deepcopy__(self, memo, /)", LruCache::copy, nullptr},
};

}  // namespace

constexpr TypeSpec kLruCacheType = native<LruCache>({
    .name = "functools._lru_cache_wrapper",
    .flags = kHasAttributes | kHasWeakrefSupport | kMethodDescriptorFlag,
    .make = "@hidden lru_cache(user_function, maxsize, typed, cache_info_type)",
    .doc = "Create a cached callable that wraps another function.\n\n"
           "user_function:      the function being cached\n\n"
           "maxsize:  0         for no caching\n"
           "          None      for unlimited cache size\n"
           "          n         for a bounded cache\n\n"
           "typed:    False     cache f(3) and f(3.0) as identical calls\n"
           "          True      cache f(3) and f(3.0) as distinct calls\n\n"
           "cache_info_type:    namedtuple class with the fields:\n"
           "                        hits misses currsize maxsize\n",
    .slots = {.call = LruCache::call_slot, .descr_get = LruCache::bind},
    .methods = kMethods,
});

}  // namespace moult
