// Finding and replacing in bytes and bytearrays.
#include "runtime/bytes/bytes_common.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/text_algorithms.h"
#include "runtime/text/text_arguments.h"

namespace moult {

namespace {

// What is searched for: a buffer, or one byte given as an integer.
struct Needle {
    std::string_view view;
    char byte;
};

Status needle_argument(Thread& thread, Value v, Needle* out) {
    if (as_buffer(v, &out->view)) return {};
    if (!is_int(v) && !thread.interp.type_of(v)->slots.index) {
        if (as_instance<MemoryView>(v)) {
            TRY(buffer_argument(thread, v));
            return {};
        }
        return raise_type_error(thread, "argument should be integer or bytes-like object, not '%.200s'",
                                type_name(thread, v));
    }
    out->byte = static_cast<char>(TRY(byte_argument(thread, v)));
    out->view = {&out->byte, 1};
    return {};
}

// The searched part of the receiver and the needle, looked at only after all arguments are converted: that
// may run Python code, which may change a bytearray.
struct Search {
    Needle needle;
    std::string_view hay;
    size_t begin = 0;
    bool possible = false;
};

Status search_arguments(Thread& thread, Args args, Search* out) {
    Window w = TRY(window(thread, args[2], args[3], content_of(args[0]).size()));
    TRY(needle_argument(thread, args[1], &out->needle));
    std::string_view content = content_of(args[0]);
    w.end = std::min(w.end, static_cast<int64_t>(content.size()));
    if (w.size() < static_cast<int64_t>(out->needle.view.size())) return {};
    out->begin = static_cast<size_t>(w.begin);
    out->hay = content.substr(out->begin, static_cast<size_t>(w.size()));
    out->possible = true;
    return {};
}

Result<int64_t> find_position(Thread& thread, Args args, bool last) {
    Search s;
    TRY(search_arguments(thread, args, &s));
    if (!s.possible) return -1;
    const uint8_t *hay = bytes_in(s.hay), *needle = bytes_in(s.needle.view);
    size_t at = last ? text::find_last(hay, s.hay.size(), needle, s.needle.view.size())
                     : text::find(hay, s.hay.size(), needle, s.needle.view.size());
    return at == text::kNotFound ? -1 : static_cast<int64_t>(s.begin + at);
}

Ref<Value> find_or_raise(Thread& thread, Args args, bool last) {
    int64_t at = TRY(find_position(thread, args, last));
    if (at < 0) return raise_value_error(thread, "subsection not found");
    return Value::small_int(at);
}

bool has_affix(std::string_view content, Window w, std::string_view affix, bool suffix) {
    if (w.size() < static_cast<int64_t>(affix.size())) return false;
    size_t at = static_cast<size_t>(w.begin);
    if (suffix) at = static_cast<size_t>(w.end) - affix.size();
    return content.substr(at, affix.size()) == affix;
}

Ref<Value> affix_method(Thread& thread, Args args, bool suffix) {
    Window w = TRY(window(thread, args[2], args[3], content_of(args[0]).size()));
    std::string_view content = content_of(args[0]);
    w.end = std::min(w.end, static_cast<int64_t>(content.size()));
    if (Tuple* choices = as_tuple(args[1])) {
        for (Value choice : choices->span())
            if (has_affix(content, w, TRY(buffer_argument(thread, choice)), suffix))
                return Value::boolean(true);
        return Value::boolean(false);
    }
    std::string_view affix;
    if (!as_buffer(args[1], &affix))
        return raise_type_error(thread, "%s first arg must be bytes or a tuple of bytes, not %.200s",
                                suffix ? "endswith" : "startswith", type_name(thread, args[1]));
    return Value::boolean(has_affix(content, w, affix, suffix));
}

}  // namespace

Ref<Value> bytes_find(Thread& thread, Args args) {
    return Value::small_int(TRY(find_position(thread, args, false)));
}
Ref<Value> bytes_rfind(Thread& thread, Args args) {
    return Value::small_int(TRY(find_position(thread, args, true)));
}
Ref<Value> bytes_index(Thread& thread, Args args) {
    return find_or_raise(thread, args, false);
}
Ref<Value> bytes_rindex(Thread& thread, Args args) {
    return find_or_raise(thread, args, true);
}

Ref<Value> bytes_count(Thread& thread, Args args) {
    Search s;
    TRY(search_arguments(thread, args, &s));
    if (!s.possible) return Value::small_int(0);
    return Value::small_int(static_cast<int64_t>(
        text::count(bytes_in(s.hay), s.hay.size(), bytes_in(s.needle.view), s.needle.view.size())));
}

Ref<Value> bytes_startswith(Thread& thread, Args args) {
    return affix_method(thread, args, false);
}
Ref<Value> bytes_endswith(Thread& thread, Args args) {
    return affix_method(thread, args, true);
}

Result<bool> bytes_contains(Thread& thread, Value self, Value item) {
    if (is_int(item) || thread.interp.type_of(item)->slots.index) {
        Ref<Value> number = to_index(thread, item);
        if (number.is_error()) {
            clear_error(thread);
            return raise_type_error(thread, "a bytes-like object is required, not '%.100s'",
                                    type_name(thread, item));
        }
        uint8_t byte = TRY(byte_argument(thread, number));
        std::string_view content = content_of(self);
        return text::find_char(bytes_in(content), content.size(), byte) != text::kNotFound;
    }
    std::string_view piece = TRY(buffer_argument(thread, item));
    std::string_view content = content_of(self);
    return text::find(bytes_in(content), content.size(), bytes_in(piece), piece.size()) != text::kNotFound;
}

Ref<Value> bytes_removeprefix(Thread& thread, Args args) {
    std::string_view prefix = TRY(buffer_argument(thread, args[1]));
    std::string_view content = content_of(args[0]);
    return slice_like(thread, args[0], content.starts_with(prefix) ? prefix.size() : 0, content.size());
}

Ref<Value> bytes_removesuffix(Thread& thread, Args args) {
    std::string_view suffix = TRY(buffer_argument(thread, args[1]));
    std::string_view content = content_of(args[0]);
    return slice_like(thread, args[0], 0, content.size() - (content.ends_with(suffix) ? suffix.size() : 0));
}

Ref<Value> bytes_replace(Thread& thread, Args args) {
    TRY(buffer_argument(thread, args[1]));
    TRY(buffer_argument(thread, args[2]));
    size_t most = TRY(limit_argument(thread, args[3]));  // may run Python code, which may move the buffers
    std::string_view old = TRY(buffer_argument(thread, args[1]));
    std::string_view with = TRY(buffer_argument(thread, args[2]));
    std::string_view content = content_of(args[0]);
    size_t hits = text::count(bytes_in(content), content.size(), bytes_in(old), old.size(), most);
    if (hits == 0) return unchanged(thread, args[0]);
    if (with.size() > old.size() &&
        hits > (static_cast<size_t>(PTRDIFF_MAX) - content.size()) / (with.size() - old.size()))
        return raise_overflow_error(thread, "replace bytes is too long");
    BytesBuilder builder(thread);
    builder.reserve(content.size() + hits * with.size() - hits * old.size());
    size_t at = 0;
    for (; hits > 0; --hits) {
        if (old.empty()) {
            builder.add(with);
            if (at < content.size()) builder.add(content.substr(at++, 1));
            continue;
        }
        size_t next = at + text::find(bytes_in(content) + at, content.size() - at, bytes_in(old), old.size());
        builder.add(content.substr(at, next - at));
        builder.add(with);
        at = next + old.size();
    }
    builder.add(content.substr(at));
    return finish_like(args[0], builder, thread);
}

}  // namespace moult
