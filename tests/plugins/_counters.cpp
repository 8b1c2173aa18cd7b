// A plugin for tests: a module with a native type that is in cycles, a state for each interpreter, and functions.
#include "interp/options.h"
#include "runtime/numbers/int.h"
#include "runtime/objects/module.h"
#include "runtime/objects/module_registry.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/native_types.h"
#include "runtime/state/thread.h"

namespace moult {

namespace {

struct CountersState {
    int64_t counted = 0;
};

// Counts how often it has been called, and hands on what it was made with.
struct Counter : Object {
    Value payload;
    Value count;
    static constexpr auto kFields = fields<&Counter::payload, &Counter::count>;
    static Status init(Thread&, Counter& self, Args args) {
        self.payload = share(args[0]).release();
        self.count = share(args[1]).release();
        return {};
    }
    static Ref<Value> step(Thread& thread, Counter& self, Args) {
        Ref<Value> next = TRY(binary_op(thread, BinaryOp::kAdd, self.count, Value::small_int(1)));
        ++thread.interp.module_states.of<CountersState>().counted;
        Value old = std::exchange(self.count, next.release());
        decref(old);
        return share(self.payload);
    }
};

Ref<Value> get_count(Thread&, Value self) {
    return share(self.as<Counter>()->count);
}
constexpr GetSetDef kAttributes[] = {
    {"count", get_count, nullptr, "How often step() was called, from what it began with."},
};
constexpr MethodDef kMethods[] = {
    {"step(self, /)", method<&Counter::step>, "Count once more; the payload."},
};
constexpr TypeSpec kCounterType = native<Counter>({.name = "_counters.Counter",
                                                   .flags = kBaseType,
                                                   .make = "Counter(payload=None, start=0)",
                                                   .doc = "Counts steps.",
                                                   .methods = kMethods,
                                                   .attributes = kAttributes});

Ref<Value> counted(Thread& thread, Args) {
    return make_int(thread, thread.interp.module_states.of<CountersState>().counted);
}
// What only the command knows: where an address says what something is, it must be the same one here.
Ref<Value> tier(Thread& thread, Args) {
    return Value::small_int(
        static_cast<int64_t>(thread.interp.options.machine.of<interp::InterpOptions>().tier));
}
constexpr MethodDef kFunctions[] = {
    {"tier()", tier, "The interpreter's tier: 0 is the lowest."},
    {"counted()", counted, "How often any counter has stepped in this interpreter."},
};
constexpr const TypeSpec* kTypes[] = {&kCounterType};
constexpr ModuleSpec kCountersModule = {
    .name = "_counters", .doc = "Counters, of a plugin.", .functions = kFunctions, .types = kTypes};
MOULT_MODULE(kCountersModule);

}  // namespace

}  // namespace moult
