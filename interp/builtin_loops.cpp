// The loops, compiled on first use.
#include "interp/builtin_loops.h"

#include "interp/code_builder.h"
#include "interp/eval.h"
#include "interp/registry.h"
#include "runtime/state/names.h"

namespace moult::interp {

namespace {

// Each does what the builtin does, in the same order. The names in them are builtins of moult's own
// namespace, which programs cannot change.
constexpr std::string_view kSource = R"(
def sum(iterable):
    total = 0
    for item in iterable:
        total = total + item
    return total
def any(iterable):
    for item in iterable:
        if item:
            return True
    return False
def all(iterable):
    for item in iterable:
        if not item:
            return False
    return True
def list(iterable):
    result = []
    for item in iterable:
        result.append(item)
    return result
def tuple(iterable):
    result = []
    for item in iterable:
        result.append(item)
    return (*result,)
def set(iterable):
    result = {0}
    result.clear()
    for item in iterable:
        result.add(item)
    return result
)";

Ref<Dict> compile_loops(Thread& thread) {
    Ref<Dict> space = TRY(make_dict(thread));
    TRY(dict_set_str(thread, space.get(), thread.interp.names().__builtins__,
                     thread.interp.builtins.value()));
    Ref<Code> code = TRY(compile_bytes(thread, kSource, "<builtins>", "exec", 0));
    Ref<Value> none = TRY(run_code(thread, code.get(), space.get(), space.value(), Value::empty()));
    size_t position = 0;
    Value key, value;
    while (dict_next(space.get(), &position, &key, &value))
        if (is_exact<Function>(value)) {
            value.as<Function>()->code->flags |= kCodeHidden;
            if (!executable_of(thread, value.as<Function>()->code.get())) return kError;
        }
    return space;
}

}  // namespace

Function* builtin_loop(Thread& thread, const char* name) {
    Machine& machine = machine_of(thread);
    if (machine.builtin_loops.is_empty()) {
        Ref<Dict> made = compile_loops(thread);
        if (!made) {
            clear_error(thread);
            return nullptr;
        }
        machine.builtin_loops = made.value();
        (void)made.release();
    }
    Ref<Str> text = intern(thread, name);
    if (!text) {
        clear_error(thread);
        return nullptr;
    }
    Value found = dict_get_str(machine.builtin_loops.as<Dict>(), text.get());
    return is_exact<Function>(found) ? found.as<Function>() : nullptr;
}

}  // namespace moult::interp
