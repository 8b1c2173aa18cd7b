// StrBuilder: text grows in the block that becomes the string; short text in a buffer inside the builder.
#include <cstring>
#include <type_traits>

#include "runtime/state/errors.h"
#include "runtime/state/types.h"
#include "runtime/strings/str_kind.h"

namespace moult {

StrBuilder::~StrBuilder() {
    thread_.heap.free(block_);
}

void StrBuilder::add_slow(char32_t character) {
    if (make_room(1, character)) store(length_++, character);
}

bool StrBuilder::make_room(size_t more, char32_t max_char) {
    if (failed_) return false;
    constexpr auto kMost = static_cast<size_t>(PTRDIFF_MAX) / 8;
    char32_t limit = max_char < 0x80      ? 0x80
                     : max_char < 0x100   ? 0x100
                     : max_char < 0x10000 ? 0x10000
                                          : 0x110000;
    limit = std::max(limit, limit_);
    int width = limit <= 0x100 ? 1 : limit == 0x10000 ? 2 : 4;
    if (more > kMost || length_ + more > kMost) {
        failed_ = true;
        return false;
    }
    size_t needed = length_ + more;
    size_t capacity = capacity_ * static_cast<size_t>(width_) / static_cast<size_t>(width);
    if (needed > capacity) {
        capacity = needed + (block_ ? needed / 2 : needed);
        size_t bytes = sizeof(Str) + (capacity + 1) * static_cast<size_t>(width);
        auto* block = static_cast<char*>(thread_.heap.reallocate(block_, bytes));
        if (!block) {
            failed_ = true;
            return false;
        }
        if (!block_) memcpy(block + sizeof(Str), inline_, length_ * static_cast<size_t>(width_));
        block_ = block;
    }
    if (width != width_) {  // in place, from the end
        char* base = characters();
        auto spread = [this](auto* to, const auto* from) {
            for (size_t i = length_; i-- > 0;) to[i] = static_cast<std::decay_t<decltype(*to)>>(from[i]);
        };
        if (width == 2)
            spread(reinterpret_cast<char16_t*>(base), reinterpret_cast<const uint8_t*>(base));
        else if (width_ == 1)
            spread(reinterpret_cast<char32_t*>(base), reinterpret_cast<const uint8_t*>(base));
        else
            spread(reinterpret_cast<char32_t*>(base), reinterpret_cast<const char16_t*>(base));
    }
    capacity_ = capacity;
    width_ = width;
    limit_ = limit;
    return true;
}

void StrBuilder::add_range(const Str* piece, size_t begin, size_t end) {
    if (end <= begin) return;
    char32_t max_char = max_char_bound(piece);
    if (max_char >= limit_)
        max_char =
            with_characters(piece, [&](const auto* p) { return max_char_bound(p + begin, end - begin); });
    if ((end - begin > capacity_ - length_ || max_char >= limit_) && !make_room(end - begin, max_char))
        return;
    char* base = characters();
    with_characters(piece, [&](const auto* from) {
        auto copy = [&](auto* to) {
            for (size_t i = begin; i < end; ++i) *to++ = static_cast<std::decay_t<decltype(*to)>>(from[i]);
        };
        if (width_ == 1 && sizeof(*from) == 1)
            memcpy(base + length_, from + begin, end - begin);
        else if (width_ == 1)
            copy(reinterpret_cast<uint8_t*>(base) + length_);
        else if (width_ == 2)
            copy(reinterpret_cast<char16_t*>(base) + length_);
        else
            copy(reinterpret_cast<char32_t*>(base) + length_);
    });
    length_ += end - begin;
}

void StrBuilder::add_ascii(std::string_view piece) {
    if (piece.size() > capacity_ - length_ && !make_room(piece.size(), 0)) return;
    if (width_ == 1) {
        if (!piece.empty()) memcpy(characters() + length_, piece.data(), piece.size());
        length_ += piece.size();
    } else {
        for (char c : piece) store(length_++, static_cast<uint8_t>(c));
    }
}

void StrBuilder::add_repeated(char32_t character, size_t count) {
    if ((count > capacity_ - length_ || character >= limit_) && !make_room(count, character)) return;
    for (size_t i = 0; i < count; ++i) store(length_++, character);
}

Ref<Str> StrBuilder::finish() {
    if (failed_) return raise_out_of_memory(thread_);
    char32_t max_char = limit_ - 1;
    if (!block_ || length_ <= 1) {
        if (length_ == 1) {
            char* base = characters();
            char32_t c = width_ == 1   ? *reinterpret_cast<uint8_t*>(base)
                         : width_ == 2 ? *reinterpret_cast<char16_t*>(base)
                                       : *reinterpret_cast<char32_t*>(base);
            length_ = 0;
            return make_char(thread_, c);
        }
        Ref<Str> text = TRY(allocate_str(thread_, length_, max_char));
        if (length_) memcpy(text->data<char>(), characters(), length_ * static_cast<size_t>(width_));
        length_ = 0;
        return text;
    }
    auto width = static_cast<size_t>(width_);
    if (capacity_ - length_ > length_ / 16 || capacity_ * width < 512)
        if (void* shrunk = thread_.heap.reallocate(block_, sizeof(Str) + (length_ + 1) * width))
            block_ = static_cast<char*>(shrunk);
    auto* text = reinterpret_cast<Str*>(std::exchange(block_, nullptr));
    text->refcount = 1;
    text->flags =
        max_char < 0x80 ? uint32_t{Str::kAscii} : static_cast<uint32_t>(width / 2) << Str::kWidthShift;
    text->shape = thread_.types().str->root_shape;
    text->hash = -1;
    text->length = length_;
    memset(text->data<char>() + length_ * width, 0, width);
    length_ = 0;
    capacity_ = kInlineBytes / width;
    return Ref<Str>::take(text);
}

}  // namespace moult
