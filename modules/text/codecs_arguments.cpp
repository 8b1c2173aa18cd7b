// Arguments of the functions of the module _codecs.
#include "modules/text/codecs.h"
#include "runtime/codecs/builtin_codecs.h"
#include "runtime/state/types.h"

namespace moult::codecs {

Status Input::take_text(Thread& thread, Value value) {
    Str* text = as_str(value);
    if (!text) return take(thread, value);
    Ref<Bytes> utf8 = TRY(encode_utf8(thread, text, "strict"));
    return take(thread, utf8.value());
}

Result<Str*> text_argument(Thread& thread, Value value, const char* function) {
    if (Str* text = as_str(value)) return text;
    return raise_bad_argument(thread, function, "argument 1", "str", value);
}

Status name_argument(Thread& thread, Value value, const char* function, const char* argument,
                     std::string* out) {
    Str* text = as_str(value);
    if (!text) return raise_bad_argument(thread, function, argument, "str", value);
    return utf8_name(thread, text, out);
}

Status errors_argument(Thread& thread, Value value, const char* function, std::string* out) {
    *out = "strict";
    if (value.is_none()) return {};
    if (!as_str(value)) return raise_bad_argument(thread, function, "argument 2", "str or None", value);
    return name_argument(thread, value, function, "argument 2", out);
}

Ref<Value> with_length(Thread& thread, Ref<Value> made, size_t length) {
    if (made.is_error()) return kError;
    return make_tuple(thread, {made.get(), Value::small_int(static_cast<int64_t>(length))});
}

}  // namespace moult::codecs
