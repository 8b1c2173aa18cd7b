// Bytes to values. Errors are CPython's, in kind and words. See docs/pyc.md.
#include <bit>
#include <cstring>
#include <vector>

#include "runtime/classes/function.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/list.h"
#include "runtime/containers/set.h"
#include "runtime/marshal/format.h"
#include "runtime/marshal/marshal.h"
#include "runtime/marshal/source.h"
#include "runtime/numbers/big_int.h"
#include "runtime/numbers/float.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/codecs.h"
#include "runtime/strings/utf8.h"

namespace moult {

namespace marshal {

namespace {

// A container with more items than this is not allocated at once when it is unknown whether so many will
// come.
constexpr size_t kCautiousItems = 1024;

class Reader {
  public:
    Reader(Thread& thread, Source source) : thread_(thread), source_(std::move(source)) {}

    Ref<Value> read_whole() {
        Ref<Value> value = read_value();
        if (value.is_empty()) return raise_null("object");
        return value;
    }

  private:
    // A value; empty for the letter that stands for none (nothing is raised).
    Ref<Value> read_value();
    Ref<Value> read_body(uint8_t letter, bool flagged);

    // Where a value stands among those that references may name. Places are reserved in the order in which
    // values begin.
    struct Place {
        size_t index = SIZE_MAX;  // of an unflagged value: none
    };
    Place reserve(bool flagged) {
        if (!flagged) return {};
        references_.push_back(Ref<Value>::empty());
        return {references_.size() - 1};
    }
    void settle(Place place, Value value) {
        if (place.index != SIZE_MAX) references_[place.index] = share(value);
    }
    Ref<Value> referable(bool flagged, Ref<Value> value) {
        if (flagged && !value.is_error()) references_.push_back(value);
        return value;
    }

    Failure raise_null(const char* where) {
        return raise_type_error(thread_, "NULL object in marshal data for %s", where);
    }
    Failure raise_bad(const char* what) { return raise_value_error(thread_, "bad marshal data (%s)", what); }

    // --- numbers in the stream
    Result<int32_t> read_int32() {
        std::string_view bytes = TRY(source_.take(4));
        int32_t number;
        memcpy(&number, bytes.data(), 4);
        return number;
    }
    Result<uint16_t> read_uint16() {
        std::string_view bytes = TRY(source_.take(2));
        uint16_t number;
        memcpy(&number, bytes.data(), 2);
        return number;
    }
    Result<uint8_t> read_uint8() {
        int byte = source_.take_byte();
        if (byte >= 0) return static_cast<uint8_t>(byte);
        if (thread_.has_error()) return kError;
        return raise(thread_, thread_.types().eof_error, "EOF read where object expected");
    }
    Result<size_t> read_size(const char* error) {
        int32_t size = TRY(read_int32());
        if (size < 0) return raise_bad(error);
        return static_cast<size_t>(size);
    }

    // --- values
    Ref<Value> read_long();
    Result<double> read_double(bool text);
    Ref<Value> read_complex(bool text);
    Ref<Value> read_int64();
    Ref<Value> read_bytes();
    Ref<Value> read_ascii(size_t size, bool interned);
    Ref<Value> read_str(bool interned);
    Ref<Value> read_tuple(size_t count, bool flagged);
    Ref<Value> read_list(bool flagged);
    Ref<Value> read_dict(bool flagged);
    Ref<Value> read_set(bool frozen, bool flagged);
    Ref<Value> read_code(bool flagged);
    Ref<Value> read_reference();
    template <class T>
    Result<bool> read_field(T* (*convert)(Value), Ref<T>* field);

    // Every item of a container takes a byte at least. Containers that are not complete owe `owed_` items:
    // with more than there are bytes the input cannot be valid, and is read on only for the error that
    // CPython finds.
    bool can_come(size_t items) const {
        return source_.remaining() >= owed_ && items <= source_.remaining() - owed_;
    }

    Thread& thread_;
    Source source_;
    std::vector<Ref<Value>> references_;
    size_t owed_ = 0;
    int depth_ = 0;
};

Ref<Value> Reader::read_value() {
    int byte = source_.take_byte();
    if (byte < 0) {
        if (thread_.has_error()) return kError;
        return raise(thread_, thread_.types().eof_error, "EOF read where object expected");
    }
    if (depth_ >= kMarshalDepth) return raise_value_error(thread_, "recursion limit exceeded");
    if (thread_.stack_exhausted()) return raise_recursion_error(thread_, " while reading marshal data");
    ++depth_;
    Ref<Value> value = read_body(static_cast<uint8_t>(byte & ~kFlagReference), byte & kFlagReference);
    --depth_;
    return value;
}

Ref<Value> Reader::read_body(uint8_t letter, bool flagged) {
    switch (letter) {
        case kNull: return Ref<Value>::empty();
        case kNone: return Value::none();
        case kFalse: return Value::boolean(false);
        case kTrue: return Value::boolean(true);
        case kEllipsis: return Value::ellipsis();
        case kStopIteration: return share(Value(thread_.types().stop_iteration));
        case kInt: return referable(flagged, Value::small_int(TRY(read_int32())));
        case kInt64: return referable(flagged, read_int64());
        case kLong: return referable(flagged, read_long());
        case kFloatText:
        case kFloat: return referable(flagged, Value::number(TRY(read_double(letter == kFloatText))));
        case kComplexText:
        case kComplex: return referable(flagged, read_complex(letter == kComplexText));
        case kBytes: return referable(flagged, read_bytes());
        case kStr:
        case kInterned: return referable(flagged, read_str(letter == kInterned));
        case kAscii:
        case kAsciiInterned: {
            size_t size = TRY(read_size("string size out of range"));
            return referable(flagged, read_ascii(size, letter == kAsciiInterned));
        }
        case kShortAscii:
        case kShortAsciiInterned: {
            size_t size = TRY(read_uint8());
            return referable(flagged, read_ascii(size, letter == kShortAsciiInterned));
        }
        case kTuple: return read_tuple(TRY(read_size("tuple size out of range")), flagged);
        case kSmallTuple: return read_tuple(TRY(read_uint8()), flagged);
        case kList: return read_list(flagged);
        case kDict: return read_dict(flagged);
        case kSet:
        case kFrozenSet: return read_set(letter == kFrozenSet, flagged);
        case kCode: return read_code(flagged);
        case kReference: return read_reference();
        default: return raise_bad("unknown type code");
    }
}

// --- numbers

Ref<Value> Reader::read_int64() {
    std::string_view bytes = TRY(source_.take(8));
    int64_t number;
    memcpy(&number, bytes.data(), 8);
    return make_int(thread_, number);
}

// The number of digits, negative for a negative number; the digits, 15 bits each, the least significant
// first.
Ref<Value> Reader::read_long() {
    int32_t size = TRY(read_int32());
    if (size == INT32_MIN) return raise_bad("long size out of range");
    auto digits = static_cast<size_t>(size < 0 ? -size : size);
    std::vector<mp_limb_t> limbs;
    for (size_t i = 0; i < digits; ++i) {
        mp_limb_t digit = TRY(read_uint16());
        if (digit >> kDigitBits) return raise_bad("digit out of range in long");
        if (digit == 0 && i + 1 == digits) return raise_bad("unnormalized long data");
        size_t bit = i * kDigitBits, shift = bit % 64;
        if (bit / 64 >= limbs.size()) limbs.push_back(0);
        limbs[bit / 64] |= digit << shift;
        if (shift + kDigitBits > 64) limbs.push_back(digit >> (64 - shift));
    }
    Ref<BigInt> big = TRY(allocate_big(thread_, static_cast<int64_t>(limbs.size())));
    std::copy(limbs.begin(), limbs.end(), big->limbs());
    return finish_big(thread_, std::move(big), static_cast<mp_size_t>(limbs.size()), size < 0);
}

Result<double> Reader::read_double(bool text) {
    if (!text) {
        std::string_view bytes = TRY(source_.take(8));
        double number;
        memcpy(&number, bytes.data(), 8);
        return number;
    }
    size_t size = TRY(read_uint8());
    std::string_view digits = TRY(source_.take(size));
    std::string kept(digits.substr(0, digits.find('\0')));
    // What float() would strip or skip is not allowed here.
    if (!kept.empty() && kept.size() == digits.size() && kept.find_first_of(" \t\n\r\f\v_") == kept.npos &&
        is_ascii(kept)) {
        Result<double> number = parse_float(thread_, Value::none(), kept);
        if (number.ok()) return number;
        clear_error(thread_);
    }
    Ref<Str> shown = TRY(decode_text(thread_, std::string_view(kept).substr(0, 200), "utf-8", "replace"));
    return raise_value_error(thread_, "could not convert string to float: '%s'",
                             to_utf8(shown.get()).c_str());
}

Ref<Value> Reader::read_complex(bool text) {
    double real = TRY(read_double(text));
    double imaginary = TRY(read_double(text));
    return make_complex(thread_, real, imaginary);
}

// --- strings

Ref<Value> Reader::read_bytes() {
    size_t size = TRY(read_size("bytes object size out of range"));
    return make_bytes(thread_, TRY(source_.take(size)));
}

Ref<Value> Reader::read_ascii(size_t size, bool interned) {
    std::string_view text = TRY(source_.take(size));
    Ref<Str> str = TRY(make_str_latin1(thread_, text));
    if (interned) return intern(thread_, str.get());
    return str;
}

Ref<Value> Reader::read_str(bool interned) {
    size_t size = TRY(read_size("string size out of range"));
    std::string_view text = TRY(source_.take(size));
    Ref<Str> str = make_str(thread_, text);
    if (!str) {  // the error as this codec shows it
        clear_error(thread_);
        str = TRY(decode_text(thread_, text, "utf-8", "surrogatepass"));
    }
    if (interned) return intern(thread_, str.get());
    return str;
}

// --- containers

Ref<Value> Reader::read_tuple(size_t count, bool flagged) {
    bool whole = count <= kCautiousItems || source_.remaining() != SIZE_MAX;
    bool doomed = !can_come(count);
    Place place = reserve(flagged);
    if (!whole) {
        Ref<List> items = TRY(make_list(thread_));
        for (size_t i = 0; i < count; ++i) {
            Ref<Value> item = TRY(read_value());
            if (item.is_empty()) return raise_null("tuple");
            TRY(list_append(thread_, items.get(), item));
        }
        Ref<Tuple> tuple = TRY(make_tuple(thread_, items->span()));
        settle(place, tuple.value());
        return tuple;
    }
    size_t kept = doomed ? std::min(count, kCautiousItems) : count;
    Ref<Tuple> tuple = TRY(allocate_tuple(thread_, kept));
    std::fill_n(tuple->items(), kept, Value::none());  // a reference may show the tuple before it is complete
    settle(place, tuple.value());
    if (!doomed) owed_ += count;
    for (size_t i = 0; i < count; ++i) {
        Ref<Value> item = TRY(read_value());
        if (item.is_empty()) return raise_null("tuple");
        if (!doomed) --owed_;
        if (i < kept) tuple->items()[i] = item.release();
    }
    return tuple;
}

Ref<Value> Reader::read_list(bool flagged) {
    size_t count = TRY(read_size("list size out of range"));
    Ref<List> list = TRY(make_list(thread_, count <= kCautiousItems && can_come(count) ? count : 0));
    settle(reserve(flagged), list.value());
    for (size_t i = 0; i < count; ++i) {
        Ref<Value> item = TRY(read_value());
        if (item.is_empty()) return raise_null("list");
        TRY(list_append(thread_, list.get(), item));
    }
    return list;
}

// Keys and values in turn; no key ends it, and so does no value.
Ref<Value> Reader::read_dict(bool flagged) {
    Ref<Dict> dict = TRY(make_dict(thread_));
    settle(reserve(flagged), dict.value());
    for (;;) {
        Ref<Value> key = TRY(read_value());
        if (key.is_empty()) return dict;
        Ref<Value> value = TRY(read_value());
        if (value.is_empty()) return dict;
        TRY(dict_set(thread_, dict.get(), key, value));
    }
}

Ref<Value> Reader::read_set(bool frozen, bool flagged) {
    size_t count = TRY(read_size("set size out of range"));
    Ref<Set> set = TRY(frozen ? make_frozenset(thread_, Value::empty()) : make_set(thread_));
    Place place = reserve(flagged);
    // A frozenset is hashable: before it is complete, no reference may show it.
    if (!frozen || count == 0) settle(place, set.value());
    for (size_t i = 0; i < count; ++i) {
        Ref<Value> item = TRY(read_value());
        if (item.is_empty()) return raise_null("set");
        TRY(set_add(thread_, set.get(), item));
    }
    settle(place, set.value());
    return set;
}

Ref<Value> Reader::read_reference() {
    int32_t index = TRY(read_int32());
    if (index < 0 || static_cast<size_t>(index) >= references_.size()) return raise_bad("invalid reference");
    Ref<Value> found = references_[static_cast<size_t>(index)];
    if (found.is_empty()) return raise_bad("invalid reference");
    return found;
}

// --- code objects

Bytes* exact_bytes(Value value) {
    return is_exact<Bytes>(value) ? value.as<Bytes>() : nullptr;
}
Tuple* exact_tuple(Value value) {
    return is_exact<Tuple>(value) ? value.as<Tuple>() : nullptr;
}
Str* exact_str(Value value) {
    return is_exact<Str>(value) ? value.as<Str>() : nullptr;
}

// Reads a field; false when there is none. A field of another type is left null, for make_checked_code to
// refuse.
template <class T>
Result<bool> Reader::read_field(T* (*convert)(Value), Ref<T>* field) {
    Ref<Value> value = TRY(read_value());
    if (value.is_empty()) return false;
    if (T* object = convert(value)) *field = share(object);
    return true;
}

Ref<Value> Reader::read_code(bool flagged) {
    Place place = reserve(flagged);
    CodeParts parts;
    parts.argcount = TRY(read_int32());
    parts.posonlyargcount = TRY(read_int32());
    parts.kwonlyargcount = TRY(read_int32());
    parts.stacksize = TRY(read_int32());
    parts.flags = static_cast<uint32_t>(TRY(read_int32()));
    Ref<Bytes> wordcode, kinds, lines, exceptions;
    bool complete = TRY(read_field(exact_bytes, &wordcode)) && TRY(read_field(exact_tuple, &parts.consts)) &&
                    TRY(read_field(exact_tuple, &parts.names)) &&
                    TRY(read_field(exact_tuple, &parts.localsplusnames)) &&
                    TRY(read_field(exact_bytes, &kinds)) && TRY(read_field(exact_str, &parts.filename)) &&
                    TRY(read_field(exact_str, &parts.name)) && TRY(read_field(exact_str, &parts.qualname));
    if (!complete) return Ref<Value>::empty();
    parts.firstlineno = TRY(read_int32());
    complete = TRY(read_field(exact_bytes, &lines)) && TRY(read_field(exact_bytes, &exceptions));
    if (!complete) return Ref<Value>::empty();
    if (wordcode) parts.wordcode = std::move(wordcode);
    if (kinds) parts.localspluskinds = std::move(kinds);
    if (lines) parts.linetable = std::move(lines);
    if (exceptions) parts.exceptiontable = std::move(exceptions);
    Ref<Code> code = TRY(make_checked_code(thread_, std::move(parts)));
    settle(place, code.value());
    return code;
}

}  // namespace

}  // namespace marshal

Ref<Value> marshal_load(Thread& thread, std::string_view bytes) {
    return marshal::Reader(thread, marshal::Source(thread, bytes)).read_whole();
}

Ref<Value> marshal_load_file(Thread& thread, Value file) {
    return marshal::Reader(thread, marshal::Source(thread, file)).read_whole();
}

}  // namespace moult
