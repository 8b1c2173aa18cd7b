// Codecs by a table: a str of the characters of all bytes, or any mapping, to decode; an EncodingMap, or any mapping, to encode.
#include <cstdio>

#include "runtime/codecs/builtin_codecs.h"
#include "runtime/codecs/encoding_map.h"
#include "runtime/codecs/error_handling.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

constexpr const char* kEncoding = "charmap";
constexpr const char* kUndefinedReason = "character maps to <undefined>";
constexpr char32_t kUndefined = 0xfffe;

// mapping[number]; empty: there is none, or None.
Ref<Value> look_up(Thread& thread, Value mapping, char32_t number) {
    Ref<Value> item = get_item(thread, mapping, Value::small_int(number));
    if (item.is_error()) {
        if (!error_matches(thread, thread.types().lookup_error)) return kError;
        clear_error(thread);
        return Ref<Value>::empty();
    }
    if (item.is_none()) return Ref<Value>::empty();
    return item;
}

// An int as a mapping gives it; -1 for what is out of any range.
int64_t number_in(Value item) {
    int64_t number = -1;
    if (!int_to_int64(as_int(item), &number)) return -1;
    return number;
}

// --- decoding

// Adds what the mapping has for a byte. False: nothing.
Result<bool> add_mapped(Thread& thread, Value mapping, uint8_t byte, StrBuilder& out) {
    Ref<Value> item = TRY(look_up(thread, mapping, byte));
    if (item.is_empty()) return false;
    if (is_int(item)) {
        int64_t number = number_in(item);
        if (number == kUndefined) return false;
        if (number < 0 || number > 0x10ffff)
            return raise_type_error(thread, "character mapping must be in range(0x110000)");
        out.add(static_cast<char32_t>(number));
        return true;
    }
    Str* text = as_str(item);
    if (!text) return raise_type_error(thread, "character mapping must return integer, None or str");
    if (text->length == 1 && text->at(0) == kUndefined) return false;
    out.add(text);
    return true;
}

Ref<Str> decode_by_mapping(Thread& thread, std::string_view input, Value mapping,
                           std::string_view error_name) {
    DecodeErrors errors(thread, kEncoding, input, error_name);
    StrBuilder out(thread);
    for (size_t at = 0; at < input.size();) {
        if (TRY(add_mapped(thread, mapping, static_cast<uint8_t>(input[at]), out))) {
            ++at;
            continue;
        }
        at = TRY(errors.handle(at, at + 1, kUndefinedReason, out));
        input = errors.input();
    }
    return out.finish();
}

Ref<Str> decode_by_table(Thread& thread, std::string_view input, const Str* table,
                         std::string_view error_name) {
    DecodeErrors errors(thread, kEncoding, input, error_name);
    StrBuilder out(thread);
    for (size_t at = 0; at < input.size();) {
        auto byte = static_cast<uint8_t>(input[at]);
        char32_t c = byte < table->length ? table->at(byte) : kUndefined;
        if (c != kUndefined) {
            out.add(c);
            ++at;
            continue;
        }
        at = TRY(errors.handle(at, at + 1, kUndefinedReason, out));
        input = errors.input();
    }
    return out.finish();
}

// --- encoding

class Encoder {
  public:
    Encoder(Thread& thread, Str* text, Value mapping, std::string_view errors)
        : thread_(thread),
          text_(text),
          mapping_(mapping),
          map_(as_encoding_map(thread, mapping)),
          errors_(thread, kEncoding, text, errors),
          out_(thread) {}

    Ref<Bytes> encode() {
        out_.reserve(text_->length);
        for (size_t i = 0; i < text_->length;) {
            if (TRY(add(text_->at(i))))
                ++i;
            else
                i = TRY(handle_undefined(i));
        }
        return out_.finish();
    }

  private:
    // An int of a byte, bytes, or empty.
    Ref<Value> mapped(char32_t c) {
        Ref<Value> item = TRY(look_up(thread_, mapping_, c));
        if (item.is_empty() || as_bytes(item)) return item;
        if (!is_int(item))
            return raise_type_error(thread_,
                                    "character mapping must return integer, bytes or None, not %.400s",
                                    type_name(thread_, item));
        int64_t number = number_in(item);
        if (number < 0 || number > 255)
            return raise_type_error(thread_, "character mapping must be in range(256)");
        return item;
    }

    // Adds what the mapping has for a character. False: nothing.
    Result<bool> add(char32_t c) {
        if (map_) {
            int byte = map_->find(c);
            if (byte >= 0) out_.add(static_cast<uint8_t>(byte));
            return byte >= 0;
        }
        Ref<Value> item = TRY(mapped(c));
        if (item.is_empty()) return false;
        if (Bytes* bytes = as_bytes(item))
            out_.add(bytes->view());
        else
            out_.add(static_cast<uint8_t>(number_in(item)));
        return true;
    }

    Result<bool> is_defined(char32_t c) {
        if (map_) return map_->find(c) >= 0;
        Ref<Value> item = TRY(mapped(c));
        return !item.is_empty();
    }

    // Adds a character of a replacement for text[begin, end), which must be defined itself.
    Status add_replacement(char32_t c, size_t begin, size_t end) {
        if (!TRY(add(c))) return errors_.raise(begin, end, kUndefinedReason);
        return {};
    }

    // The characters from `begin` on have no bytes. Returns where to go on.
    Result<size_t> handle_undefined(size_t begin) {
        size_t end = begin;
        while (end < text_->length && !TRY(is_defined(text_->at(end)))) ++end;
        switch (errors_.mode()) {
            case ErrorMode::kStrict: return errors_.raise(begin, end, kUndefinedReason);
            case ErrorMode::kReplace:
                for (size_t i = begin; i < end; ++i) TRY(add_replacement('?', begin, end));
                return end;
            case ErrorMode::kIgnore: return end;
            case ErrorMode::kXmlCharRefReplace:
                for (size_t i = begin; i < end; ++i) {
                    BytesBuilder reference(thread_);
                    add_character_reference(reference, text_->at(i));
                    for (char c : reference.view()) TRY(add_replacement(static_cast<uint8_t>(c), begin, end));
                }
                return end;
            default: break;
        }
        size_t next;
        Ref<Value> replacement = TRY(errors_.ask(begin, end, kUndefinedReason, &next));
        if (Bytes* bytes = as_bytes(replacement)) {
            out_.add(bytes->view());
            return next;
        }
        const Str* other = as_str(replacement);
        for (size_t i = 0; i < other->length; ++i) TRY(add_replacement(other->at(i), begin, end));
        return next;
    }

    Thread& thread_;
    Str* text_;
    Value mapping_;
    const EncodingMap* map_;  // the mapping, if it is one
    EncodeErrors errors_;
    BytesBuilder out_;
};

}  // namespace

Ref<Str> decode_charmap(Thread& thread, std::string_view input, Value mapping, std::string_view errors) {
    if (mapping.is_none()) return decode_latin1(thread, input);
    if (is_exact<Str>(mapping)) return decode_by_table(thread, input, mapping.as<Str>(), errors);
    return decode_by_mapping(thread, input, mapping, errors);
}

Ref<Bytes> encode_charmap(Thread& thread, Str* text, Value mapping, std::string_view errors) {
    if (mapping.is_none()) return encode_latin1(thread, text, errors);
    return Encoder(thread, text, mapping, errors).encode();
}

}  // namespace moult
