// Str: Python's str, 1, 2 or 4 bytes per character (PEP 393), immutable, hash cached.
#pragma once

#include <string>
#include <string_view>

#include "runtime/model/type.h"
#include "runtime/state/thread.h"

namespace moult {

struct Str : Object {
    static constexpr Kind kKind = Kind::kStr;
    enum : uint32_t {                // in Object::flags
        kWidthShift = kFirstOwnBit,  // two bits: 1, 2 or 4 bytes per character as 0, 1, 2
        kWidthMask = 3u << kWidthShift,
        kAscii = 1u << (kFirstOwnBit + 2),
    };

    int64_t hash;   // -1: not yet computed
    size_t length;  // characters
    // The characters follow, then one zero character.

    int width() const { return 1 << ((flags & kWidthMask) >> kWidthShift); }
    bool is_ascii() const { return flags & kAscii; }
    bool is_interned() const { return flags & kInterned; }
    template <class C>
    C* data() {
        return reinterpret_cast<C*>(this + 1);
    }
    template <class C>
    const C* data() const {
        return reinterpret_cast<const C*>(this + 1);
    }
    char32_t at(size_t i) const {
        switch (width()) {
            case 1: return data<uint8_t>()[i];
            case 2: return data<char16_t>()[i];
            default: return data<char32_t>()[i];
        }
    }
    std::string_view ascii_view() const { return {data<char>(), length}; }  // only when is_ascii()
    static void release(Interpreter&, Str&);
};
static_assert(sizeof(Str) == 32);

// The exact str in a value: itself, or the payload of a subclass's instance; null when it is no str.
// Borrowed.
inline Str* as_str(Value v) {
    if (!v.is_object()) return nullptr;
    const Shape* shape = v.as_object()->shape;
    if (shape->base_kind != Kind::kStr) return nullptr;
    return shape->kind == Kind::kStr ? v.as<Str>() : v.as<PayloadObject>()->payload.as<Str>();
}

// An uninitialized string for `length` characters up to `max_char`; null: MemoryError. The caller fills it at
// once.
Ref<Str> allocate_str(Thread&, size_t length, char32_t max_char);
// Text in UTF-8; lone surrogates may be encoded. Null: invalid UTF-8 (UnicodeDecodeError) or MemoryError.
Ref<Str> make_str(Thread&, std::string_view utf8);
Ref<Str> make_str_latin1(Thread&, std::string_view latin1);
Ref<Str> make_str_utf32(Thread&, std::u32string_view characters);
Ref<Str> make_char(Thread&, char32_t character);  // ASCII and Latin-1 ones are shared
Ref<Str> substring(Thread&, Str*, size_t begin, size_t end);
Ref<Str> concat(Thread&, Str*, Str*);
// Appends to a string whose only reference is the caller's, in place where its memory can grow, so that a
// loop of += takes linear time. The grown string takes over the reference (`left` is gone); null: left is as
// it was, use concat.
Str* extend_str(Thread&, Str* left, const Str* right);
[[gnu::format(printf, 2, 3)]] Ref<Str> format_str(Thread&, const char* format, ...);

// The one string of its value that identifiers and attribute names use. Null: MemoryError.
Ref<Str> intern(Thread&, Str*);
Ref<Str> intern(Thread&, std::string_view utf8);
// Interned and never freed before its interpreter: for the machine's own names. Borrowed.
Str* intern_immortal(Thread&, std::string_view utf8);

// UTF-8, lone surrogates encoded as if they were characters. For messages, file names, C libraries.
std::string to_utf8(const Str*);
int64_t str_hash(Str*);  // never fails
bool str_equal(const Str*, const Str*);
int str_compare(const Str*, const Str*);  // by code points: < 0, 0, > 0
bool str_equal_ascii(const Str*, std::string_view ascii);
Ref<Str> str_repr(Thread&, const Str*);

// Collects pieces into one string; grows geometrically and widens as needed. A failed allocation is
// remembered until finish(), so that adding needs no checks.
class StrBuilder {
  public:
    explicit StrBuilder(Thread& thread) : thread_(thread) {}
    ~StrBuilder();
    StrBuilder(const StrBuilder&) = delete;
    StrBuilder& operator=(const StrBuilder&) = delete;

    void add(char32_t character) {
        if (length_ < capacity_ && character < limit_) [[likely]]
            store(length_++, character);
        else
            add_slow(character);
    }
    void add(const Str* piece) { add_range(piece, 0, piece->length); }
    void add_range(const Str* piece, size_t begin, size_t end);
    void add_ascii(std::string_view piece);
    void add_repeated(char32_t character, size_t count);
    size_t length() const { return length_; }
    Ref<Str> finish();  // null: MemoryError. The builder is empty afterwards.

  private:
    void store(size_t i, char32_t character) {
        char* base = characters();
        if (width_ == 1)
            reinterpret_cast<uint8_t*>(base)[i] = static_cast<uint8_t>(character);
        else if (width_ == 2)
            reinterpret_cast<char16_t*>(base)[i] = static_cast<char16_t>(character);
        else
            reinterpret_cast<char32_t*>(base)[i] = character;
    }
    char* characters() { return block_ ? block_ + sizeof(Str) : inline_; }
    void add_slow(char32_t character);
    bool make_room(size_t more, char32_t max_char);  // false: failed_

    static constexpr size_t kInlineBytes = 128;
    Thread& thread_;
    char* block_ = nullptr;  // becomes the string; null while the inline buffer suffices
    size_t length_ = 0;
    size_t capacity_ = kInlineBytes;  // characters
    int width_ = 1;
    char32_t limit_ = 0x80;  // characters below it need no widening: 0x80, 0x100, 0x10000 or 0x110000
    bool failed_ = false;
    alignas(16) char inline_[kInlineBytes];
};

void init_str(Interpreter&);
// Makes interp.empty_str and interp.latin1_chars; happens by itself with the first string. The type str must
// have its root shape. False: no memory.
bool init_str_singletons(Interpreter&);

}  // namespace moult
