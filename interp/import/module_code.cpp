// Which .pyc file belongs to a module, whether it is valid, and what is done when none is.
#include "interp/import/module_code.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "interp/code_builder.h"
#include "interp/import/pyc_file.h"
#include "interp/reporting/standard_streams.h"
#include "runtime/exceptions/exception.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/codecs.h"

namespace moult {

namespace {

// Replaces the name of the file in code objects that were compiled elsewhere; `nested` ones only where it was
// the same.
void fix_filename(Code* code, const Str* old, Str* filename) {
    if (!str_equal(code->filename.get(), old)) return;
    code->filename = share(filename);
    for (Value constant : code->consts->span())
        if (is_exact<Code>(constant)) fix_filename(constant.as<Code>(), old, filename);
}

// The folder of moult's own cache, "" without one. It is made when `make` says so, if the folder above it is
// there.
std::string own_cache(bool make) {
    std::string base;
    const char* cache = std::getenv("XDG_CACHE_HOME");
    const char* home = std::getenv("HOME");
    if (cache && *cache == '/')
        base = cache;
    else if (home && *home == '/')
        base = std::string(home) + "/.cache";
    else
        return "";
    if (make && ::mkdir(base.c_str(), 0700) != 0 && errno != EEXIST) return "";
    return base + "/moult";
}

class Loader {
  public:
    Loader(Thread& thread, Str* name, const FoundModule& module, Str* filename)
        : thread_(thread),
          name_(name),
          module_(module),
          filename_(filename),
          optimize_(thread.interp.options.optimize) {}

    Ref<Code> load() {
        if (module_.is_bytecode) return load_bytecode_only();
        std::string prefix = pycache_prefix(thread_);
        std::vector<std::string> paths = {pyc_path(module_.file, optimize_, prefix)};
        if (prefix.empty())
            if (std::string own = own_cache(false); !own.empty())
                paths.push_back(pyc_path(module_.file, optimize_, own));
        for (const std::string& path : paths) {
            std::string content;
            if (!read_source_file(path, &content)) continue;
            if (!TRY(is_valid(content))) continue;
            Ref<Str> name = TRY(make_path(path));
            Ref<Code> code = TRY(load_pyc_code(thread_, content, name.get()));
            Ref<Str> old = code->filename;
            if (!str_equal(old.get(), filename_)) fix_filename(code.get(), old.get(), filename_);
            return code;
        }
        return compile(prefix);
    }

  private:
    Ref<Str> make_path(const std::string& path) {
        return decode_text(thread_, path, "utf-8", "surrogateescape");
    }

    Status read_source() {
        if (source_) return {};
        source_.emplace();
        if (!read_source_file(module_.file, &*source_))
            return raise_os_error(thread_, errno, Value(filename_));
        return {};
    }

    // Whether the file belongs to the source as it is now.
    Result<bool> is_valid(std::string_view content) {
        std::optional<PycHeader> header = parse_pyc_header(content);
        if (!header) return false;
        PycHashCheck check = thread_.interp.options.check_hash_pycs;
        switch (header->validation) {
            case PycValidation::kTimestamp:
                return header->source_time == module_.source_time &&
                       header->source_size == module_.source_size;
            case PycValidation::kCheckedHash:
                rewritten_ = header->validation;
                if (check == PycHashCheck::kNever) return true;
                break;
            case PycValidation::kUncheckedHash:
                rewritten_ = header->validation;
                if (check != PycHashCheck::kAlways) return true;
                break;
        }
        TRY(read_source());
        return header->source_hash == pyc_source_hash(*source_);
    }

    // For a file that is all there is of its module: what importlib says of a wrong header.
    Failure raise_bad_header(std::string_view content) {
        std::string name = repr_text(thread_, Value(name_));
        Ref<Bytes> magic = TRY(make_bytes(thread_, content.substr(0, 4)));
        bool same_magic = PycHeader().bytes().substr(0, 4) == magic->view();
        if (same_magic && content.size() < kPycHeaderSize)
            return raise(thread_, thread_.types().eof_error, "reached EOF while reading pyc header of %s",
                         name.c_str());
        uint32_t flags = 0;
        if (same_magic) memcpy(&flags, content.data() + 4, 4);
        std::string message = same_magic
                                  ? "invalid flags " + std::to_string(flags) + " in " + name
                                  : "bad magic number in " + name + ": " + repr_text(thread_, magic.value());
        Ref<Str> text = TRY(make_str(thread_, message));
        Ref<ExceptionObject> error =
            TRY(make_exception(thread_, thread_.types().import_error, {text.value()}));
        set_exception_field(error.get(), kImportErrorName, Value(name_));
        set_exception_field(error.get(), kImportErrorPath, Value(filename_));
        return raise_object(thread_, error.value());
    }

    Ref<Code> load_bytecode_only() {
        std::string content;
        if (!read_source_file(module_.file, &content))
            return raise_os_error(thread_, errno, Value(filename_));
        if (!parse_pyc_header(content)) return raise_bad_header(content);
        return load_pyc_code(thread_, content, filename_);
    }

    Ref<Code> compile(const std::string& prefix) {
        TRY(read_source());
        Ref<Bytes> bytes = TRY(make_bytes(thread_, *source_));
        Ref<Value> code =
            TRY(interp::compile_source(thread_, interp::CompileRequest{bytes.value(), filename_, "exec"}));
        TRY(keep(code.as<Code>(), prefix));
        return take_as<Code>(std::move(code));
    }

    // Writes the .pyc file, silently not where that is not possible.
    Status keep(Code* code, const std::string& prefix) {
        Value unwanted = sys_attribute(thread_.interp, "dont_write_bytecode");
        if (!unwanted.is_empty() && TRY(truth(thread_, unwanted))) return {};
        std::string root = prefix.empty() ? own_cache(true) : prefix;
        if (root.empty()) return {};
        PycHeader header;
        header.validation = rewritten_;
        header.source_time = module_.source_time;
        header.source_size = module_.source_size;
        if (rewritten_ != PycValidation::kTimestamp) header.source_hash = pyc_source_hash(*source_);
        Ref<Bytes> content = TRY(make_pyc(thread_, header, code));
        write_file_atomically(pyc_path(module_.file, optimize_, root), content->view(), module_.mode | 0200);
        return {};
    }

    Thread& thread_;
    Str* name_;
    const FoundModule& module_;
    Str* filename_;
    int optimize_;
    std::optional<std::string> source_;
    PycValidation rewritten_ = PycValidation::kTimestamp;  // of the file that is replaced
};

}  // namespace

std::string pycache_prefix(Thread& thread) {
    Value prefix = sys_attribute(thread.interp, "pycache_prefix");
    Str* text = as_str(prefix);
    return text ? to_utf8(text) : "";
}

std::string cached_name(Thread& thread, const FoundModule& module) {
    if (module.is_bytecode) return module.file;
    return pyc_path(module.file, thread.interp.options.optimize, pycache_prefix(thread));
}

Ref<Code> load_module_code(Thread& thread, Str* name, const FoundModule& module, Str* filename) {
    return Loader(thread, name, module, filename).load();
}

}  // namespace moult
