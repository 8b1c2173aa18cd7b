// UnicodeDecodeError(encoding, object, start, end, reason) and its sibling for encoding.
#include "runtime/strings/unicode_error.h"

#include "runtime/exceptions/exception.h"
#include "runtime/state/errors.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

Failure raise_unicode_error(Thread& thread, Type* type, const char* encoding, Value object, size_t begin,
                            size_t end, const char* reason) {
    Ref<Str> encoding_text = TRY(make_str(thread, encoding));
    Ref<Str> reason_text = TRY(make_str(thread, reason));
    Ref<ExceptionObject> exception =
        TRY(make_exception(thread, type,
                           {encoding_text.value(), object, Value::small_int(static_cast<int64_t>(begin)),
                            Value::small_int(static_cast<int64_t>(end)), reason_text.value()}));
    return raise_object(thread, exception.value());
}

}  // namespace

Failure raise_decode_error(Thread& thread, const char* encoding, std::string_view input, size_t begin,
                           size_t end, const char* reason) {
    Ref<Bytes> bytes = TRY(make_bytes(thread, input));
    return raise_unicode_error(thread, thread.types().unicode_decode_error, encoding, bytes.value(), begin,
                               end, reason);
}

Failure raise_encode_error(Thread& thread, const char* encoding, Str* text, size_t begin, size_t end,
                           const char* reason) {
    return raise_unicode_error(thread, thread.types().unicode_encode_error, encoding, text, begin, end,
                               reason);
}

}  // namespace moult
