// posix.scandir(): the entries of a folder, with what reading the folder tells of each.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "modules/posix/posix.h"
#include "runtime/containers/container_support.h"
#include "runtime/operations/native_type.h"
#include "runtime/state/types.h"

namespace moult::posix {

namespace {

extern const TypeSpec kDirEntryType, kScandirType;

struct DirEntry : Object {
    Value name, path;
    Value status, link_status;  // os.stat_results once asked for; empty before
    uint64_t inode;
    int folder;  // a descriptor when a descriptor was read; AT_FDCWD otherwise
    unsigned char kind;
    static constexpr auto kFields =
        fields<&DirEntry::name, &DirEntry::path, &DirEntry::status, &DirEntry::link_status>;

    Ref<Value> fetch(Thread& thread, bool follow) const {
        Path full;
        TRY(read_path(thread, path, "DirEntry", "path", kPathOnly, &full));
        struct ::stat found;
        if (::fstatat(folder, full.c_str(), &found, follow ? 0 : AT_SYMLINK_NOFOLLOW) < 0)
            return raise_errno(thread, full);
        return stat_value(thread, found);
    }
    Ref<Value> stat_of(Thread& thread, bool follow) {
        if (follow && TRY(is_link(thread))) {
            if (status.is_empty()) replace_field(status, TRY(fetch(thread, true)));
            return share(status);
        }
        if (link_status.is_empty()) replace_field(link_status, TRY(fetch(thread, false)));
        return share(link_status);
    }
    Result<bool> is_link(Thread& thread) {
        return kind != DT_UNKNOWN ? Result<bool>(kind == DT_LNK) : has_mode(thread, false, S_IFLNK);
    }
    Result<bool> has_mode(Thread& thread, bool follow, mode_t wanted) {
        bool link = kind == DT_LNK;
        if (kind != DT_UNKNOWN && !(follow && link))
            return !link && kind == (wanted == S_IFDIR ? DT_DIR : DT_REG);
        Ref<Value> found = stat_of(thread, follow);
        if (failed(found)) {
            if (!error_matches(thread, thread.types().file_not_found_error)) return kError;
            clear_error(thread);
            return false;
        }
        Ref<Value> mode = TRY(get_item(thread, found, Value::small_int(0)));
        return (static_cast<mode_t>(TRY(as_c_int(thread, mode))) & S_IFMT) == wanted;
    }

    static Ref<Value> is_dir(Thread& thread, DirEntry& self, Args args) {
        return Value::boolean(TRY(self.has_mode(thread, TRY(truth(thread, args[1])), S_IFDIR)));
    }
    static Ref<Value> is_file(Thread& thread, DirEntry& self, Args args) {
        return Value::boolean(TRY(self.has_mode(thread, TRY(truth(thread, args[1])), S_IFREG)));
    }
    static Ref<Value> is_symlink(Thread& thread, DirEntry& self, Args) {
        return Value::boolean(TRY(self.is_link(thread)));
    }
    static Ref<Value> stat(Thread& thread, DirEntry& self, Args args) {
        return self.stat_of(thread, TRY(truth(thread, args[1])));
    }
    static Ref<Value> inode_of(Thread& thread, DirEntry& self, Args) { return make_int(thread, self.inode); }
    static Ref<Value> fspath(Thread&, DirEntry& self, Args) { return share(self.path); }
    static Ref<Value> repr(Thread& thread, DirEntry& self) {
        Ref<Str> name = TRY(moult::repr(thread, self.name));
        return format_str(thread, "<DirEntry %s>", to_utf8(name.get()).c_str());
    }
};

constexpr MethodDef kDirEntryMethods[] = {
    {"is_dir(self, /, *, follow_symlinks=True)", method<&DirEntry::is_dir>,
     "Return True if the entry is a directory; cached per entry."},
    {"is_file(self, /, *, follow_symlinks=True)", method<&DirEntry::is_file>,
     "Return True if the entry is a file; cached per entry."},
    {"is_symlink(self, /)", method<&DirEntry::is_symlink>,
     "Return True if the entry is a symbolic link; cached per entry."},
    {"stat(self, /, *, follow_symlinks=True)", method<&DirEntry::stat>,
     "Return stat_result object for the entry; cached per entry."},
    {"inode(self, /)", method<&DirEntry::inode_of>, "Return inode of the entry; cached per entry."},
    {"__fspath__(self, /)", method<&DirEntry::fspath>, "Returns the path for the entry."},
    kClassGetItem,
};
constexpr GetSetDef kDirEntryAttributes[] = {
    {"name", [](Thread&, Value self) { return share(self.as<DirEntry>()->name); }, nullptr,
     "the entry's base filename, relative to scandir() \"path\" argument", true},
    {"path", [](Thread&, Value self) { return share(self.as<DirEntry>()->path); }, nullptr,
     "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)", true},
};
constexpr TypeSpec kDirEntryType = native<DirEntry>({
    .name = "posix.DirEntry",
    .flags = kDisallowNew,
    .slots = {.repr = slot<&DirEntry::repr>},
    .methods = kDirEntryMethods,
    .attributes = kDirEntryAttributes,
});

struct Scandir : Object {
    Value path;   // as given: str, bytes, a descriptor, None
    DIR* folder;  // null once it is closed
    int descriptor;
    bool is_descriptor, is_bytes;
    static constexpr auto kFields = fields<&Scandir::path>;

    static void release(Interpreter&, Scandir& self) { self.shut(); }
    void shut() {
        if (!folder) return;
        if (is_descriptor) ::rewinddir(folder);
        ::closedir(std::exchange(folder, nullptr));
    }

    static Ref<Value> open(Thread& thread, Args args) {
        Path path;
        TRY(read_path(thread, args[0], "scandir", "path", kOrDescriptor | kOrNone, &path));
        Ref<Scandir> made = TRY(new_object<Scandir>(thread, native_type(thread.interp, kScandirType)));
        made->path = share(path.object.get()).release();
        made->is_bytes = path.is_bytes;
        made->is_descriptor = path.is_descriptor;
        made->descriptor = path.descriptor;
        if (path.is_descriptor) {
            int copy = ::fcntl(path.descriptor, F_DUPFD_CLOEXEC, 0);
            if (copy < 0) return raise_errno(thread, path);
            made->folder = ::fdopendir(copy);
            if (!made->folder) {
                int error = errno;
                ::close(copy);
                errno = error;
            }
        } else {
            made->folder = TRY(blocking(thread, [&] { return ::opendir(path.c_str()); }));
        }
        if (!made->folder) return raise_errno(thread, path);
        return made;
    }
    static Ref<Value> next(Thread& thread, Scandir& self) {
        while (self.folder) {
            errno = 0;
            const dirent* entry = ::readdir(self.folder);
            if (!entry) {
                int error = errno;
                self.shut();
                errno = error;
                if (error) return raise_os_error(thread, error, self.path);
                break;
            }
            std::string_view name = entry->d_name;
            if (name != "." && name != "..") return self.entry_of(thread, *entry);
        }
        return Ref<Value>::empty();
    }
    Ref<Value> entry_of(Thread& thread, const dirent& found) {
        std::string_view name = found.d_name;
        std::string full;
        if (!is_descriptor) {
            if (!path.is_none()) TRY(read_fs_text(thread, path, &full));
            if (path.is_none()) full = ".";
            if (!full.empty() && full.back() != '/') full += '/';
        }
        full += name;
        Ref<DirEntry> entry = TRY(new_object<DirEntry>(thread, native_type(thread.interp, kDirEntryType)));
        entry->inode = found.d_ino;
        entry->kind = found.d_type;
        entry->folder = is_descriptor ? descriptor : AT_FDCWD;
        entry->name = TRY(path_value(thread, name, is_bytes)).release();
        entry->path = TRY(path_value(thread, full, is_bytes)).release();
        return entry;
    }
    static Ref<Value> close(Thread&, Scandir& self, Args) {
        self.shut();
        return Value::none();
    }
    static Ref<Value> enter(Thread&, Args args) { return share(args[0]); }
    static void finalize(Thread& thread, Object* object) {
        auto& self = *static_cast<Scandir*>(object);
        if (!self.folder) return;
        std::string message = "unclosed scandir iterator " + repr_text(thread, Value(object));
        if (failed(warn(thread, thread.types().resource_warning, message)))
            report_unraisable(thread, Value(object));
        self.shut();
    }
};

constexpr MethodDef kScandirMethods[] = {
    {"@hidden __enter__(self, /)", Scandir::enter, nullptr},
    {"@hidden __exit__(self, *arguments)", method<&Scandir::close>, nullptr},
    {"@hidden close(self, /)", method<&Scandir::close>, nullptr},
};
constexpr TypeSpec kScandirType = native<Scandir>({
    .name = "posix.ScandirIterator",
    .flags = kDisallowNew,
    .slots = {.finalize = Scandir::finalize, .iter = return_self, .next = slot<&Scandir::next>},
    .methods = kScandirMethods,
});

constexpr MethodDef kFunctions[] = {
    {"scandir(path=None)", Scandir::open, "Return an iterator of DirEntry objects for given path."},
};

Status init(Thread& thread, Module* module) {
    return add(thread, module, "DirEntry", native_type(thread.interp, kDirEntryType));
}

}  // namespace

constexpr Part kScandirPart = {kFunctions, init};

}  // namespace moult::posix
