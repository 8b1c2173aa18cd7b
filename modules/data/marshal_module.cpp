// The module marshal.
#include "runtime/bytes/bytes_common.h"
#include "runtime/marshal/marshal.h"
#include "runtime/objects/module_registry.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

Result<int> version_argument(Thread& thread, Value value) {
    int64_t version = TRY(index_as_int64(thread, value, thread.types().overflow_error));
    if (version > INT32_MAX || version < INT32_MIN)
        return raise_overflow_error(thread, "Python int too large to convert to C int");
    return static_cast<int>(version);
}

Ref<Value> marshal_dumps_function(Thread& thread, Args args) {
    int version = TRY(version_argument(thread, args[1]));
    return marshal_dump(thread, args[0], version);
}

Ref<Value> marshal_dump_function(Thread& thread, Args args) {
    int version = TRY(version_argument(thread, args[2]));
    Ref<Bytes> bytes = TRY(marshal_dump(thread, args[0], version));
    Ref<Str> write = TRY(intern(thread, "write"));
    return call_method(thread, args[1], write.get(), {bytes.value()});
}

Ref<Value> marshal_loads_function(Thread& thread, Args args) {
    // The bytes are kept as they are while nothing but builtin types are made of them.
    return marshal_load(thread, TRY(buffer_argument(thread, args[0])));
}

Ref<Value> marshal_load_function(Thread& thread, Args args) {
    Ref<Str> read = TRY(intern(thread, "read"));
    Ref<Value> nothing = TRY(call_method(thread, args[0], read.get(), {Value::small_int(0)}));
    if (!as_bytes(nothing))
        return raise_type_error(thread, "file.read() returned not bytes but %.100s",
                                type_name(thread, nothing));
    return marshal_load_file(thread, args[0]);
}

constexpr MethodDef kFunctions[] = {
    {"dump(value, file, version=4, /)", marshal_dump_function, "Writes the value to a binary file."},
    {"load(file, /)", marshal_load_function,
     "Reads one value from a binary file. EOFError, ValueError or TypeError when there is none."},
    {"dumps(value, version=4, /)", marshal_dumps_function,
     "The bytes that dump() would write. ValueError for types that are not supported."},
    {"loads(bytes, /)", marshal_loads_function,
     "The value that the bytes begin with; what follows is ignored."},
};

Status init_marshal(Thread& thread, Module* module) {
    Ref<Str> name = TRY(intern(thread, "version"));
    return dict_set_str(thread, module->dict.get(), name.get(), Value::small_int(kMarshalVersion));
}

}  // namespace

constexpr ModuleSpec kMarshalModule = {"marshal",
                                       "Values of builtin types, code objects among them, as bytes and back.",
                                       kFunctions, init_marshal};
MOULT_MODULE(kMarshalModule);

}  // namespace moult
