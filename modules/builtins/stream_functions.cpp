// print(), input(), open().
#include <unistd.h>

#include "interp/reporting/standard_streams.h"
#include "modules/builtins/functions.h"
#include "modules/io/file_object.h"
#include "runtime/objects/module.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

// Where print() writes: straight into a native file's buffer, or through write().
class Sink {
  public:
    Sink(Thread& thread, Value file)
        : thread_(thread), file_(share(file)), native_(as_file(thread.interp, file)) {
        if (native_ && (!native_->is_text() || native_->closed || !native_->writable)) native_ = nullptr;
    }
    Status write(Value value) {
        if (native_ && is_exact<Str>(value)) return put(value.as<Str>());
        Ref<Str> text = TRY(to_str(thread_, value));
        return put(text.get());
    }
    Status put(Str* text) {
        if (native_ && !native_->closed) return file_write(thread_, native_, text);
        return as_status(call_method(thread_, file_, thread_.interp.names().write, {Value(text)}));
    }
    Status flush() { return flush_file(thread_, file_); }

  private:
    Thread& thread_;
    Ref<Value> file_;
    FileObject* native_;
};

// None means the usual text.
Result<Str*> text_option(Thread& thread, Value value, const char* name, Str* usual) {
    if (value.is_none()) return usual;
    if (Str* text = as_str(value)) return text;
    return raise_type_error(thread, "%s must be None or a string, not %.200s", name,
                            type_name(thread, value));
}

Ref<Value> print_function(Thread& thread, Args args) {
    Value file = args[2];
    if (file.is_none()) {
        const Interpreter& interp = thread.interp;
        file = interp.sys ? dict_get_str(interp.sys->dict.get(), interp.names().stdout) : Value::empty();
        if (file.is_empty()) return raise_runtime_error(thread, "lost sys.stdout");
        if (file.is_none()) return Value::none();
    }
    Str* separator = TRY(text_option(thread, args[0], "sep", thread.interp.latin1_chars[' ']));
    Str* end = TRY(text_option(thread, args[1], "end", thread.interp.latin1_chars['\n']));
    Sink sink(thread, file);
    bool first = true;
    for (Value value : args.rest()) {
        if (!first) TRY(sink.put(separator));
        first = false;
        TRY(sink.write(value));
    }
    TRY(sink.put(end));
    if (TRY(truth(thread, args[3]))) TRY(sink.flush());
    return Value::none();
}

Ref<Value> standard_stream(Thread& thread, const char* name) {
    Value file = sys_attribute(thread.interp, name);
    if (file.is_empty() || file.is_none()) return raise_runtime_error(thread, "input(): lost sys.%s", name);
    return share(file);
}

Ref<Value> input_function(Thread& thread, Args args) {
    Ref<Value> in = TRY(standard_stream(thread, "stdin"));
    Ref<Value> out = TRY(standard_stream(thread, "stdout"));
    Ref<Value> err = TRY(standard_stream(thread, "stderr"));
    TRY(flush_file(thread, err));
    if (!args[0].is_empty()) {
        Sink sink(thread, out);
        TRY(sink.write(args[0]));
    }
    TRY(flush_file(thread, out));
    Ref<Value> line = TRY(call_method(thread, in, thread.interp.names().readline));
    Str* text = as_str(line);
    if (!text) return raise_type_error(thread, "object.readline() returned non-string");
    if (text->length == 0) return raise(thread, thread.types().eof_error, "EOF when reading a line");
    if (text->at(text->length - 1) != '\n') return line;
    return substring(thread, text, 0, text->length - 1);
}

Ref<Value> open_function(Thread& thread, Args args) {
    return open_file(thread, {args[0], args[1], args[2], args[3], args[4], args[5], args[6], args[7]});
}

constexpr MethodDef kFunctions[] = {
    {"print(*args, sep=' ', end='\\n', file=None, flush=False)", print_function,
     "Write the values to a file, by default sys.stdout, with a separator between and an end after them."},
    {"input(prompt=..., /)", input_function, "Read a line from standard input, without its newline."},
    {"open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, "
     "opener=None)",
     open_function, "Open a file and return a stream."},
};

}  // namespace

std::span<const MethodDef> stream_functions() {
    return kFunctions;
}

}  // namespace moult
