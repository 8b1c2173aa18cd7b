// Writing to the standard streams.
#include "interp/reporting/standard_streams.h"

#include <unistd.h>

#include <cerrno>

#include "runtime/objects/module.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/strings/codecs.h"

namespace moult {

namespace {

void write_raw(std::string_view text) {
    while (!text.empty()) {
        ssize_t count = ::write(STDERR_FILENO, text.data(), text.size());
        if (count < 0 && errno != EINTR) return;
        if (count > 0) text.remove_prefix(static_cast<size_t>(count));
    }
}

}  // namespace

Value sys_attribute(const Interpreter& interp, const char* name) {
    if (!interp.sys || !interp.sys->dict) return Value::empty();
    Ref<Str> key = intern(running_thread(interp), name);
    return key ? dict_get_str(interp.sys->dict.get(), key.get()) : Value::empty();
}

Status write_text(Thread& thread, Value file, std::string_view utf8) {
    Ref<Value> held = share(file);
    Ref<Str> text = TRY(make_str(thread, utf8));
    return as_status(call_method(thread, file, thread.interp.names().write, {text.value()}));
}

void write_standard_error(Thread& thread, std::string_view utf8) {
    Ref<Value> pending = take_error(thread);
    Value file = sys_attribute(thread.interp, "stderr");
    if (file.is_empty()) {
        write_raw(utf8);
    } else if (!file.is_none()) {
        if (!write_text(thread, file, utf8).ok() ||
            !flush_file(thread, sys_attribute(thread.interp, "stderr")).ok())
            clear_error(thread);
    }
    restore_error(thread, std::move(pending));
}

Status flush_file(Thread& thread, Value file) {
    if (file.is_empty() || file.is_none()) return {};
    Ref<Value> held = share(file);
    Ref<Str> name = TRY(intern(thread, "closed"));
    Ref<Value> closed = TRY(find_attribute(thread, file, name.get()));
    if (!closed.is_empty() && TRY(truth(thread, closed))) return {};
    return as_status(call_method(thread, file, thread.interp.names().flush));
}

void flush_standard_streams(Thread& thread) {
    Ref<Value> pending = take_error(thread);
    for (const char* name : {"stdout", "stderr"})
        if (!flush_file(thread, sys_attribute(thread.interp, name)).ok()) clear_error(thread);
    restore_error(thread, std::move(pending));
}

}  // namespace moult
