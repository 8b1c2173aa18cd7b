// dir(), by way of __dir__.
#include "interp/reporting/dir.h"

#include "interp/running.h"
#include "runtime/containers/list.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/strings/str.h"

namespace moult {

Ref<List> dir_names(Thread& thread, Value object) {
    Ref<Value> method = TRY(find_special(thread, object, thread.interp.names().__dir__));
    if (method.is_empty()) return raise_type_error(thread, "object does not provide __dir__");
    Ref<Value> names = TRY(call(thread, method));
    Ref<List> list = TRY(to_list(thread, names));
    TRY(list_sort(thread, list.get(), Value::none(), false));
    return list;
}

Ref<List> dir_of_locals(Thread& thread) {
    Ref<Value> locals = TRY(interp::current_locals(thread));
    Ref<Value> names = TRY(call_method(thread, locals, thread.interp.names().keys));
    Ref<List> list = TRY(to_list(thread, names));
    TRY(list_sort(thread, list.get(), Value::none(), false));
    return list;
}

}  // namespace moult
