// What sys tells about the interpreter and the machine: version, limits, flags.
#include <unistd.h>

#include <cfloat>
#include <climits>
#include <string>

#include "modules/system/stdlib_names.h"
#include "modules/system/sys_internal.h"
#include "runtime/classes/descriptors.h"
#include "runtime/containers/list.h"
#include "runtime/numbers/float.h"
#include "runtime/numbers/int.h"
#include "runtime/objects/module_registry.h"
#include "runtime/objects/struct_sequence.h"
#include "runtime/operations/operations.h"
#include "runtime/state/runtime_options.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

constexpr int kMajor = 3, kMinor = 11, kMicro = 2;
constexpr uint32_t kHexVersion = kMajor << 24 | kMinor << 16 | kMicro << 8 | 0xf0;

constexpr StructField kVersionFields[] = {
    {"major", "Major release number"},   {"minor", "Minor release number"},
    {"micro", "Patch release number"},   {"releaselevel", "'alpha', 'beta', 'candidate', or 'final'"},
    {"serial", "Serial release number"},
};
constexpr StructSequenceSpec kVersionInfo{"sys.version_info", "The version of the language.", kVersionFields,
                                          5, false};

constexpr StructField kFlagFields[] = {
    {"debug", "-d"},
    {"inspect", "-i"},
    {"interactive", "-i"},
    {"optimize", "-O or -OO"},
    {"dont_write_bytecode", "-B"},
    {"no_user_site", "-s"},
    {"no_site", "-S"},
    {"ignore_environment", "-E"},
    {"verbose", "-v"},
    {"bytes_warning", "-b"},
    {"quiet", "-q"},
    {"hash_randomization", "-R"},
    {"isolated", "-I"},
    {"dev_mode", "-X dev"},
    {"utf8_mode", "-X utf8"},
    {"warn_default_encoding", "-X warn_default_encoding"},
    {"safe_path", "-P"},
    {"int_max_str_digits", "-X int_max_str_digits"},
};
constexpr StructSequenceSpec kFlags{"sys.flags", "Command line options.", kFlagFields, 18, false};

constexpr StructField kFloatFields[] = {
    {"max", "largest finite float"},
    {"max_exp", "largest exponent of two"},
    {"max_10_exp", "largest exponent of ten"},
    {"min", "smallest normal float"},
    {"min_exp", "smallest exponent of two"},
    {"min_10_exp", "smallest exponent of ten"},
    {"dig", "decimal digits that survive"},
    {"mant_dig", "bits of the mantissa"},
    {"epsilon", "difference between 1.0 and the next float"},
    {"radix", "base of the exponent"},
    {"rounds", "rounding mode"},
};
constexpr StructSequenceSpec kFloatInfo{"sys.float_info", "How floats are made.", kFloatFields, 11};

constexpr StructField kIntFields[] = {
    {"bits_per_digit", "bits of a digit"},
    {"sizeof_digit", "bytes of a digit"},
    {"default_max_str_digits", "digits that str() and int() convert unless told otherwise"},
    {"str_digits_check_threshold", "the least limit that can be set"},
};
constexpr StructSequenceSpec kIntInfo{"sys.int_info", "How ints are made.", kIntFields, 4};

constexpr StructField kHashFields[] = {
    {"width", "bits of a hash"},
    {"modulus", "the prime of hashes of numbers"},
    {"inf", "hash of infinity"},
    {"nan", "not used"},
    {"imag", "factor of the imaginary part"},
    {"algorithm", "of str and bytes"},
    {"hash_bits", "bits of the algorithm"},
    {"seed_bits", "bits of its key"},
    {"cutoff", "length up to which another algorithm is used"},
};
constexpr StructSequenceSpec kHashInfo{"sys.hash_info", "How hashes are made.", kHashFields, 9};

constexpr StructField kThreadFields[] = {
    {"name", "the implementation of threads"},
    {"lock", "the implementation of locks"},
    {"version", "of the thread library"},
};
constexpr StructSequenceSpec kThreadInfo{"sys.thread_info", "How threads are made.", kThreadFields, 3};

using Values = std::vector<Ref<Value>>;

Ref<Value> make_sequence(Thread& thread, Type* type, const StructSequenceSpec& spec, const Values& values) {
    std::vector<Value> borrowed(values.begin(), values.end());
    return make_struct_sequence(thread, type, spec, borrowed);
}

Ref<Value> text(Thread& thread, const std::string& value) {
    return make_str(thread, value);
}
Ref<Value> number(int64_t value) {
    return Value::small_int(value);
}

Ref<Value> version_info(Thread& thread) {
    Type* type = native_type(thread.interp, kStructSequenceType<kVersionInfo>);
    Ref<Value> level = TRY(text(thread, "final"));
    return make_sequence(thread, type, kVersionInfo,
                         {number(kMajor), number(kMinor), number(kMicro), level, number(0)});
}

Ref<Value> flags(Thread& thread) {
    const InterpreterOptions& options = thread.interp.options;
    Type* type = native_type(thread.interp, kStructSequenceType<kFlags>);
    Values values;
    for (const StructField& field : kFlagFields) {
        std::string_view name = field.name;
        if (name == "optimize")
            values.push_back(number(options.optimize));
        else if (name == "dont_write_bytecode")
            values.push_back(number(options.dont_write_bytecode));
        else if (name == "no_site" || name == "no_user_site")
            values.push_back(number(1));
        else if (name == "hash_randomization")
            values.push_back(number(thread.interp.options.machine.of<RuntimeOptions>().hash_seed != 0));
        else if (name == "dev_mode" || name == "safe_path")
            values.push_back(Value::boolean(false));
        else if (name == "int_max_str_digits")
            values.push_back(number(thread.interp.max_str_digits));
        else
            values.push_back(number(0));
    }
    return make_sequence(thread, type, kFlags, values);
}

Ref<Value> float_info(Thread& thread) {
    Type* type = native_type(thread.interp, kStructSequenceType<kFloatInfo>);
    return make_sequence(
        thread, type, kFloatInfo,
        {Value::number(DBL_MAX), number(DBL_MAX_EXP), number(DBL_MAX_10_EXP), Value::number(DBL_MIN),
         number(DBL_MIN_EXP), number(DBL_MIN_10_EXP), number(DBL_DIG), number(DBL_MANT_DIG),
         Value::number(DBL_EPSILON), number(FLT_RADIX), number(1)});
}

Ref<Value> int_info(Thread& thread) {
    Type* type = native_type(thread.interp, kStructSequenceType<kIntInfo>);
    return make_sequence(thread, type, kIntInfo, {number(64), number(8), number(4300), number(640)});
}

Ref<Value> hash_info(Thread& thread) {
    Type* type = native_type(thread.interp, kStructSequenceType<kHashInfo>);
    Ref<Value> modulus = TRY(make_int(thread, (int64_t{1} << 61) - 1));
    Ref<Value> algorithm = TRY(text(thread, "siphash13"));
    return make_sequence(thread, type, kHashInfo,
                         {number(64), modulus, number(314159), number(0), number(1000003), algorithm,
                          number(64), number(128), number(0)});
}

Ref<Value> thread_info(Thread& thread) {
    Type* type = native_type(thread.interp, kStructSequenceType<kThreadInfo>);
    Ref<Value> name = TRY(text(thread, "pthread"));
    Ref<Value> lock = TRY(text(thread, "semaphore"));
    char version[64] = "";
    Ref<Value> shown = Value::none();
    if (confstr(_CS_GNU_LIBPTHREAD_VERSION, version, sizeof version) > 0) shown = TRY(text(thread, version));
    return make_sequence(thread, type, kThreadInfo, {name, lock, shown});
}

Ref<Value> implementation(Thread& thread, Value version) {
    Ref<Value> space = TRY(make_namespace(thread));
    auto set = [&](const char* name, Value value) -> Status {
        Ref<Str> key = TRY(intern(thread, name));
        return set_attribute(thread, space, key.get(), value);
    };
    Ref<Value> name = TRY(text(thread, "moult"));
    Ref<Value> tag = TRY(text(thread, "cpython-311"));
    Ref<Value> multiarch = TRY(text(thread, "x86_64-linux-gnu"));
    TRY(set("name", name));
    TRY(set("cache_tag", tag));
    TRY(set("version", version));
    TRY(set("hexversion", Value::small_int(kHexVersion)));
    TRY(set("_multiarch", multiarch));
    return space;
}

Ref<Value> module_names(Thread& thread) {
    Ref<List> names = TRY(make_list(thread));
    auto add = [&](const char* name) -> Status {
        Ref<Str> key = TRY(intern(thread, name));
        return list_append(thread, names.get(), key.value());
    };
    TRY(add("builtins"));
    TRY(add("sys"));
    for (const ModuleSpec* module : builtin_modules()) TRY(add(module->name));
    TRY(list_sort(thread, names.get(), Value::none(), false));
    return make_tuple(thread, names->span());
}

Ref<Value> stdlib_names(Thread& thread) {
    Ref<List> names = TRY(make_list(thread));
    for (const char* name : stdlib_module_names()) {
        Ref<Str> key = TRY(make_str(thread, name));
        TRY(list_append(thread, names.get(), key.value()));
    }
    return call(thread, thread.types().frozenset, {names.value()});
}

Ref<Value> list_of(Thread& thread, const std::vector<std::string>& items) {
    Ref<List> list = TRY(make_list(thread));
    for (const std::string& item : items) {
        Ref<Str> value = TRY(decode_argument(thread, item));
        TRY(list_append(thread, list.get(), value.value()));
    }
    return list;
}

}  // namespace

Status add_sys_information(Thread& thread, Dict* sys) {
    auto set = [&](const char* name, Value value) -> Status {
        Ref<Str> key = TRY(intern(thread, name));
        return dict_set_str(thread, sys, key.get(), value);
    };
    auto set_text = [&](const char* name, const std::string& value) -> Status {
        Ref<Str> content = TRY(decode_argument(thread, value));
        return set(name, content.value());
    };
    const InterpreterOptions& options = thread.interp.options;
    TRY(set_text("version", "3.11.2 (moult " MOULT_VERSION ") [Clang " __clang_version__ "]"));
    Ref<Value> version = TRY(version_info(thread));
    TRY(set("version_info", version));
    TRY(set("hexversion", Value::small_int(kHexVersion)));
    TRY(set("api_version", Value::small_int(1013)));
    Ref<Value> machine = TRY(implementation(thread, version));
    TRY(set("implementation", machine));
    TRY(set_text("copyright", "moult is free software; see the file LICENSE of its source."));
    TRY(set_text("platform", "linux"));
    TRY(set_text("byteorder", "little"));
    TRY(set_text("platlibdir", "lib"));
    TRY(set_text("abiflags", ""));
    TRY(set_text("float_repr_style", "short"));
    TRY(set_text("_framework", ""));
    TRY(set_text("_stdlib_dir", thread.interp.options.machine.of<RuntimeOptions>().stdlib));
    Ref<Value> max_size = TRY(make_int(thread, INT64_MAX));
    TRY(set("maxsize", max_size));
    TRY(set("maxunicode", Value::small_int(0x10ffff)));
    TRY(set("dont_write_bytecode", Value::boolean(options.dont_write_bytecode)));
    if (options.pycache_prefix.empty())
        TRY(set("pycache_prefix", Value::none()));
    else
        TRY(set_text("pycache_prefix", options.pycache_prefix));

    Ref<Value> arguments = TRY(list_of(thread, options.argv));
    TRY(set("argv", arguments));
    std::string executable = executable_path();
    std::vector<std::string> original = {executable};
    original.insert(original.end(), options.argv.begin(), options.argv.end());
    Ref<Value> original_list = TRY(list_of(thread, original));
    TRY(set("orig_argv", original_list));
    TRY(set_text("executable", executable));
    TRY(set_text("_base_executable", executable));
    for (const char* name : {"prefix", "exec_prefix", "base_prefix", "base_exec_prefix"})
        TRY(set_text(name, installation_prefix(executable)));

    struct Row {
        const char* name;
        Ref<Value> (*make)(Thread&);
    };
    constexpr Row kRows[] = {{"flags", flags},
                             {"float_info", float_info},
                             {"int_info", int_info},
                             {"hash_info", hash_info},
                             {"thread_info", thread_info},
                             {"builtin_module_names", module_names},
                             {"stdlib_module_names", stdlib_names}};
    for (const Row& row : kRows) {
        Ref<Value> value = TRY(row.make(thread));
        TRY(set(row.name, value));
    }
    TRY(set("modules", thread.interp.modules.value()));
    Ref<Value> warn_options = TRY(list_of(thread, options.warn_options));
    TRY(set("warnoptions", warn_options));
    for (const char* name : {"meta_path", "path_hooks"}) {
        Ref<List> list = TRY(make_list(thread));
        TRY(set(name, list.value()));
    }
    for (const char* name : {"path_importer_cache", "_xoptions"}) {
        Ref<Dict> dict = TRY(make_dict(thread));
        TRY(set(name, dict.value()));
    }
    return {};
}

}  // namespace moult
