// int.to_bytes and int.from_bytes.
#include "runtime/number_types/int_bytes.h"

#include <algorithm>
#include <string>

#include "runtime/bytes/bytes_common.h"
#include "runtime/numbers/big_int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

Result<bool> is_little(Thread& thread, Value byteorder, const char* function) {
    Str* order = as_str(byteorder);
    if (!order) return raise_bad_argument(thread, function, "argument 'byteorder'", "str", byteorder);
    if (str_equal_ascii(order, "little")) return true;
    if (str_equal_ascii(order, "big")) return false;
    return raise_value_error(thread, "byteorder must be either 'little' or 'big'");
}

}  // namespace

Ref<Value> int_to_bytes(Thread& thread, Args args) {
    int64_t length = TRY(as_ssize(thread, args[1]));
    bool little = TRY(is_little(thread, args[2], "to_bytes"));
    bool is_signed = TRY(truth(thread, args[3]));
    if (length < 0) return raise_value_error(thread, "length argument must be non-negative");
    IntView view(as_int(args[0]));
    if (view.negative && !is_signed)
        return raise_overflow_error(thread, "can't convert negative int to unsigned");
    // Bits needed: the magnitude's, and a sign bit, which the lowest number of a length does without.
    size_t bits = int_bit_length(as_int(args[0]));
    if (is_signed && bits) {
        bool lowest = view.negative && mpn_popcount(view.limbs, view.count) == 1;
        bits += !lowest;
        if (length == 0 && as_int(args[0]) == Value::small_int(-1)) bits = 0;  // fits, says CPython
    }
    if ((bits + 7) / 8 > static_cast<size_t>(length))
        return raise_overflow_error(thread, "int too big to convert");
    Ref<Bytes> result = TRY(allocate_bytes(thread, static_cast<size_t>(length)));
    uint8_t* out = result->data();
    unsigned carry = 1;  // of the two's complement
    for (int64_t i = 0; i < length; ++i) {
        mp_limb_t limb = i / 8 < view.count ? view.limbs[i / 8] : 0;
        auto byte = static_cast<uint8_t>(limb >> i % 8 * 8);
        if (view.negative) {
            unsigned sum = static_cast<uint8_t>(~byte) + carry;
            byte = static_cast<uint8_t>(sum);
            carry = sum >> 8;
        }
        out[little ? i : length - 1 - i] = byte;
    }
    return result;
}

Ref<Value> int_from_bytes(Thread& thread, Args args) {
    Value source = args[1];
    bool little = TRY(is_little(thread, args[2], "from_bytes"));
    bool is_signed = TRY(truth(thread, args[3]));
    std::string_view bytes;
    Ref<Value> made;
    if (is_exact<Bytes>(source)) {
        as_buffer(source, &bytes);
    } else {
        made = TRY(bytes_of_object(thread, source));
        as_buffer(made, &bytes);
    }
    auto byte = [&](size_t i) {
        return static_cast<uint8_t>(little ? bytes[i] : bytes[bytes.size() - 1 - i]);
    };
    bool negative = is_signed && !bytes.empty() && byte(bytes.size() - 1) >= 0x80;
    auto count = static_cast<mp_size_t>((bytes.size() + 7) / 8);
    Ref<BigInt> big = TRY(allocate_big(thread, std::max<mp_size_t>(count, 1)));
    mpn_zero(big->limbs(), count);
    for (size_t i = 0; i < bytes.size(); ++i) big->limbs()[i / 8] |= mp_limb_t{byte(i)} << i % 8 * 8;
    if (negative) {  // the magnitude: fill the last limb with the sign, then negate
        if (size_t used = bytes.size() % 8; used) big->limbs()[count - 1] |= ~mp_limb_t{0} << used * 8;
        mpn_neg(big->limbs(), big->limbs(), count);
    }
    Ref<Value> result = TRY(finish_big(thread, std::move(big), count, negative));
    if (args[0] == Value(thread.types().int_)) return result;
    return call(thread, args[0], {result.get()});
}

}  // namespace moult
