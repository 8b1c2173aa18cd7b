// The module gc: the collector as programs see it. The collector itself is in runtime/gc/; see
// docs/collector.md.
#include <chrono>
#include <cstdio>
#include <memory>

#include "interp/reporting/standard_streams.h"
#include "interp/reporting/warnings.h"
#include "modules/system/gc_module.h"
#include "runtime/containers/list.h"
#include "runtime/gc/collector.h"
#include "runtime/gc/tracking.h"
#include "runtime/numbers/int.h"
#include "runtime/objects/module_registry.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

enum DebugFlags : int {
    kDebugStats = 1,
    kDebugCollectable = 2,
    kDebugUncollectable = 4,
    kDebugSaveAll = 32,
    kDebugLeak = kDebugCollectable | kDebugUncollectable | kDebugSaveAll,
};

Collector& collector_of(Thread& thread) {
    return *thread.interp.collector;
}

// gc.callbacks, gc.garbage and the debug flags: what the module does in collections.
class GcModule final : public CollectionObserver {
  public:
    GcModule(Ref<List> callbacks, Ref<List> garbage)
        : callbacks_(std::move(callbacks)), garbage_(std::move(garbage)) {}

    int debug = 0;

    List* callbacks() { return callbacks_.get(); }
    List* garbage() { return garbage_.get(); }

    void before(Thread& thread, int generation) override { call_back(thread, "start", generation, {}); }
    void after(Thread& thread, int generation, const CollectionResult& result) override {
        call_back(thread, "stop", generation, result);
    }

    void searching(Thread& thread, int generation) override {
        if (!(debug & kDebugStats)) return;
        std::string text = "gc: collecting generation " + std::to_string(generation) +
                           "...\ngc: objects in each generation:";
        const Collector& collector = collector_of(thread);
        for (int i = 0; i < kGenerations; ++i)
            text += " " + std::to_string(collector.count_objects(Collector::ages_of(i)));
        text += "\ngc: objects in permanent generation: " +
                std::to_string(collector.count_objects({Age::kPermanent})) + "\n";
        write_standard_error(thread, text);
        begin_ = std::chrono::steady_clock::now();
    }

    void found(Thread& thread, std::span<Object* const> garbage) override {
        if (!(debug & kDebugCollectable)) return;
        for (const Object* object : garbage) {
            if (!is_tracked(thread.heap.side_table(), object)) continue;
            char address[32];
            std::snprintf(address, sizeof address, " %p>\n", static_cast<const void*>(object));
            write_standard_error(thread, "gc: collectable <" + to_utf8(object->type()->name.get()) + address);
        }
    }

    bool keep(Thread& thread, Object* object) override {
        if (!(debug & kDebugSaveAll)) return false;
        if (is_tracked(thread.heap.side_table(), object) && !list_append(thread, garbage_.get(), object).ok())
            clear_error(thread);
        return true;
    }

    void done(Thread& thread, const CollectionResult& result) override {
        if (!(debug & kDebugStats)) return;
        std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin_;
        char text[160];
        std::snprintf(text, sizeof text, "gc: done, %lld unreachable, %lld uncollectable, %.4fs elapsed\n",
                      static_cast<long long>(result.collected + result.uncollectable),
                      static_cast<long long>(result.uncollectable), elapsed.count());
        write_standard_error(thread, text);
    }

  private:
    static Ref<Dict> make_info(Thread& thread, int generation, const CollectionResult& result) {
        Ref<Dict> info = TRY(make_dict(thread));
        const std::pair<const char*, int64_t> items[] = {{"generation", generation},
                                                         {"collected", result.collected},
                                                         {"uncollectable", result.uncollectable}};
        for (auto [name, value] : items) {
            Ref<Str> key = TRY(intern(thread, name));
            TRY(dict_set_str(thread, info.get(), key.get(), Value::small_int(value)));
        }
        return info;
    }

    // callback(phase, info) of each in gc.callbacks; errors are reported.
    void call_back(Thread& thread, const char* phase, int generation, const CollectionResult& result) {
        if (callbacks_->length == 0) return;
        Ref<Str> phase_name = intern(thread, phase);
        Ref<Dict> info = make_info(thread, generation, result);
        if (!phase_name || !info) return report_unraisable(thread, Value::none());
        for (size_t i = 0; i < callbacks_->length; ++i) {
            Ref<Value> callback = share(callbacks_->items[i]);
            Ref<Value> returned = call(thread, callback, {phase_name.value(), info.value()});
            if (returned.is_error()) report_unraisable(thread, callback);
        }
    }

    Ref<List> callbacks_, garbage_;
    std::chrono::steady_clock::time_point begin_;
};

GcModule& module_of(Thread& thread) {
    return *static_cast<GcModule*>(collector_of(thread).observer());
}

// CPython reads the thresholds in another way than other arguments, which shows in the messages.
Result<int> int_argument(Thread& thread, Value value, bool is_threshold = false) {
    int64_t wide = TRY(index_as_int64(thread, value, thread.types().overflow_error));
    if (wide >= INT32_MIN && wide <= INT32_MAX) return static_cast<int>(wide);
    const char* message = !is_threshold ? "Python int too large to convert to C int"
                          : wide > 0    ? "signed integer is greater than maximum"
                                        : "signed integer is less than minimum";
    return raise(thread, thread.types().overflow_error, "%s", message);
}

// --- collections

Ref<Value> gc_enable(Thread& thread, Args) {
    collector_of(thread).enable(true);
    return Value::none();
}
Ref<Value> gc_disable(Thread& thread, Args) {
    collector_of(thread).enable(false);
    return Value::none();
}
Ref<Value> gc_isenabled(Thread& thread, Args) {
    return Value::boolean(collector_of(thread).enabled());
}

Ref<Value> gc_collect(Thread& thread, Args args) {
    int generation = TRY(int_argument(thread, args[0]));
    if (generation < 0 || generation >= kGenerations) return raise_value_error(thread, "invalid generation");
    return make_int(thread, collector_of(thread).collect(thread, generation));
}

Ref<Value> gc_set_debug(Thread& thread, Args args) {
    module_of(thread).debug = TRY(int_argument(thread, args[0]));
    return Value::none();
}
Ref<Value> gc_get_debug(Thread& thread, Args) {
    return Value::small_int(module_of(thread).debug);
}

Ref<Value> gc_set_threshold(Thread& thread, Args args) {
    std::span<const Value> given = args.rest();
    if (given.empty() || given.size() > kGenerations)
        return raise_type_error(thread, "set_threshold() takes at %s %d argument%s (%zu given)",
                                given.empty() ? "least" : "most", given.empty() ? 1 : kGenerations,
                                given.empty() ? "" : "s", given.size());
    int64_t thresholds[kGenerations];
    std::copy_n(collector_of(thread).counts().thresholds, kGenerations, thresholds);
    for (size_t i = 0; i < given.size(); ++i) thresholds[i] = TRY(int_argument(thread, given[i], true));
    collector_of(thread).set_thresholds(thresholds);
    return Value::none();
}
Ref<Value> gc_get_threshold(Thread& thread, Args) {
    const auto& thresholds = collector_of(thread).counts().thresholds;
    return make_tuple(thread, {Value::small_int(thresholds[0]), Value::small_int(thresholds[1]),
                               Value::small_int(thresholds[2])});
}
Ref<Value> gc_get_count(Thread& thread, Args) {
    const CollectionCounts& counts = collector_of(thread).counts();
    return make_tuple(thread, {Value::small_int(counts.allocated), Value::small_int(counts.collections[1]),
                               Value::small_int(counts.collections[2])});
}

Ref<Value> gc_get_stats(Thread& thread, Args) {
    Ref<List> list = TRY(make_list(thread));
    for (int i = 0; i < kGenerations; ++i) {
        const GenerationStatistics statistics = collector_of(thread).statistics(i);
        const std::pair<const char*, int64_t> items[] = {{"collections", statistics.collections},
                                                         {"collected", statistics.collected},
                                                         {"uncollectable", statistics.uncollectable}};
        Ref<Dict> row = TRY(make_dict(thread));
        for (auto [name, value] : items) {
            Ref<Str> key = TRY(intern(thread, name));
            TRY(dict_set_str(thread, row.get(), key.get(), Value::small_int(value)));
        }
        TRY(list_append(thread, list.get(), row.value()));
    }
    return list;
}

// --- objects

Ref<Value> gc_is_tracked(Thread& thread, Args args) {
    Value object = args[0];
    return Value::boolean(object.is_object() && is_tracked(thread.heap.side_table(), object.as_object()));
}
Ref<Value> gc_is_finalized(Thread&, Args args) {
    return Value::boolean(args[0].is_object() && (args[0].as_object()->flags & kFinalized));
}

Ref<Value> gc_get_objects(Thread& thread, Args args) {
    AgeSet ages = Collector::kShownAges;
    Value given = args[0];
    if (!given.is_none()) {
        if (!thread.interp.type_of(given)->slots.index)
            return raise_type_error(thread, "argument should be integer or None, not '%s'",
                                    type_name(thread, given));
        int64_t generation = TRY(index_as_int64(thread, given, thread.types().overflow_error));
        if (generation >= kGenerations)
            return raise_value_error(
                thread, "generation parameter must be less than the number of available generations (%d)",
                kGenerations);
        if (generation < -1) return raise_value_error(thread, "generation parameter cannot be negative");
        if (generation >= 0) ages = Collector::ages_of(static_cast<int>(generation));
    }
    std::vector<Ref<Object>> objects = collector_of(thread).objects(ages);
    Ref<List> list = TRY(make_list(thread, objects.size()));
    for (const Ref<Object>& object : objects) TRY(list_append(thread, list.get(), object.value()));
    return list;
}

// Whether one of the wanted values is among what an object owns.
struct Seeker final : Visitor {
    std::span<const Value> wanted;
    bool found = false;

    explicit Seeker(std::span<const Value> values) : Visitor(kEveryValue, false), wanted(values) {}
    void visit_slot(Value& slot) override {
        for (Value value : wanted) found |= value == slot;
    }
};

Ref<Value> gc_get_referrers(Thread& thread, Args args) {
    std::vector<Ref<Object>> objects = collector_of(thread).objects(Collector::kShownAges);
    Ref<List> list = TRY(make_list(thread));
    for (const Ref<Object>& object : objects) {
        Seeker seeker(args.rest());
        if (auto traverse = object->type()->slots.traverse) traverse(object.get(), seeker);
        if (seeker.found) TRY(list_append(thread, list.get(), object.value()));
    }
    return list;
}

// All that an object owns.
struct Gatherer final : Visitor {
    std::vector<Ref<Value>> values;

    Gatherer() : Visitor(kEveryValue, false) {}
    void visit_slot(Value& slot) override {
        if (!slot.is_empty()) values.push_back(share(slot));
    }
};

Ref<Value> gc_get_referents(Thread& thread, Args args) {
    Gatherer gatherer;
    for (Value value : args.rest()) {
        if (!value.is_object() || !(value.as_object()->type()->flags & kGcType)) continue;
        if (auto traverse = value.as_object()->type()->slots.traverse) traverse(value.as_object(), gatherer);
    }
    Ref<List> list = TRY(make_list(thread, gatherer.values.size()));
    for (const Ref<Value>& value : gatherer.values) TRY(list_append(thread, list.get(), value));
    return list;
}

Ref<Value> gc_freeze(Thread& thread, Args) {
    collector_of(thread).freeze();
    return Value::none();
}
Ref<Value> gc_unfreeze(Thread& thread, Args) {
    collector_of(thread).unfreeze();
    return Value::none();
}
Ref<Value> gc_get_freeze_count(Thread& thread, Args) {
    return make_int(thread, collector_of(thread).count_objects({Age::kPermanent}));
}

// --- the module

constexpr const char kDoc[] =
    "This module provides access to the garbage collector for reference cycles.\n"
    "\n"
    "enable() -- Enable automatic garbage collection.\n"
    "disable() -- Disable automatic garbage collection.\n"
    "isenabled() -- Returns true if automatic collection is enabled.\n"
    "collect() -- Do a full collection right now.\n"
    "get_count() -- Return the current collection counts.\n"
    "get_stats() -- Return list of dictionaries containing per-generation stats.\n"
    "set_debug() -- Set debugging flags.\n"
    "get_debug() -- Get debugging flags.\n"
    "set_threshold() -- Set the collection thresholds.\n"
    "get_threshold() -- Return the current the collection thresholds.\n"
    "get_objects() -- Return a list of all objects tracked by the collector.\n"
    "is_tracked() -- Returns true if a given object is tracked.\n"
    "is_finalized() -- Returns true if a given object has been already finalized.\n"
    "get_referrers() -- Return the list of objects that refer to an object.\n"
    "get_referents() -- Return the list of objects that an object refers to.\n"
    "freeze() -- Freeze all tracked objects and ignore them for future collections.\n"
    "unfreeze() -- Unfreeze all objects in the permanent generation.\n"
    "get_freeze_count() -- Return the number of objects in the permanent generation.\n";

constexpr MethodDef kFunctions[] = {
    {"enable()", gc_enable, "Enable automatic garbage collection."},
    {"disable()", gc_disable, "Disable automatic garbage collection."},
    {"isenabled()", gc_isenabled, "Returns true if automatic garbage collection is enabled."},
    {"set_debug(flags, /)", gc_set_debug,
     "Set the garbage collection debugging flags.\n\n  flags\n"
     "    An integer that can have the following bits turned on:\n"
     "      DEBUG_STATS - Print statistics during collection.\n"
     "      DEBUG_COLLECTABLE - Print collectable objects found.\n"
     "      DEBUG_UNCOLLECTABLE - Print unreachable but uncollectable objects\n        found.\n"
     "      DEBUG_SAVEALL - Save objects to gc.garbage rather than freeing them.\n"
     "      DEBUG_LEAK - Debug leaking programs (everything but STATS).\n\n"
     "Debugging information is written to sys.stderr."},
    {"get_debug()", gc_get_debug, "Get the garbage collection debugging flags."},
    {"get_count()", gc_get_count, "Return a three-tuple of the current collection counts."},
    {"set_threshold(*thresholds)", gc_set_threshold,
     "set_threshold(threshold0, [threshold1, threshold2]) -> None\n\n"
     "Sets the collection thresholds.  Setting threshold0 to zero disables\ncollection.\n"},
    {"get_threshold()", gc_get_threshold, "Return the current collection thresholds."},
    {"collect(generation=2)", gc_collect,
     "Run the garbage collector.\n\nWith no arguments, run a full collection.  The optional argument\n"
     "may be an integer specifying which generation to collect.  A ValueError\n"
     "is raised if the generation number is invalid.\n\nThe number of unreachable objects is returned."},
    {"get_objects(generation=None)", gc_get_objects,
     "Return a list of objects tracked by the collector (excluding the list returned).\n\n"
     "  generation\n    Generation to extract the objects from.\n\n"
     "If generation is not None, return only the objects tracked by the collector\n"
     "that are in that generation."},
    {"get_stats()", gc_get_stats, "Return a list of dictionaries containing per-generation statistics."},
    {"is_tracked(obj, /)", gc_is_tracked,
     "Returns true if the object is tracked by the garbage collector.\n\n"
     "Simple atomic objects will return false."},
    {"is_finalized(obj, /)", gc_is_finalized,
     "Returns true if the object has been already finalized by the GC."},
    {"get_referrers(*objs)", gc_get_referrers,
     "get_referrers(*objs) -> list\nReturn the list of objects that directly refer to any of objs."},
    {"get_referents(*objs)", gc_get_referents,
     "get_referents(*objs) -> list\nReturn the list of objects that are directly referred to by objs."},
    {"freeze()", gc_freeze,
     "Freeze all current tracked objects and ignore them for future collections.\n\n"
     "This can be used before a POSIX fork() call to make the gc copy-on-write friendly.\n"
     "Note: collection before a POSIX fork() call may free pages for future allocation\n"
     "which can cause copy-on-write."},
    {"unfreeze()", gc_unfreeze,
     "Unfreeze all objects in the permanent generation.\n\n"
     "Put all objects in the permanent generation back into oldest generation."},
    {"get_freeze_count()", gc_get_freeze_count, "Return the number of objects in the permanent generation."},
};

Status enter(Thread& thread, Module* module, const char* name, Value value) {
    Ref<Str> key = TRY(intern(thread, name));
    return dict_set_str(thread, module->dict.get(), key.get(), value);
}

Status fill_module(Thread& thread, Module* module) {
    Collector& collector = collector_of(thread);
    if (!collector.observer()) {
        Ref<List> callbacks = TRY(make_list(thread)), garbage = TRY(make_list(thread));
        collector.observe(std::make_unique<GcModule>(std::move(callbacks), std::move(garbage)));
    }
    TRY(enter(thread, module, "garbage", Value(module_of(thread).garbage())));
    TRY(enter(thread, module, "callbacks", Value(module_of(thread).callbacks())));
    const std::pair<const char*, int> flags[] = {{"DEBUG_STATS", kDebugStats},
                                                 {"DEBUG_COLLECTABLE", kDebugCollectable},
                                                 {"DEBUG_UNCOLLECTABLE", kDebugUncollectable},
                                                 {"DEBUG_SAVEALL", kDebugSaveAll},
                                                 {"DEBUG_LEAK", kDebugLeak}};
    for (auto [name, flag] : flags) TRY(enter(thread, module, name, Value::small_int(flag)));
    return {};
}

}  // namespace

constexpr ModuleSpec kGcModule = {"gc", kDoc, kFunctions, fill_module};
MOULT_MODULE(kGcModule);

void report_garbage(Thread& thread) {
    Collector& collector = collector_of(thread);
    if (!collector.observer()) return;
    GcModule& module = module_of(thread);
    size_t count = module.garbage()->length;
    if (count == 0 || (module.debug & kDebugSaveAll)) return;
    std::string text = "gc: " + std::to_string(count) + " uncollectable objects at shutdown";
    bool listed = module.debug & kDebugUncollectable;
    if (!listed) text += "; use gc.set_debug(gc.DEBUG_UNCOLLECTABLE) to list them";
    Ref<Str> filename = make_str(thread, "gc");
    bool warned =
        filename && warn_explicit(thread, thread.types().resource_warning, text, filename.get(), 0).ok();
    if (!warned) return report_unraisable(thread, Value::none());
    if (!listed) return;
    std::string list = repr_text(thread, module.garbage());
    write_standard_error(thread, "      " + list + "\n");
}

}  // namespace moult
