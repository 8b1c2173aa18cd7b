// _stat: what modes of files mean. The library's stat.py has the same in Python.
#include <sys/stat.h>

#include "runtime/containers/dict.h"
#include "runtime/numbers/int.h"
#include "runtime/objects/module_registry.h"
#include "runtime/operations/operations.h"
#include "runtime/strings/str.h"

namespace moult {
namespace {

// Kinds of files that Linux does not have are 0: nothing is of them.
constexpr mode_t kDoor = 0, kPort = 0, kWhiteout = 0;

Result<mode_t> read_mode(Thread& thread, Value value) {
    Value number = as_int(value);
    if (number.is_empty()) return raise_type_error(thread, "an integer is required");
    uint64_t mode;
    if (!int_to_uint64(number, &mode))
        return raise_overflow_error(thread, "%s",
                                    int_sign(number) < 0
                                        ? "can't convert negative value to unsigned int"
                                        : "Python int too large to convert to C unsigned long");
    if (mode > UINT32_MAX) return raise_overflow_error(thread, "mode out of range");
    return static_cast<mode_t>(mode);
}

template <mode_t kind>
Ref<Value> is_kind(Thread& thread, Args args) {
    mode_t mode = TRY(read_mode(thread, args[0]));
    return Value::boolean(kind != 0 && (mode & S_IFMT) == kind);
}
template <mode_t mask>
Ref<Value> masked(Thread& thread, Args args) {
    return make_int(thread, TRY(read_mode(thread, args[0])) & mask);
}

Ref<Value> file_mode(Thread& thread, Args args) {
    mode_t mode = TRY(read_mode(thread, args[0]));
    static constexpr struct {
        mode_t kind;
        char letter;
    } kKinds[] = {{S_IFREG, '-'}, {S_IFDIR, 'd'}, {S_IFLNK, 'l'}, {S_IFBLK, 'b'},
                  {S_IFCHR, 'c'}, {S_IFIFO, 'p'}, {S_IFSOCK, 's'}};
    char text[] = "?rwxrwxrwx";
    for (auto [kind, letter] : kKinds)
        if ((mode & S_IFMT) == kind) text[0] = letter;
    for (int i = 0; i < 9; ++i)
        if (!(mode & (0400u >> i))) text[1 + i] = '-';
    auto special = [&](mode_t bit, int place, char both, char alone) {
        if (mode & bit) text[place] = text[place] == '-' ? alone : both;
    };
    special(S_ISUID, 3, 's', 'S');
    special(S_ISGID, 6, 's', 'S');
    special(S_ISVTX, 9, 't', 'T');
    return make_str(thread, text);
}

struct Constant {
    const char* name;
    int64_t value;
};
#define ROW(name) {#name, name}
constexpr Constant kConstants[] = {ROW(S_IEXEC),
                                   ROW(S_IFBLK),
                                   ROW(S_IFCHR),
                                   ROW(S_IFDIR),
                                   ROW(S_IFIFO),
                                   ROW(S_IFLNK),
                                   ROW(S_IFREG),
                                   ROW(S_IFSOCK),
                                   ROW(S_IREAD),
                                   ROW(S_IRGRP),
                                   ROW(S_IROTH),
                                   ROW(S_IRUSR),
                                   ROW(S_IRWXG),
                                   ROW(S_IRWXO),
                                   ROW(S_IRWXU),
                                   ROW(S_ISGID),
                                   ROW(S_ISUID),
                                   ROW(S_ISVTX),
                                   ROW(S_IWGRP),
                                   ROW(S_IWOTH),
                                   ROW(S_IWRITE),
                                   ROW(S_IWUSR),
                                   ROW(S_IXGRP),
                                   ROW(S_IXOTH),
                                   ROW(S_IXUSR),
                                   {"SF_APPEND", 262144},
                                   {"SF_ARCHIVED", 65536},
                                   {"SF_IMMUTABLE", 131072},
                                   {"SF_NOUNLINK", 1048576},
                                   {"SF_SNAPSHOT", 2097152},
                                   {"ST_ATIME", 7},
                                   {"ST_CTIME", 9},
                                   {"ST_DEV", 2},
                                   {"ST_GID", 5},
                                   {"ST_INO", 1},
                                   {"ST_MODE", 0},
                                   {"ST_MTIME", 8},
                                   {"ST_NLINK", 3},
                                   {"ST_SIZE", 6},
                                   {"ST_UID", 4},
                                   {"S_ENFMT", 1024},
                                   {"S_IFDOOR", 0},
                                   {"S_IFPORT", 0},
                                   {"S_IFWHT", 0},
                                   {"UF_APPEND", 4},
                                   {"UF_COMPRESSED", 32},
                                   {"UF_HIDDEN", 32768},
                                   {"UF_IMMUTABLE", 2},
                                   {"UF_NODUMP", 1},
                                   {"UF_NOUNLINK", 16},
                                   {"UF_OPAQUE", 8}};
#undef ROW

constexpr MethodDef kFunctions[] = {
    {"@hidden S_ISDIR(mode, /)", is_kind<S_IFDIR>,
     "S_ISDIR(mode) -> bool\n\nReturn True if mode is from a directory."},
    {"@hidden S_ISCHR(mode, /)", is_kind<S_IFCHR>,
     "S_ISCHR(mode) -> bool\n\nReturn True if mode is from a character special device file."},
    {"@hidden S_ISBLK(mode, /)", is_kind<S_IFBLK>,
     "S_ISBLK(mode) -> bool\n\nReturn True if mode is from a block special device file."},
    {"@hidden S_ISREG(mode, /)", is_kind<S_IFREG>,
     "S_ISREG(mode) -> bool\n\nReturn True if mode is from a regular file."},
    {"@hidden S_ISFIFO(mode, /)", is_kind<S_IFIFO>,
     "S_ISFIFO(mode) -> bool\n\nReturn True if mode is from a FIFO (named pipe)."},
    {"@hidden S_ISLNK(mode, /)", is_kind<S_IFLNK>,
     "S_ISLNK(mode) -> bool\n\nReturn True if mode is from a symbolic link."},
    {"@hidden S_ISSOCK(mode, /)", is_kind<S_IFSOCK>,
     "S_ISSOCK(mode) -> bool\n\nReturn True if mode is from a socket."},
    {"@hidden S_ISDOOR(mode, /)", is_kind<kDoor>,
     "S_ISDOOR(mode) -> bool\n\nReturn True if mode is from a door."},
    {"@hidden S_ISPORT(mode, /)", is_kind<kPort>,
     "S_ISPORT(mode) -> bool\n\nReturn True if mode is from an event port."},
    {"@hidden S_ISWHT(mode, /)", is_kind<kWhiteout>,
     "S_ISWHT(mode) -> bool\n\nReturn True if mode is from a whiteout."},
    {"@hidden S_IMODE(mode, /)", masked<07777>,
     "Return the portion of the file's mode that can be set by os.chmod()."},
    {"@hidden S_IFMT(mode, /)", masked<S_IFMT>,
     "Return the portion of the file's mode that describes the file type."},
    {"@hidden filemode(mode, /)", file_mode, "Convert a file's mode to a string of the form '-rwxrwxrwx'"},
};

Status add_constants(Thread& thread, Module* module) {
    for (const Constant& row : kConstants) {
        Ref<Str> name = TRY(intern(thread, row.name));
        TRY(dict_set_str(thread, module->dict.get(), name.get(), Value::small_int(row.value)));
    }
    return {};
}

}  // namespace

constexpr ModuleSpec kStatModule = {
    .name = "_stat",
    .doc =
        "S_IFMT_: file type bits\n"
        "S_IFDIR: directory\n"
        "S_IFCHR: character device\n"
        "S_IFBLK: block device\n"
        "S_IFREG: regular file\n"
        "S_IFIFO: fifo (named pipe)\n"
        "S_IFLNK: symbolic link\n"
        "S_IFSOCK: socket file\n"
        "S_IFDOOR: door\n"
        "S_IFPORT: event port\n"
        "S_IFWHT: whiteout\n"
        "\n"
        "S_ISUID: set UID bit\n"
        "S_ISGID: set GID bit\n"
        "S_ENFMT: file locking enforcement\n"
        "S_ISVTX: sticky bit\n"
        "S_IREAD: Unix V7 synonym for S_IRUSR\n"
        "S_IWRITE: Unix V7 synonym for S_IWUSR\n"
        "S_IEXEC: Unix V7 synonym for S_IXUSR\n"
        "S_IRWXU: mask for owner permissions\n"
        "S_IRUSR: read by owner\n"
        "S_IWUSR: write by owner\n"
        "S_IXUSR: execute by owner\n"
        "S_IRWXG: mask for group permissions\n"
        "S_IRGRP: read by group\n"
        "S_IWGRP: write by group\n"
        "S_IXGRP: execute by group\n"
        "S_IRWXO: mask for others (not in group) permissions\n"
        "S_IROTH: read by others\n"
        "S_IWOTH: write by others\n"
        "S_IXOTH: execute by others\n"
        "\n"
        "UF_NODUMP: do not dump file\n"
        "UF_IMMUTABLE: file may not be changed\n"
        "UF_APPEND: file may only be appended to\n"
        "UF_OPAQUE: directory is opaque when viewed through a union stack\n"
        "UF_NOUNLINK: file may not be renamed or deleted\n"
        "UF_COMPRESSED: OS X: file is hfs-compressed\n"
        "UF_HIDDEN: OS X: file should not be displayed\n"
        "SF_ARCHIVED: file may be archived\n"
        "SF_IMMUTABLE: file may not be changed\n"
        "SF_APPEND: file may only be appended to\n"
        "SF_NOUNLINK: file may not be renamed or deleted\n"
        "SF_SNAPSHOT: file is a snapshot file\n"
        "\n"
        "ST_MODE\n"
        "ST_INO\n"
        "ST_DEV\n"
        "ST_NLINK\n"
        "ST_UID\n"
        "ST_GID\n"
        "ST_SIZE\n"
        "ST_ATIME\n"
        "ST_MTIME\n"
        "ST_CTIME\n"
        "\n"
        "FILE_ATTRIBUTE_*: Windows file attribute constants\n"
        "                   (only present on Windows)\n",
    .functions = kFunctions,
    .init = add_constants,
};
MOULT_MODULE(kStatModule);

}  // namespace moult
