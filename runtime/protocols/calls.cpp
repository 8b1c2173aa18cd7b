// Calls of any value.
#include "runtime/classes/argument_buffer.h"
#include "runtime/classes/descriptors.h"
#include "runtime/classes/function.h"
#include "runtime/classes/slot_table.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {

Ref<Value> call(Thread& thread, Value callable, CallArgs args) {
    if (thread.stack_exhausted()) [[unlikely]]
        return raise_recursion_error(thread, " while calling a Python object");
    if (callable.is_object()) [[likely]] {
        Object* object = callable.as_object();
        if (object->shape->kind == Kind::kFunction) [[likely]]
            return thread.interp.hooks.call_function(thread, static_cast<Function*>(object), args);
        if (object->shape->kind == Kind::kMethod) {
            auto* method = static_cast<Method*>(object);
            Ref<Value> guard = share(callable);
            ArgumentBuffer buffer(thread, method->self, args);
            if (buffer.failed()) return kError;
            return call(thread, method->function, buffer.args());
        }
    }
    Type* type = thread.interp.type_of(callable);
    if (!type->slots.call)
        return raise_type_error(thread, "'%s' object is not callable", type_name(thread, callable));
    return type->slots.call(thread, callable, args);
}

Ref<Value> call(Thread& thread, Value callable, std::initializer_list<Value> arguments) {
    return call(thread, callable, CallArgs{arguments.begin(), static_cast<uint32_t>(arguments.size())});
}

Ref<Value> call_method(Thread& thread, Value object, Str* name, std::initializer_list<Value> arguments) {
    bool is_method = false;
    Ref<Value> method = TRY(get_method(thread, object, name, &is_method));
    CallArgs args{arguments.begin(), static_cast<uint32_t>(arguments.size())};
    if (!is_method) return call(thread, method, args);
    ArgumentBuffer buffer(thread, object, args);
    if (buffer.failed()) return kError;
    return call(thread, method, buffer.args());
}

}  // namespace moult
