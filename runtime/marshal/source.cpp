// Reading marshalled bytes from memory and from file objects.
#include "runtime/marshal/source.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"

namespace moult::marshal {

namespace {

// A file is asked for no more than this at once, so that a length alone costs no memory.
constexpr size_t kPiece = 1 << 16;

}  // namespace

Status Source::read_file(size_t count) {
    buffer_.clear();
    Ref<Str> read = TRY(intern(thread_, "read"));
    while (buffer_.size() < count) {
        auto wanted = static_cast<int64_t>(std::min(count - buffer_.size(), kPiece));
        Ref<Value> piece = TRY(call_method(thread_, file_, read.get(), {Value::small_int(wanted)}));
        Bytes* bytes = as_bytes(piece);
        if (!bytes)
            return raise_type_error(thread_, "file.read() returned not bytes but %.100s",
                                    type_name(thread_, piece));
        if (bytes->length > static_cast<size_t>(wanted))
            return raise_value_error(thread_,
                                     "read() returned too much data: %lld bytes requested, %zu returned",
                                     static_cast<long long>(wanted), bytes->length);
        if (bytes->length == 0) break;
        buffer_.append(bytes->view());
    }
    return {};
}

Result<std::string_view> Source::take(size_t count) {
    if (file_.is_empty()) {
        if (count > bytes_.size() - at_)
            return raise(thread_, thread_.types().eof_error, "marshal data too short");
        at_ += count;
        return bytes_.substr(at_ - count, count);
    }
    TRY(read_file(count));
    if (buffer_.size() < count)
        return raise(thread_, thread_.types().eof_error, "EOF read where not expected");
    return std::string_view(buffer_);
}

int Source::take_byte() {
    if (file_.is_empty()) return at_ < bytes_.size() ? static_cast<uint8_t>(bytes_[at_++]) : -1;
    if (!read_file(1).ok() || buffer_.empty()) return -1;
    return static_cast<uint8_t>(buffer_[0]);
}

}  // namespace moult::marshal
