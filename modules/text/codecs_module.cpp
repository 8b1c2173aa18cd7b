// The module _codecs: the registry, and the module itself. The functions that encode and decode are in the files beside it.
#include "modules/text/codecs.h"
#include "modules/text/codecs_functions.h"
#include "runtime/classes/function.h"
#include "runtime/objects/module_registry.h"
#include "runtime/strings/codec_registry.h"

namespace moult {

namespace {

using namespace codecs;

Ref<Value> register_function(Thread& thread, Args args) {
    TRY(register_codec_search(thread, args[0]));
    return Value::none();
}

Ref<Value> unregister_function(Thread& thread, Args args) {
    TRY(unregister_codec_search(thread, args[0]));
    return Value::none();
}

Ref<Value> lookup_function(Thread& thread, Args args) {
    std::string encoding;
    TRY(name_argument(thread, args[0], "lookup", "argument", &encoding));
    return find_codec(thread, encoding);
}

Ref<Value> register_error_function(Thread& thread, Args args) {
    std::string name;
    TRY(name_argument(thread, args[0], "register_error", "argument 1", &name));
    TRY(register_error_handler(thread, name, args[1]));
    return Value::none();
}

Ref<Value> lookup_error_function(Thread& thread, Args args) {
    std::string name;
    TRY(name_argument(thread, args[0], "lookup_error", "argument", &name));
    return find_error_handler(thread, name);
}

template <auto apply>
Ref<Value> through_codec(Thread& thread, Args args, const char* function) {
    std::string encoding = "utf-8", errors;
    if (!args[1].is_empty()) TRY(name_argument(thread, args[1], function, "argument 'encoding'", &encoding));
    if (!args[2].is_empty()) TRY(name_argument(thread, args[2], function, "argument 'errors'", &errors));
    return apply(thread, args[0], encoding, args[2]);
}
Ref<Value> encode_function(Thread& thread, Args args) {
    return through_codec<encode_by_codec>(thread, args, "encode");
}
Ref<Value> decode_function(Thread& thread, Args args) {
    return through_codec<decode_by_codec>(thread, args, "decode");
}

constexpr MethodDef kFunctions[] = {
    {"register(search_function, /)", register_function,
     "Adds a function that finds codecs: called with a normalized name, it returns a codec or None."},
    {"unregister(search_function, /)", unregister_function,
     "Takes a function that finds codecs away, and forgets the codecs found so far."},
    {"lookup(encoding, /)", lookup_function,
     "The codec of this name: encoder, decoder, stream reader, stream writer."},
    {"@blank encode(obj, encoding='utf-8', errors='strict')", encode_function,
     "What the encoder of this encoding makes of the object. `errors` names what handles errors."},
    {"@blank decode(obj, encoding='utf-8', errors='strict')", decode_function,
     "What the decoder of this encoding makes of the object. `errors` names what handles errors."},
    {"register_error(errors, handler, /)", register_error_function,
     "Gives a name to a function that handles errors: called with a UnicodeError, it returns a replacement "
     "and the "
     "position to go on from."},
    {"lookup_error(name, /)", lookup_error_function, "What handles errors under this name."},
};

Status init_codecs_module(Thread& thread, Module* module) {
    Ref<Str> name = TRY(intern(thread, "_codecs"));
    for (std::span<const MethodDef> part : {utf_functions(), escape_functions()})
        for (const MethodDef& def : part) {
            Ref<Str> key = TRY(intern(thread, def.name()));
            Ref<NativeFunction> function =
                TRY(make_native_function(thread, &def, Value::empty(), name.value()));
            TRY(dict_set_str(thread, module->dict.get(), key.get(), function.value()));
        }
    return {};
}

constexpr ModuleSpec kCodecsModule = {"_codecs", nullptr, kFunctions, init_codecs_module};
MOULT_MODULE(kCodecsModule);

}  // namespace

}  // namespace moult
