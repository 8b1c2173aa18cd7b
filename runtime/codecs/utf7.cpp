// UTF-7 (RFC 2152): sections in base64 hold UTF-16; '+' begins one, '-' or what is not base64 ends it.
#include "runtime/codecs/builtin_codecs.h"
#include "runtime/codecs/error_handling.h"
#include "runtime/strings/utf8.h"

namespace moult {

namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// 0 to 63; -1: no character of base64.
int base64_value(char32_t c) {
    if (c >= 'A' && c <= 'Z') return static_cast<int>(c - 'A');
    if (c >= 'a' && c <= 'z') return static_cast<int>(c - 'a' + 26);
    if (c >= '0' && c <= '9') return static_cast<int>(c - '0' + 52);
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}
bool is_base64(char32_t c) {
    return base64_value(c) >= 0;
}

// Written as they are, outside of sections.
bool is_written_directly(char32_t c) {
    if (c == '\t' || c == '\n' || c == '\r') return true;
    return c >= ' ' && c < '~' && c != '+' && c != '\\';
}
// Read as they are.
bool is_read_directly(uint8_t c) {
    return c < 0x80 && c != '+';
}

class Encoder {
  public:
    explicit Encoder(Thread& thread) : out_(thread) {}

    void add(char32_t c) {
        if (is_written_directly(c)) {
            if (in_section_) {
                add_rest();
                in_section_ = false;
                if (is_base64(c) || c == '-') out_.add('-');
            }
            out_.add(static_cast<uint8_t>(c));
            return;
        }
        if (!in_section_) {
            out_.add('+');
            if (c == '+') return out_.add('-');
            in_section_ = true;
        }
        if (c >= 0x10000) {
            add_unit(0xd7c0 + (c >> 10));
            c = 0xdc00 | (c & 0x3ff);
        }
        add_unit(c);
    }
    Ref<Bytes> finish() {
        add_rest();
        if (in_section_) out_.add('-');
        return out_.finish();
    }

  private:
    void add_unit(uint32_t unit) {
        buffer_ = buffer_ << 16 | unit;
        for (bits_ += 16; bits_ >= 6; bits_ -= 6) add_digit(buffer_ >> (bits_ - 6));
    }
    void add_rest() {
        if (bits_) add_digit(buffer_ << (6 - bits_));
        bits_ = 0;
        buffer_ = 0;
    }
    void add_digit(uint32_t value) { out_.add(static_cast<uint8_t>(kBase64[value & 63])); }

    BytesBuilder out_;
    bool in_section_ = false;
    uint32_t buffer_ = 0;
    unsigned bits_ = 0;  // of the buffer that are still to be written
};

class Decoder {
  public:
    Decoder(Thread& thread, std::string_view input, std::string_view errors)
        : thread_(thread), errors_(thread, "utf7", input, errors), out_(thread) {}

    Ref<Str> decode(size_t* consumed) {
        const size_t size = input().size();
        do {
            while (at_ < input().size()) TRY(step());
            if (!in_section_ || consumed) break;
            in_section_ = false;
            if (!high_ && bits_ < 6 && buffer_ == 0) break;
            TRY(handle(size, "unterminated shift sequence"));
        } while (at_ < input().size());
        if (consumed) *consumed = in_section_ ? start_ : at_;
        size_t length = in_section_ && consumed ? length_before_section_ : out_.length();
        Ref<Str> text = TRY(out_.finish());
        if (length == text->length) return text;
        return substring(thread_, text.get(), 0, length);
    }

  private:
    std::string_view input() const { return errors_.input(); }
    uint8_t current() const { return static_cast<uint8_t>(input()[at_]); }

    Status handle(size_t end, const char* reason) {
        at_ = TRY(errors_.handle(start_, end, reason, out_));
        return {};
    }

    Status step() {
        uint8_t c = current();
        if (in_section_) return is_base64(c) ? add_digit(c) : leave_section(c);
        if (c == '+') return enter_section();
        if (!is_read_directly(c)) {
            start_ = at_++;
            return handle(at_, "unexpected special character");
        }
        out_.add(c);
        ++at_;
        return {};
    }

    Status enter_section() {
        start_ = at_++;
        bool more = at_ < input().size();
        if (more && current() == '-') {
            ++at_;
            out_.add('+');
        } else if (more && !is_base64(current())) {
            ++at_;
            return handle(at_, "ill-formed sequence");
        } else {
            in_section_ = true;
            high_ = 0;
            length_before_section_ = out_.length();
            bits_ = 0;
            buffer_ = 0;
        }
        return {};
    }

    Status add_digit(uint8_t c) {
        ++at_;
        buffer_ = buffer_ << 6 | static_cast<uint32_t>(base64_value(c));
        bits_ += 6;
        if (bits_ < 16) return {};
        bits_ -= 16;
        char32_t unit = buffer_ >> bits_;
        buffer_ &= (1u << bits_) - 1;
        if (high_) {
            bool is_pair = unit - 0xdc00 < 0x400;
            out_.add(is_pair ? 0x10000 + ((high_ - 0xd800) << 10) + (unit - 0xdc00) : high_);
            high_ = 0;
            if (is_pair) return {};
        }
        if (unit - 0xd800 < 0x400)
            high_ = unit;
        else
            out_.add(unit);
        return {};
    }

    Status leave_section(uint8_t c) {
        in_section_ = false;
        if (bits_ >= 6 || (bits_ > 0 && buffer_ != 0)) {
            ++at_;
            return handle(at_, bits_ >= 6 ? "partial character in shift sequence"
                                          : "non-zero padding bits in shift sequence");
        }
        if (high_ && is_read_directly(c)) out_.add(high_);
        high_ = 0;
        if (c == '-') ++at_;
        return {};
    }

    Thread& thread_;
    DecodeErrors errors_;
    StrBuilder out_;
    size_t at_ = 0;
    size_t start_ = 0;  // of the section, or of what is wrong
    bool in_section_ = false;
    size_t length_before_section_ = 0;  // of the text
    uint32_t buffer_ = 0;
    unsigned bits_ = 0;  // of the buffer
    char32_t high_ = 0;  // a surrogate that waits for its low half; 0: none
};

}  // namespace

Ref<Bytes> encode_utf7(Thread& thread, Str* text) {
    Encoder encoder(thread);
    for (size_t i = 0; i < text->length; ++i) encoder.add(text->at(i));
    return encoder.finish();
}

Ref<Str> decode_utf7(Thread& thread, std::string_view input, std::string_view errors, size_t* consumed) {
    return Decoder(thread, input, errors).decode(consumed);
}

}  // namespace moult
