// Values to bytes. The choice of letters, references and their order are CPython's. See docs/pyc.md.
#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>
#include <unordered_map>
#include <vector>

#include "runtime/classes/function.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/list.h"
#include "runtime/containers/set.h"
#include "runtime/marshal/format.h"
#include "runtime/marshal/marshal.h"
#include "runtime/numbers/big_int.h"
#include "runtime/numbers/float.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes_builder.h"
#include "runtime/strings/codecs.h"

namespace moult {

namespace marshal {

namespace {

class Writer {
  public:
    Writer(Thread& thread, int version) : thread_(thread), version_(version), out_(thread) {}

    Ref<Bytes> write_whole(Value value) {
        TRY(write(value));
        return out_.finish();
    }

  private:
    Status write(Value value);
    Status write_body(Value value, uint8_t flag);
    Status write_object(Value value, uint8_t flag);

    // True: a reference to an earlier value was written. Otherwise the flag that the value's letter gets.
    bool write_reference(Value value, uint8_t* flag);

    void letter(Letter letter, uint8_t flag) { out_.add(static_cast<uint8_t>(letter | flag)); }
    void int32(int32_t number) { out_.add({reinterpret_cast<const char*>(&number), 4}); }
    void int16(uint16_t number) { out_.add({reinterpret_cast<const char*>(&number), 2}); }
    void binary(double number) { out_.add({reinterpret_cast<const char*>(&number), 8}); }
    void text(double number) {
        std::string digits = format_double(number, 'g', 17, false);
        out_.add(static_cast<uint8_t>(digits.size()));
        out_.add(digits);
    }
    Status size(size_t size) {
        if (size > INT32_MAX) return raise_unmarshallable();
        int32(static_cast<int32_t>(size));
        return {};
    }
    Status sized(std::string_view bytes) {
        TRY(size(bytes.size()));
        out_.add(bytes);
        return {};
    }
    Failure raise_unmarshallable() { return raise_value_error(thread_, "unmarshallable object"); }

    Status write_int(Value exact, uint8_t flag);
    Status write_str(Str* text, uint8_t flag);
    Status write_items(std::span<const Value> items);
    Status write_set(Set* set, uint8_t flag);
    Status write_code(Code* code, uint8_t flag);

    Thread& thread_;
    int version_;
    BytesBuilder out_;
    std::unordered_map<uint64_t, int32_t> references_;  // by the bits of the value, which `held_` keep alive
    std::vector<Ref<Value>> held_;
    int depth_ = 0;
};

// CPython numbers what is shared when it is written: what more than one reference leads to. Numbers, which
// have no references here, are as a rule shared there, being constants.
bool Writer::write_reference(Value value, uint8_t* flag) {
    if (version_ < 3) return false;
    if (value.is_object() && value.as_object()->refcount == 1) return false;
    auto [found, is_new] = references_.try_emplace(value.bits, static_cast<int32_t>(references_.size()));
    if (!is_new) {
        letter(kReference, 0);
        int32(found->second);
        return true;
    }
    held_.push_back(share(value));
    *flag = kFlagReference;
    return false;
}

Status Writer::write(Value value) {
    if (value.is_none()) return letter(kNone, 0), Status();
    if (value.is_bool()) return letter(value.as_bool() ? kTrue : kFalse, 0), Status();
    if (value.is_ellipsis()) return letter(kEllipsis, 0), Status();
    if (value == Value(thread_.types().stop_iteration)) return letter(kStopIteration, 0), Status();
    if (depth_ >= kMarshalDepth) return raise_value_error(thread_, "object too deeply nested to marshal");
    if (thread_.stack_exhausted()) return raise_recursion_error(thread_, " while writing marshal data");
    uint8_t flag = 0;
    if (write_reference(value, &flag)) return {};
    ++depth_;
    Status status = write_body(value, flag);
    --depth_;
    return status;
}

Status Writer::write_body(Value value, uint8_t flag) {
    if (value.is_small_int() || is_exact<BigInt>(value)) return write_int(value, flag);
    if (value.is_double()) {
        letter(version_ > 1 ? kFloat : kFloatText, flag);
        version_ > 1 ? binary(value.as_double()) : text(value.as_double());
        return {};
    }
    if (!value.is_object()) return raise_unmarshallable();
    return write_object(value, flag);
}

Status Writer::write_object(Value value, uint8_t flag) {
    switch (value.as_object()->shape->kind) {
        case Kind::kComplex: {
            auto* number = value.as<Complex>();
            letter(version_ > 1 ? kComplex : kComplexText, flag);
            for (double part : {number->real, number->imag}) version_ > 1 ? binary(part) : text(part);
            return {};
        }
        case Kind::kStr: return write_str(value.as<Str>(), flag);
        case Kind::kTuple: {
            auto* tuple = value.as<Tuple>();
            if (version_ >= 4 && tuple->length < 256) {
                letter(kSmallTuple, flag);
                out_.add(static_cast<uint8_t>(tuple->length));
            } else {
                letter(kTuple, flag);
                TRY(size(tuple->length));
            }
            return write_items(tuple->span());
        }
        case Kind::kList:
            letter(kList, flag);
            TRY(size(value.as<List>()->length));
            return write_items(value.as<List>()->span());
        case Kind::kDict: {
            letter(kDict, flag);
            Value key, item;
            for (size_t position = 0; dict_next(value.as<Dict>(), &position, &key, &item);) {
                TRY(write(key));
                TRY(write(item));
            }
            letter(kNull, 0);
            return {};
        }
        case Kind::kSet:
        case Kind::kFrozenSet: return write_set(value.as<Set>(), flag);
        case Kind::kCode: return write_code(value.as<Code>(), flag);
        default: break;
    }
    std::string_view bytes;
    if (!as_buffer(value, &bytes)) return raise_unmarshallable();
    letter(moult::marshal::kBytes, flag);
    return sized(bytes);
}

Status Writer::write_int(Value exact, uint8_t flag) {
    int64_t number;
    if (int_to_int64(exact, &number) && number >= INT32_MIN && number <= INT32_MAX) {
        letter(kInt, flag);
        int32(static_cast<int32_t>(number));
        return {};
    }
    IntView view(exact);
    size_t digits = (int_bit_length(exact) + kDigitBits - 1) / kDigitBits;
    if (digits > INT32_MAX) return raise_unmarshallable();
    letter(kLong, flag);
    int32(view.negative ? -static_cast<int32_t>(digits) : static_cast<int32_t>(digits));
    for (size_t i = 0; i < digits; ++i) {
        size_t bit = i * kDigitBits, limb = bit / 64, shift = bit % 64;
        mp_limb_t digit = view.limbs[limb] >> shift;
        if (shift + kDigitBits > 64 && limb + 1 < static_cast<size_t>(view.count))
            digit |= view.limbs[limb + 1] << (64 - shift);
        int16(static_cast<uint16_t>(digit & ((1u << kDigitBits) - 1)));
    }
    return {};
}

Status Writer::write_str(Str* text, uint8_t flag) {
    bool interned = text->is_interned();
    if (version_ >= 4 && text->is_ascii()) {
        if (text->length < 256) {
            letter(interned ? kShortAsciiInterned : kShortAscii, flag);
            out_.add(static_cast<uint8_t>(text->length));
            out_.add(text->ascii_view());
            return {};
        }
        letter(interned ? kAsciiInterned : kAscii, flag);
        return sized(text->ascii_view());
    }
    letter(version_ >= 3 && interned ? kInterned : kStr, flag);
    Ref<Bytes> utf8 = TRY(encode_text(thread_, text, "utf-8", "surrogatepass"));
    return sized(utf8->view());
}

Status Writer::write_items(std::span<const Value> items) {
    for (Value item : items) TRY(write(item));
    return {};
}

// Sets have no order of their own: items go by the bytes that they are written as.
Status Writer::write_set(Set* set, uint8_t flag) {
    letter(set->shape->kind == Kind::kFrozenSet ? kFrozenSet : moult::marshal::kSet, flag);
    TRY(size(set->length));
    struct Item {
        Ref<Bytes> bytes;
        Value value;
    };
    std::vector<Item> items;
    Value item;
    for (size_t position = 0; set_next(set, &position, &item);) {
        Writer alone(thread_, version_);
        alone.depth_ = depth_;
        items.push_back({TRY(alone.write_whole(item)), item});
    }
    std::sort(items.begin(), items.end(),
              [](const Item& a, const Item& b) { return a.bytes->view() < b.bytes->view(); });
    for (const Item& sorted : items) TRY(write(sorted.value));
    return {};
}

Status Writer::write_code(Code* code, uint8_t flag) {
    letter(kCode, flag);
    int32(code->argcount);
    int32(code->posonlyargcount);
    int32(code->kwonlyargcount);
    int32(code->stacksize);
    int32(static_cast<int32_t>(code->flags));
    TRY(write(code->wordcode_bytes));
    TRY(write(code->consts.value()));
    TRY(write(code->names.value()));
    TRY(write(code->localsplusnames.value()));
    TRY(write(code->localspluskinds));
    TRY(write(code->filename.value()));
    TRY(write(code->name.value()));
    TRY(write(code->qualname.value()));
    int32(code->firstlineno);
    TRY(write(code->linetable));
    return write(code->exceptiontable);
}

}  // namespace

}  // namespace marshal

Ref<Bytes> marshal_dump(Thread& thread, Value value, int version) {
    return marshal::Writer(thread, version).write_whole(value);
}

}  // namespace moult
