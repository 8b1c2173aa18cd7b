// What codecs do about errors: what is commonest by themselves, all else by calling the registered handler (PEP 293) with the
// exception that the error would be. One object of these classes serves one call of a codec.
#pragma once

#include "runtime/strings/bytes_builder.h"
#include "runtime/strings/str.h"

namespace moult {

// What a codec may do without asking the handler of this name, even if the program has registered another one.
enum class ErrorMode : uint8_t {
    kStrict,
    kIgnore,
    kReplace,
    kBackslashReplace,
    kSurrogateEscape,
    kSurrogatePass,
    kXmlCharRefReplace,
    kOther,
};
ErrorMode error_mode_of(std::string_view errors);

class DecodeErrors {
  public:
    DecodeErrors(Thread& thread, const char* encoding, std::string_view input, std::string_view errors)
        : thread_(thread), encoding_(encoding), name_(errors), mode_(error_mode_of(errors)), input_(input) {}

    ErrorMode mode() const { return mode_; }
    // What is being decoded. The handler may replace it.
    std::string_view input() const { return input_; }
    // input()[begin, end) cannot be decoded: adds what the handler says, and returns where to go on in input().
    Result<size_t> handle(size_t begin, size_t end, const char* reason, StrBuilder&);
    Failure raise(size_t begin, size_t end, const char* reason);

  private:
    Status describe(size_t begin, size_t end, const char* reason);

    Thread& thread_;
    const char* encoding_;
    std::string_view name_;
    ErrorMode mode_;
    std::string_view input_;
    Ref<Value> input_owner_;
    Ref<Value> handler_;    // empty: not looked up yet
    Ref<Value> exception_;  // one for all errors
};

class EncodeErrors {
  public:
    EncodeErrors(Thread& thread, const char* encoding, Str* text, std::string_view errors)
        : thread_(thread), encoding_(encoding), text_(text), name_(errors), mode_(error_mode_of(errors)) {}

    ErrorMode mode() const { return mode_; }
    // text[begin, end) cannot be encoded: what the handler puts in its place, an exact str or bytes, and where to go on.
    Ref<Value> ask(size_t begin, size_t end, const char* reason, size_t* next);
    // For codecs that write characters below the limit, ASCII's among them, as single bytes: adds what the handler says about
    // text[begin, end), and returns where to go on.
    Result<size_t> handle(size_t begin, size_t end, const char* reason, char32_t limit, BytesBuilder&);
    Failure raise(size_t begin, size_t end, const char* reason);

  private:
    Status describe(size_t begin, size_t end, const char* reason);

    Thread& thread_;
    const char* encoding_;
    Str* text_;
    std::string_view name_;
    ErrorMode mode_;
    Ref<Value> handler_;
    Ref<Value> exception_;
};

// \x12, \u1234 or \U00012345, and &#1234;: what backslashreplace and xmlcharrefreplace make of characters.
void add_backslashed(BytesBuilder&, char32_t);
void add_character_reference(BytesBuilder&, char32_t);

}  // namespace moult
