// Code objects from the parts that Python gives: replace() and types.CodeType().
#include <array>

#include "runtime/containers/list.h"
#include "runtime/numbers/int.h"
#include "runtime/objects/code_methods.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"

namespace moult {

namespace {

// One argument: its value, and how messages call it.
struct Argument {
    Value value;  // empty: not given
    std::string shown;
};

Status check_kind(Thread& thread, const Argument& argument, bool matches, const char* wanted) {
    if (matches) return {};
    return raise_type_error(thread, "%s must be %s, not %s", argument.shown.c_str(), wanted,
                            argument.value.is_none() ? "None" : type_name(thread, argument.value));
}

Status take_number(Thread& thread, const Argument& argument, int* field) {
    if (argument.value.is_empty()) return {};
    int64_t number = TRY(index_as_int64(thread, argument.value, thread.types().overflow_error));
    if (number > INT32_MAX || number < INT32_MIN)
        return raise_overflow_error(thread, "Python int too large to convert to C int");
    *field = static_cast<int>(number);
    return {};
}
Status take_bytes(Thread& thread, const Argument& argument, Ref<Value>* field) {
    if (argument.value.is_empty()) return {};
    TRY(check_kind(thread, argument, as_bytes(argument.value), "bytes"));
    *field = share(Value(as_bytes(argument.value)));
    return {};
}
Status take_str(Thread& thread, const Argument& argument, Ref<Str>* field) {
    if (argument.value.is_empty()) return {};
    TRY(check_kind(thread, argument, as_str(argument.value), "str"));
    *field = share(as_str(argument.value));
    return {};
}
Status take_tuple(Thread& thread, const Argument& argument, Ref<Tuple>* field) {
    if (argument.value.is_empty()) return {};
    TRY(check_kind(thread, argument, as_tuple(argument.value), "tuple"));
    *field = share(as_tuple(argument.value));
    return {};
}

bool contains_name(const Tuple* names, Value name) {
    for (Value item : names->span())
        if (item == name || (as_str(item) && as_str(name) && str_equal(as_str(item), as_str(name))))
            return true;
    return false;
}

// The parts of a code object in the order of CodeType's parameters. All names are in tables of their own.
struct CodeFields {
    CodeParts parts;
    int nlocals = 0, flags = 0;
    Ref<Tuple> variables, cells, free;

    Status take(Thread& thread, std::span<const Argument> arguments) {
        const Argument* next = arguments.data();
        TRY(take_number(thread, *next++, &parts.argcount));
        TRY(take_number(thread, *next++, &parts.posonlyargcount));
        TRY(take_number(thread, *next++, &parts.kwonlyargcount));
        TRY(take_number(thread, *next++, &nlocals));
        TRY(take_number(thread, *next++, &parts.stacksize));
        TRY(take_number(thread, *next++, &flags));
        TRY(take_bytes(thread, *next++, &parts.wordcode));
        TRY(take_tuple(thread, *next++, &parts.consts));
        TRY(take_tuple(thread, *next++, &parts.names));
        TRY(take_tuple(thread, *next++, &variables));
        TRY(take_str(thread, *next++, &parts.filename));
        TRY(take_str(thread, *next++, &parts.name));
        TRY(take_str(thread, *next++, &parts.qualname));
        TRY(take_number(thread, *next++, &parts.firstlineno));
        TRY(take_bytes(thread, *next++, &parts.linetable));
        TRY(take_bytes(thread, *next++, &parts.exceptiontable));
        TRY(take_tuple(thread, *next++, &free));
        TRY(take_tuple(thread, *next++, &cells));
        parts.flags = static_cast<uint32_t>(flags);
        return {};
    }

    // Joins variables, cells and free variables into the code object's one table of names and their kinds.
    Ref<Code> make(Thread& thread) {
        std::vector<Value> names;
        std::string kinds;
        for (Value name : variables->span()) {
            names.push_back(name);
            kinds +=
                static_cast<char>(kCodeNameLocal | (contains_name(cells.get(), name) ? kCodeNameCell : 0));
        }
        for (Value name : cells->span()) {
            if (contains_name(variables.get(), name)) continue;
            names.push_back(name);
            kinds += static_cast<char>(kCodeNameCell);
        }
        for (Value name : free->span()) {
            names.push_back(name);
            kinds += static_cast<char>(kCodeNameFree);
        }
        parts.localsplusnames = TRY(make_tuple(thread, std::span<const Value>(names)));
        parts.localspluskinds = TRY(Ref<Value>(make_bytes(thread, kinds)));
        return make_checked_code(thread, std::move(parts), nlocals);
    }
};

constexpr size_t kFieldCount = 18;
// The names that replace() has for them.
constexpr std::array<const char*, kFieldCount> kFieldNames = {
    "co_argcount",  "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals",
    "co_stacksize", "co_flags",           "co_code",           "co_consts",
    "co_names",     "co_varnames",        "co_filename",       "co_name",
    "co_qualname",  "co_firstlineno",     "co_linetable",      "co_exceptiontable",
    "co_freevars",  "co_cellvars"};
// Where the parameters of replace(), in the order of its signature in code_type.cpp, stand in that order.
constexpr std::array<uint8_t, kFieldCount> kReplaceOrder = {0, 1, 2,  3,  4,  5,  13, 6,  7,
                                                            8, 9, 16, 17, 10, 11, 12, 14, 15};

Status check_names(Thread& thread, const Tuple* names) {
    for (Value name : names->span())
        if (!as_str(name))
            return raise_type_error(thread, "name tuples must contain only strings, not '%s'",
                                    type_name(thread, name));
    return {};
}

}  // namespace

Ref<Tuple> code_names_of_kind(Thread& thread, const Code* code, CodeNameKind kind) {
    const Bytes* kinds = code->localspluskinds.as<Bytes>();
    std::vector<Value> names;
    for (size_t i = 0; i < code->localsplusnames->length; ++i)
        if (kinds->data()[i] & kind) names.push_back(code->localsplusnames->items()[i]);
    return make_tuple(thread, std::span<const Value>(names));
}

Ref<Value> code_replace_method(Thread& thread, Args args) {
    auto* code = args[0].as<Code>();
    CodeFields fields{CodeParts{code->argcount, code->posonlyargcount, code->kwonlyargcount, code->stacksize,
                                code->firstlineno, code->flags, code->wordcode_bytes, code->localspluskinds,
                                code->linetable, code->exceptiontable, code->consts, code->names,
                                code->localsplusnames, code->filename, code->name, code->qualname},
                      code->nlocals,
                      static_cast<int>(code->flags),
                      TRY(code_names_of_kind(thread, code, kCodeNameLocal)),
                      TRY(code_names_of_kind(thread, code, kCodeNameCell)),
                      TRY(code_names_of_kind(thread, code, kCodeNameFree))};
    std::array<Argument, kFieldCount> arguments;
    for (size_t i = 0; i < kFieldCount; ++i) {
        const char* name = kFieldNames[kReplaceOrder[i]];
        arguments[kReplaceOrder[i]] = {args[i + 1], std::string("replace() argument '") + name + "'"};
    }
    TRY(fields.take(thread, arguments));
    const std::pair<const char*, int> kNumbers[] = {{"co_argcount", fields.parts.argcount},
                                                    {"co_posonlyargcount", fields.parts.posonlyargcount},
                                                    {"co_kwonlyargcount", fields.parts.kwonlyargcount},
                                                    {"co_nlocals", fields.nlocals},
                                                    {"co_stacksize", fields.parts.stacksize},
                                                    {"co_flags", fields.flags},
                                                    {"co_firstlineno", fields.parts.firstlineno}};
    for (auto [name, number] : kNumbers)
        if (number < 0) return raise_value_error(thread, "%s must be a positive integer", name);
    return fields.make(thread);
}

Ref<Value> code_make(Thread& thread, Type*, Args args) {
    CodeFields fields;
    std::array<Argument, kFieldCount> arguments;
    for (size_t i = 0; i < kFieldCount; ++i)
        arguments[i] = {args[i], "code() argument " + std::to_string(i + 1)};
    TRY(fields.take(thread, arguments));
    const std::pair<const char*, int> kCounts[] = {{"argcount", fields.parts.argcount},
                                                   {"posonlyargcount", fields.parts.posonlyargcount},
                                                   {"kwonlyargcount", fields.parts.kwonlyargcount},
                                                   {"nlocals", fields.nlocals}};
    for (auto [name, number] : kCounts)
        if (number < 0) return raise_value_error(thread, "code: %s must not be negative", name);
    for (const Ref<Tuple>* names : {&fields.parts.names, &fields.variables, &fields.free, &fields.cells})
        TRY(check_names(thread, names->get()));
    return fields.make(thread);
}

}  // namespace moult
