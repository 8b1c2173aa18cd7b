// The registry of codecs and error handlers.
#include "runtime/strings/codec_registry.h"

#include <string>

#include "runtime/classes/function.h"
#include "runtime/classes/instance.h"
#include "runtime/codecs/error_handlers.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/list.h"
#include "runtime/containers/tuple.h"
#include "runtime/exceptions/exception.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

struct CodecRegistry {
    Ref<List> search_functions;
    Ref<Dict> found;     // codecs by normalized name
    Ref<Dict> handlers;  // of errors, by name
    bool asked_library = false;

    // What finalizers still encode finds the codecs and handlers of the machine alone.
    void forget(Interpreter&) {
        CodecRegistry gone = std::exchange(*this, {});
        asked_library = true;
    }
};

// The registry with its search functions, the library's first.
Result<CodecRegistry*> codec_registry(Thread& thread) {
    auto& registry = thread.interp.module_states.of<CodecRegistry>();
    if (!registry.found) {
        if (!registry.search_functions) registry.search_functions = TRY(make_list(thread));
        registry.found = TRY(make_dict(thread));
    }
    if (registry.asked_library) return &registry;
    auto import_module = thread.interp.hooks.import_module;
    if (!import_module) return &registry;
    registry.asked_library = true;  // the package registers its function meanwhile
    Ref<Str> name = TRY(intern(thread, "encodings"));
    if (failed(import_module(thread, name.get()))) {
        registry.asked_library = false;
        return kError;
    }
    return &registry;
}

Ref<Value> search(Thread& thread, List* functions, Str* name, std::string_view encoding) {
    const size_t count = functions->length;
    if (count == 0)
        return raise(thread, thread.types().lookup_error,
                     "no codec search functions registered: can't find encoding");
    for (size_t i = 0; i < count; ++i) {
        if (i >= functions->length) return raise_index_error(thread, "list index out of range");
        Ref<Value> function = share(functions->items[i]);
        Ref<Value> codec = TRY(call(thread, function, {Value(name)}));
        if (codec.is_none()) continue;
        Tuple* parts = as_tuple(codec);
        if (!parts || parts->length != 4)
            return raise_type_error(thread, "codec search functions must return 4-tuples");
        return codec;
    }
    return raise(thread, thread.types().lookup_error, "unknown encoding: %s", std::string(encoding).c_str());
}

// Whether an exception is a message and no more: its class makes another one of a message alone.
Result<bool> is_message(Thread& thread, ExceptionObject* exception) {
    const Type* base = thread.types().base_exception;
    const Type* type = exception->type();
    if (type->slots.new_instance != base->slots.new_instance || type->slots.init != base->slots.init ||
        type->is_subtype(thread.types().memory_error))
        return false;
    const Tuple* args = exception->args.get();
    if (args->length > 1 || (args->length == 1 && !is_exact<Str>(args->items()[0]))) return false;
    Ref<Dict> attributes = TRY(instance_attributes(thread, exception));
    return attributes->length == 0;
}

// Makes what has been raised the cause of an exception of the same class that names the codec. One that holds more than a
// message is left alone.
Failure name_codec(Thread& thread, const char* action, std::string_view encoding) {
    Ref<Value> error = take_error(thread);
    auto* exception = error.as<ExceptionObject>();
    if (!TRY(is_message(thread, exception))) {
        restore_error(thread, std::move(error));
        return kError;
    }
    Ref<Str> message = TRY(to_str(thread, error));
    StrBuilder text(thread);
    text.add(TRY(format_str(thread, "%s with '%s' codec failed (%s: ", action, std::string(encoding).c_str(),
                            type_name(thread, error)))
                 .get());
    text.add(message.get());
    text.add(')');
    Ref<Str> named = TRY(text.finish());
    Ref<Value> raised = TRY(call(thread, Value(exception->type()), {named.value()}));
    (void)raise_object(thread, raised);
    return raise_from(thread, std::move(error));
}

enum CodecPart : uint8_t { kEncoder = 0, kDecoder = 1 };

Ref<Value> apply_codec(Thread& thread, Value object, Value codec, CodecPart part, std::string_view encoding,
                       Value errors) {
    Ref<Value> function = share(as_tuple(codec)->items()[part]);
    Ref<Value> result =
        errors.is_empty() ? call(thread, function, {object}) : call(thread, function, {object, errors});
    if (result.is_error()) return name_codec(thread, part == kEncoder ? "encoding" : "decoding", encoding);
    Tuple* pair = as_tuple(result);
    if (!pair || pair->length != 2)
        return raise_type_error(thread, part == kEncoder ? "encoder must return a tuple (object, integer)"
                                                         : "decoder must return a tuple (object,integer)");
    return share(pair->items()[0]);
}

// The handlers, the builtin ones among them from the beginning.
Result<Dict*> error_handlers(Thread& thread) {
    auto& registry = thread.interp.module_states.of<CodecRegistry>();
    if (registry.handlers) return registry.handlers.get();
    Ref<Dict> handlers = TRY(make_dict(thread));
    for (const ErrorHandlerRow& row : builtin_error_handlers()) {
        Ref<Str> name = TRY(intern(thread, row.name));
        Ref<NativeFunction> function =
            TRY(make_native_function(thread, row.function, Value::empty(), Value::empty()));
        TRY(dict_set_str(thread, handlers.get(), name.get(), function.value()));
    }
    registry.handlers = std::move(handlers);
    return registry.handlers.get();
}

}  // namespace

std::string normalized_encoding(std::string_view encoding) {
    std::string name;
    bool between = false;
    for (char c : encoding) {
        bool upper = c >= 'A' && c <= 'Z';
        if (!upper && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '.') {
            between = true;
            continue;
        }
        if (between && !name.empty()) name += '_';
        between = false;
        name += upper ? static_cast<char>(c + 32) : c;
    }
    return name;
}

Ref<Value> find_codec(Thread& thread, std::string_view encoding) {
    CodecRegistry* registry = TRY(codec_registry(thread));
    Ref<Str> name = TRY(intern(thread, normalized_encoding(encoding)));
    if (Value found = dict_get_str(registry->found.get(), name.get()); !found.is_empty()) return share(found);
    Ref<List> functions = registry->search_functions;
    Ref<Value> codec = TRY(search(thread, functions.get(), name.get(), encoding));
    TRY(dict_set_str(thread, registry->found.get(), name.get(), codec));
    return codec;
}

Ref<Value> find_text_codec(Thread& thread, std::string_view encoding, const char* alternative) {
    Ref<Value> codec = TRY(find_codec(thread, encoding));
    if (is_exact<Tuple>(codec)) return codec;
    Ref<Str> mark = TRY(intern(thread, "_is_text_encoding"));
    Ref<Value> is_text = TRY(find_attribute(thread, codec, mark.get()));
    if (is_text.is_empty() || TRY(truth(thread, is_text))) return codec;
    return raise(thread, thread.types().lookup_error,
                 "'%.400s' is not a text encoding; use %s to handle arbitrary codecs",
                 std::string(encoding).c_str(), alternative);
}

Status register_codec_search(Thread& thread, Value function) {
    CodecRegistry* registry = TRY(codec_registry(thread));
    if (!thread.interp.type_of(function)->slots.call)
        return raise_type_error(thread, "argument must be callable");
    return list_append(thread, registry->search_functions.get(), function);
}

Status unregister_codec_search(Thread& thread, Value function) {
    auto& registry = thread.interp.module_states.of<CodecRegistry>();
    if (!registry.found) return {};
    List* functions = registry.search_functions.get();
    for (size_t i = 0; i < functions->length; ++i) {
        if (functions->items[i] != function) continue;
        Ref<Value> gone = list_take(thread, functions, i);
        dict_clear(thread, registry.found.get());
        return {};
    }
    return {};
}

Ref<Value> encode_by_codec(Thread& thread, Value object, std::string_view encoding, Value errors) {
    Ref<Value> codec = TRY(find_codec(thread, encoding));
    return apply_codec(thread, object, codec, kEncoder, encoding, errors);
}
Ref<Value> decode_by_codec(Thread& thread, Value object, std::string_view encoding, Value errors) {
    Ref<Value> codec = TRY(find_codec(thread, encoding));
    return apply_codec(thread, object, codec, kDecoder, encoding, errors);
}
Ref<Value> encode_by_text_codec(Thread& thread, Value object, std::string_view encoding, Value errors) {
    Ref<Value> codec = TRY(find_text_codec(thread, encoding, "codecs.encode()"));
    return apply_codec(thread, object, codec, kEncoder, encoding, errors);
}
Ref<Value> decode_by_text_codec(Thread& thread, Value object, std::string_view encoding, Value errors) {
    Ref<Value> codec = TRY(find_text_codec(thread, encoding, "codecs.decode()"));
    return apply_codec(thread, object, codec, kDecoder, encoding, errors);
}

Ref<Value> find_error_handler(Thread& thread, std::string_view name) {
    Dict* handlers = TRY(error_handlers(thread));
    Ref<Str> key = TRY(make_str(thread, name));
    if (Value found = dict_get_str(handlers, key.get()); !found.is_empty()) return share(found);
    return raise(thread, thread.types().lookup_error, "unknown error handler name '%.400s'",
                 std::string(name).c_str());
}

Status register_error_handler(Thread& thread, std::string_view name, Value handler) {
    if (!thread.interp.type_of(handler)->slots.call)
        return raise_type_error(thread, "handler must be callable");
    Dict* handlers = TRY(error_handlers(thread));
    Ref<Str> key = TRY(make_str(thread, name));
    return dict_set_str(thread, handlers, key.get(), handler);
}

}  // namespace moult
