// Reading and writing items of memory.
#include "runtime/bytes/memory_items.h"

#include <cstring>

#include "runtime/numbers/float.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult {
namespace {

struct NativeFormat {
    char letter;
    uint8_t size;
    bool is_signed = false;  // of integers
};
constexpr NativeFormat kFormats[] = {
    {'c', 1}, {'b', 1, true}, {'B', 1}, {'h', 2, true}, {'H', 2}, {'i', 4, true},
    {'I', 4}, {'l', 8, true}, {'L', 8}, {'q', 8, true}, {'Q', 8}, {'n', 8, true},
    {'N', 8}, {'f', 4},       {'d', 8}, {'?', 1},       {'P', 8},
};
const NativeFormat* find(char letter) {
    for (const NativeFormat& format : kFormats)
        if (format.letter == letter) return &format;
    return nullptr;
}

template <class T>
T read(const uint8_t* from) {
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
}
template <class Float>
Status write_float(Float value, uint8_t* to) {
    std::memcpy(to, &value, sizeof value);
    return {};
}

Failure raise_invalid(Thread& thread, ItemFormat format, bool is_of_type) {
    if (is_of_type)
        return raise_type_error(thread, "memoryview: invalid type for format '%c'", format.letter);
    return raise_value_error(thread, "memoryview: invalid value for format '%c'", format.letter);
}
// An error of converting, in the words of memoryview, where it is of these types.
Failure reword(Thread& thread, ItemFormat format) {
    const Types& types = thread.types();
    bool is_of_type = error_matches(thread, types.type_error);
    if (!is_of_type && !error_matches(thread, types.overflow_error) &&
        !error_matches(thread, types.value_error))
        return kError;
    clear_error(thread);
    return raise_invalid(thread, format, is_of_type);
}

Status pack_integer(Thread& thread, ItemFormat format, bool is_signed, uint8_t* to, Value value) {
    if (format.letter == 'P' && !is_int(value)) return raise_invalid(thread, format, true);
    Ref<Value> number = to_index(thread, value);
    if (failed(number)) return reword(thread, format);
    int bits = format.size * 8;
    int64_t as_signed;
    uint64_t as_unsigned;
    if (is_signed) {
        bool fits = int_to_int64(number, &as_signed);
        int64_t limit = INT64_MAX >> (64 - bits);
        if (!fits || as_signed > limit || as_signed < -limit - 1) return raise_invalid(thread, format, false);
        as_unsigned = static_cast<uint64_t>(as_signed);
    } else if (!int_to_uint64(number, &as_unsigned) || as_unsigned > UINT64_MAX >> (64 - bits)) {
        // Addresses may be given as negative numbers.
        if (format.letter != 'P' || !int_to_int64(number, &as_signed))
            return raise_invalid(thread, format, false);
        as_unsigned = static_cast<uint64_t>(as_signed);
    }
    std::memcpy(to, &as_unsigned, format.size);
    return {};
}

}  // namespace

bool find_item_format(std::string_view text, ItemFormat* format) {
    bool has_at = text.starts_with('@');
    if (has_at) text.remove_prefix(1);
    const NativeFormat* found = text.size() == 1 ? find(text[0]) : nullptr;
    if (!found) return false;
    *format = {found->letter, has_at, found->size};
    return true;
}

Ref<Value> unpack_item(Thread& thread, ItemFormat format, const uint8_t* from) {
    switch (format.letter) {
        case 'B': return Value::small_int(*from);
        case 'b': return Value::small_int(read<int8_t>(from));
        case 'c': return make_bytes(thread, std::string_view(reinterpret_cast<const char*>(from), 1));
        case 'h': return Value::small_int(read<int16_t>(from));
        case 'H': return Value::small_int(read<uint16_t>(from));
        case 'i': return Value::small_int(read<int32_t>(from));
        case 'I': return Value::small_int(read<uint32_t>(from));
        case 'l':
        case 'q':
        case 'n': return make_int(thread, read<int64_t>(from));
        case 'f': return Value::number(static_cast<double>(read<float>(from)));
        case 'd': return Value::number(read<double>(from));
        case '?': return Value::boolean(*from != 0);
        default: return make_int(thread, read<uint64_t>(from));  // L, Q, N, P
    }
}

Status pack_item(Thread& thread, ItemFormat format, uint8_t* to, Value value) {
    switch (format.letter) {
        case 'c': {
            Bytes* bytes = as_bytes(value);
            if (!bytes || bytes->length != 1) return raise_invalid(thread, format, !bytes);
            *to = *bytes->data();
            return {};
        }
        case 'f':
        case 'd': {
            Result<double> number = to_double(thread, value);
            if (!number.ok()) return reword(thread, format);
            if (format.letter == 'd') return write_float(number.value(), to);
            return write_float(static_cast<float>(number.value()), to);
        }
        case '?': *to = TRY(truth(thread, value)); return {};
        default: return pack_integer(thread, format, find(format.letter)->is_signed, to, value);
    }
}

}  // namespace moult
