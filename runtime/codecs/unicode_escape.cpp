// "unicode_escape" and "raw_unicode_escape": text as in Python's literals.
#include <string>

#include "runtime/codecs/builtin_codecs.h"
#include "runtime/codecs/error_handling.h"
#include "runtime/strings/unicode.h"
#include "runtime/strings/unicode_names.h"

namespace moult {

Ref<Bytes> encode_unicode_escape(Thread& thread, Str* text) {
    BytesBuilder out(thread);
    for (size_t i = 0; i < text->length; ++i) {
        char32_t c = text->at(i);
        switch (c) {
            case '\\': out.add("\\\\"); break;
            case '\t': out.add("\\t"); break;
            case '\n': out.add("\\n"); break;
            case '\r': out.add("\\r"); break;
            default:
                if (c >= ' ' && c < 0x7f)
                    out.add(static_cast<uint8_t>(c));
                else
                    add_backslashed(out, c);
        }
    }
    return out.finish();
}

Ref<Bytes> encode_raw_unicode_escape(Thread& thread, Str* text) {
    BytesBuilder out(thread);
    for (size_t i = 0; i < text->length; ++i) {
        char32_t c = text->at(i);
        if (c < 0x100)
            out.add(static_cast<uint8_t>(c));
        else
            add_backslashed(out, c);
    }
    return out.finish();
}

namespace {

bool is_octal(uint8_t c) {
    return c >= '0' && c <= '7';
}

// What both codecs share: reading, and what to do about escapes that are malformed or have not ended yet.
class EscapeDecoder {
  public:
    EscapeDecoder(Thread& thread, const char* encoding, std::string_view input, std::string_view errors)
        : thread_(thread), errors_(thread, encoding, input, errors), out_(thread) {}

    // Calls step() until the input has ended.
    template <class Step>
    Ref<Str> decode(size_t* consumed, Step&& step) {
        const size_t size = input().size();
        size_t ended_at = size;
        is_final_ = !consumed;
        while (more()) {
            problem_ = nullptr;
            step();
            if (!problem_) continue;
            if (incomplete_ && consumed) {
                ended_at = start_;
                break;
            }
            at_ = TRY(errors_.handle(start_, at_, problem_, out_));
        }
        if (consumed) *consumed = ended_at;
        return out_.finish();
    }

    Thread& thread() { return thread_; }
    std::string_view input() const { return errors_.input(); }
    bool more() const { return at_ < input().size(); }
    uint8_t next() { return static_cast<uint8_t>(input()[at_++]); }
    uint8_t peek() const { return static_cast<uint8_t>(input()[at_]); }
    size_t position() const { return at_; }
    void skip() { ++at_; }
    void add(char32_t c) { out_.add(c); }
    // An escape begins with the character that has just been read.
    void begin_escape() { start_ = at_ - 1; }

    // Where it stands for itself, unless more may follow.
    void backslash_at_end() {
        if (is_final_) return add('\\');
        truncated("");
    }
    void malformed(const char* reason) {
        problem_ = reason;
        incomplete_ = false;
    }
    void truncated(const char* reason) {
        problem_ = reason;
        incomplete_ = true;
    }

    void add_hex(int digits, const char* truncated_reason, const char* range_reason) {
        char32_t c = 0;
        for (; digits > 0; --digits, skip()) {
            if (!more()) return truncated(truncated_reason);
            int value = unicode::hex_digit(peek());
            if (value < 0) return malformed(truncated_reason);
            c = c << 4 | static_cast<char32_t>(value);
        }
        if (c >= 0x110000) return malformed(range_reason);
        add(c);
    }

  private:
    Thread& thread_;
    DecodeErrors errors_;
    StrBuilder out_;
    size_t at_ = 0;
    size_t start_ = 0;               // of the escape
    const char* problem_ = nullptr;  // with the escape just read
    bool incomplete_ = false;        // more input may mend it
    bool is_final_ = true;           // there is none
};

constexpr const char* kShortHex = "truncated \\uXXXX escape";
constexpr const char* kLongHex = "truncated \\UXXXXXXXX escape";

void add_named(EscapeDecoder& decoder) {
    constexpr const char* kMalformed = "malformed \\N character escape";
    if (!decoder.more()) return decoder.truncated(kMalformed);
    if (decoder.peek() != '{') return decoder.malformed(kMalformed);
    decoder.skip();
    size_t begin = decoder.position();
    while (decoder.more() && decoder.peek() != '}') decoder.skip();
    if (!decoder.more()) return decoder.truncated(kMalformed);
    std::string_view name = decoder.input().substr(begin, decoder.position() - begin);
    if (name.empty()) return decoder.malformed(kMalformed);
    decoder.skip();
    char32_t character;
    if (!unicode::find_by_name(name, &character)) return decoder.malformed("unknown Unicode character name");
    decoder.add(character);
}

// `dubious` gets the first of what warn_of_escape() warns of.
void unicode_escape_step(EscapeDecoder& decoder, std::string* dubious) {
    uint8_t c = decoder.next();
    if (c != '\\') return decoder.add(c);
    decoder.begin_escape();
    if (!decoder.more()) return decoder.truncated("\\ at end of string");
    c = decoder.next();
    switch (c) {
        case '\n': return;
        case '\\':
        case '\'':
        case '"': return decoder.add(c);
        case 'b': return decoder.add('\b');
        case 'f': return decoder.add('\f');
        case 't': return decoder.add('\t');
        case 'n': return decoder.add('\n');
        case 'r': return decoder.add('\r');
        case 'v': return decoder.add('\v');
        case 'a': return decoder.add('\a');
        case 'x': return decoder.add_hex(2, "truncated \\xXX escape", "");
        case 'u': return decoder.add_hex(4, kShortHex, "");
        case 'U': return decoder.add_hex(8, kLongHex, "illegal Unicode character");
        case 'N': return add_named(decoder);
        default: break;
    }
    if (!is_octal(c)) {
        if (dubious->empty()) *dubious = static_cast<char>(c);
        decoder.add('\\');
        return decoder.add(c);
    }
    char32_t octal = c - '0';
    for (int digits = 1; digits < 3 && decoder.more() && is_octal(decoder.peek()); ++digits)
        octal = octal << 3 | (decoder.next() - '0');
    if (octal > 0xff && dubious->empty()) *dubious = decoder.input().substr(decoder.position() - 3, 3);
    decoder.add(octal);
}

void raw_unicode_escape_step(EscapeDecoder& decoder) {
    uint8_t c = decoder.next();
    if (c != '\\') return decoder.add(c);
    decoder.begin_escape();
    if (!decoder.more()) return decoder.backslash_at_end();
    c = decoder.next();
    if (c == 'u') return decoder.add_hex(4, kShortHex, "");
    if (c == 'U') return decoder.add_hex(8, kLongHex, "\\Uxxxxxxxx out of range");
    decoder.add('\\');
    decoder.add(c);
}

}  // namespace

Ref<Str> decode_unicode_escape(Thread& thread, std::string_view input, std::string_view errors,
                               size_t* consumed) {
    EscapeDecoder decoder(thread, "unicodeescape", input, errors);
    std::string dubious;
    Ref<Str> text = TRY(decoder.decode(consumed, [&] { unicode_escape_step(decoder, &dubious); }));
    TRY(warn_of_escape(thread, dubious));
    return text;
}

Ref<Str> decode_raw_unicode_escape(Thread& thread, std::string_view input, std::string_view errors,
                                   size_t* consumed) {
    EscapeDecoder decoder(thread, "rawunicodeescape", input, errors);
    return decoder.decode(consumed, [&] { raw_unicode_escape_step(decoder); });
}

}  // namespace moult
