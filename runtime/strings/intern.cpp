// The table of interned strings, and intern() itself.
#include "runtime/state/intern_table.h"

#include <cstdlib>
#include <cstring>

#include "runtime/state/errors.h"
#include "runtime/strings/siphash.h"
#include "runtime/strings/str.h"
#include "runtime/strings/utf8.h"

namespace moult {

InternTable::~InternTable() {
    ::free(static_cast<void*>(cells_));
}

Str* InternTable::find(std::string_view ascii, int64_t hash) const {
    if (!cells_) return nullptr;
    for (size_t i = static_cast<size_t>(hash) & mask_; Str* cell = cells_[i]; i = (i + 1) & mask_)
        if (cell->hash == hash && cell->length == ascii.size() && cell->is_ascii() &&
            memcmp(cell->data<char>(), ascii.data(), ascii.size()) == 0)
            return cell;
    return nullptr;
}

Str* InternTable::find(const Str* text) const {
    if (!cells_) return nullptr;
    for (size_t i = static_cast<size_t>(text->hash) & mask_; Str* cell = cells_[i]; i = (i + 1) & mask_)
        if (cell == text || (cell->hash == text->hash && str_equal(cell, text))) return cell;
    return nullptr;
}

bool InternTable::insert(Str* text) {
    if ((count_ + 1) * 2 > mask_ && !grow()) return false;
    size_t i = static_cast<size_t>(text->hash) & mask_;
    while (cells_[i]) i = (i + 1) & mask_;
    cells_[i] = text;
    ++count_;
    return true;
}

bool InternTable::grow() {
    size_t size = cells_ ? (mask_ + 1) * 2 : 4096;
    auto** cells = static_cast<Str**>(calloc(size, sizeof(Str*)));
    if (!cells) return false;
    for (size_t i = 0; cells_ && i <= mask_; ++i) {
        Str* text = cells_[i];
        if (!text) continue;
        size_t place = static_cast<size_t>(text->hash) & (size - 1);
        while (cells[place]) place = (place + 1) & (size - 1);
        cells[place] = text;
    }
    ::free(static_cast<void*>(cells_));
    cells_ = cells;
    mask_ = size - 1;
    return true;
}

// Leaves no mark behind: what follows in the run of full cells moves up where its own place allows.
void InternTable::remove(Str* text) {
    if (!cells_) return;
    size_t hole = static_cast<size_t>(text->hash) & mask_;
    for (; cells_[hole] != text; hole = (hole + 1) & mask_)
        if (!cells_[hole]) return;
    for (size_t i = (hole + 1) & mask_; cells_[i]; i = (i + 1) & mask_) {
        size_t home = static_cast<size_t>(cells_[i]->hash) & mask_;
        if (((i - home) & mask_) >= ((i - hole) & mask_)) {
            cells_[hole] = cells_[i];
            hole = i;
        }
    }
    cells_[hole] = nullptr;
    --count_;
}

Ref<Str> intern(Thread& thread, Str* text) {
    if (text->is_interned()) return share(text);
    if (text->length == 0 || (text->length == 1 && text->width() == 1))
        return text->length == 0 ? make_str(thread, "") : make_char(thread, text->at(0));
    str_hash(text);
    InternTable& table = thread.interp.interned;
    if (Str* known = table.find(text)) return share(known);
    if (!table.insert(text)) return raise_out_of_memory(thread);
    text->flags |= kInterned;
    return share(text);
}

Ref<Str> intern(Thread& thread, std::string_view utf8) {
    if (utf8.size() > 1 && is_ascii(utf8)) {
        InternTable& table = thread.interp.interned;
        int64_t hash = hash_memory(thread.interp.hash_key, utf8.data(), utf8.size());
        if (Str* known = table.find(utf8, hash)) return share(known);
        Ref<Str> text = TRY(make_str_latin1(thread, utf8));
        text->hash = hash;
        if (!table.insert(text.get())) return raise_out_of_memory(thread);
        text->flags |= kInterned;
        return text;
    }
    Ref<Str> text = TRY(make_str(thread, utf8));
    return intern(thread, text.get());
}

Str* intern_immortal(Thread& thread, std::string_view utf8) {
    Str* text = intern(thread, utf8).release();
    if (text && text->refcount < Object::kImmortal) text->refcount += Object::kImmortal;
    return text;
}

}  // namespace moult
