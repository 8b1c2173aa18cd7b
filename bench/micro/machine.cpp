// See machine.h.
#include "bench/micro/machine.h"

#include <cstdio>
#include <cstdlib>

#include "interp/code_builder.h"
#include "interp/reporting/traceback_print.h"
#include "modules/builtins/startup.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/runtime_options.h"
#include "specializer/specializer.h"

namespace moult::micro {

namespace {

// A dispatch table of its own, in which every entry is the handler that counts: as the recording table of the
// trace tier is (jit/tier.cpp).
struct Counting {
    const interp::TableEntry* counted;  // the table of the tier
    std::vector<interp::TableEntry> table;
    uint64_t executed = 0;
};

MOULT_HANDLER Value count_one(HANDLER_PARAMETERS) {
    auto* counting = static_cast<Counting*>(interp::machine_of(*thread).traces.state);
    ++counting->executed;
    MOULT_TAIL counting->counted[ip->op].handler(HANDLER_ARGUMENTS);
}

InterpreterOptions options_with(Allocator allocator) {
    InterpreterOptions options;
    auto& runtime = options.machine.of<RuntimeOptions>();
    runtime.alloc = allocator;
    runtime.hash_seed = 1;  // the same tables in every run
    return options;
}

}  // namespace

Machine::Machine(interp::Tier tier, Allocator allocator)
    : interp_(options_with(allocator)), thread_(*interp_.main_thread) {
    interp::install_interpreter(interp_);
    specializer::install_specializer(interp_);
    interp::set_tier(interp_, tier);
    must(initialize_builtins(thread_));
    globals_ = must(make_dict(thread_));
    Value builtins = dict_get_str(interp_.modules.get(), interp_.names().builtins);
    must(dict_set_str(thread_, globals_.get(), interp_.names().__builtins__, builtins));
    Ref<Str> name = must(make_str(thread_, "micro"));
    must(dict_set_str(thread_, globals_.get(), interp_.names().__name__, name.value()));
}

Machine::~Machine() {
    globals_ = nullptr;
    finalize(thread_);
}

void Machine::die() {
    handle_uncaught(thread_);
    std::abort();
}

Ref<Code> Machine::compile(const std::string& text, const std::string& name) {
    return must(interp::compile_bytes(thread_, text, name, "exec", 0));
}

void Machine::run(const std::string& text, const std::string& name) {
    Ref<Code> code = compile(text, name);
    (void)must(interp::run_code(thread_, code.get(), globals_.get(), globals_.value(), Value::empty()));
}

Value Machine::global(const char* name) {
    Ref<Str> key = must(intern(thread_, name));
    Value found = dict_get_str(globals_.get(), key.get());
    if (found.is_empty()) {
        std::fprintf(stderr, "micro: the program has no %s\n", name);
        std::abort();
    }
    return found;
}

void Machine::call(Value function) {
    (void)must(moult::call(thread_, function));
}

uint64_t Machine::count_instructions(Value function) {
    interp::Machine& machine = interp::machine_of(thread_);
    Counting counting{.counted = machine.table, .table = {}};
    counting.table.assign(machine.registry.op_count(), {count_one});
    machine.traces.state = &counting;
    machine.table = counting.table.data();
    call(function);
    machine.table = counting.counted;
    machine.traces.state = nullptr;
    return counting.executed;
}

}  // namespace moult::micro
