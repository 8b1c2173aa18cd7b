// File objects over file descriptors: what open() gives and what sys.stdin, stdout and stderr are. One object
// does what io's raw, buffered and text layers do together. Encodings other than ASCII-compatible ones are
// decoded as a whole.
#pragma once

#include <string>
#include <string_view>

#include "runtime/model/fields.h"
#include "runtime/model/type.h"
#include "runtime/state/thread.h"
#include "runtime/strings/str.h"

namespace moult {

enum class FileEncoding : uint8_t { kBinary, kUtf8, kAscii, kLatin1, kOther };

struct FileObject : Object {
    int fd = -1;
    bool readable = false, writable = false, appending = false;
    bool closed = false, owns_fd = true;
    bool line_buffering = false, unbuffered = false;
    bool at_end = false;        // the last read gave nothing
    bool in_iteration = false;  // next() gave a line, and has not come to the end: tell() is refused
    FileEncoding codec = FileEncoding::kBinary;
    // How lines end (see open()): universal newlines are translated to "\n" unless `newline` is "".
    bool universal = true, translate = true;
    std::string newline;  // the terminator of lines when not universal
    std::string write_newline = "\n";
    std::string encoding, errors;  // UTF-8; as given
    std::string input;             // bytes read ahead; those before `position` are used up
    size_t position = 0;
    int64_t read_start = -1;  // where in the file reading began; -1: not since the last seek or write
    std::string output;       // bytes to be written
    Thread* user =
        nullptr;       // that is inside one of the operations below, and may have given up the lock there
    Value name, mode;  // owned; a str, an int (a descriptor), bytes
    Value buffer;      // owned: the binary file under a text file, once asked for
    Value parent;      // owned: of such a binary file, the text file whose input it shares

    bool is_text() const { return codec != FileEncoding::kBinary; }

    static constexpr auto kFields =
        fields<&FileObject::name, &FileObject::mode, &FileObject::buffer, &FileObject::parent>;
    static void release(Interpreter&, FileObject&);  // writes what is left, closes, frees the texts
};
// The types: of text files, and of binary ones that are read, written, both.
extern const TypeSpec kTextFileType, kReaderFileType, kWriterFileType, kRandomFileType;

// The FileObject in a value; null when it is none.
FileObject* as_file(const Interpreter&, Value);

// What open() does with its arguments, all present but possibly None (opener: None or callable).
struct OpenArguments {
    Value file, mode, buffering, encoding, errors, newline, closefd, opener;
};
Ref<Value> open_file(Thread&, const OpenArguments&);
// A standard stream: `mode` is "r" or "w".
Ref<FileObject> make_standard_stream(Thread&, int fd, const char* name, const char* mode, const char* errors);

// --- operations below the methods. OSError when the system says so. Other threads run while the system reads, writes
// or opens; each file is used by one at a time.

// Adds text to the output, encoded; flushes as the buffering wants it.
Status file_write(Thread&, FileObject*, Str* text);
Status file_write_bytes(Thread&, FileObject*, std::string_view bytes);
Status file_flush(Thread&, FileObject*);
Status file_close(Thread&, FileObject*);
// Reads more input; at_end tells when there is none.
Status file_fill(Thread&, FileObject*);
// A line with its newline, translated where wanted, up to `limit` characters (negative: any number); empty at
// the end.
Ref<Value> file_read_line(Thread&, FileObject*, int64_t limit);
// `count` characters or bytes; negative: the rest.
Ref<Value> file_read(Thread&, FileObject*, int64_t count);
Result<int64_t> file_tell(Thread&, FileObject*);
Result<int64_t> file_seek(Thread&, FileObject*, int64_t offset, int whence);
// io.UnsupportedOperation, a subclass of OSError and ValueError.
Failure raise_unsupported(Thread&, const char* message);
Ref<Value> unsupported_operation_class(Thread&);

}  // namespace moult
