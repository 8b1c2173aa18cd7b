// co_lines(), co_positions() and replace() of code objects.
#include "runtime/objects/code_methods.h"

#include "runtime/strings/bytes.h"
#include "runtime/objects/code_locations.h"
#include "runtime/numbers/int.h"
#include "runtime/containers/list.h"
#include "runtime/operations.h"

namespace moult {

namespace {

enum : uint8_t { kKindLocal = 0x20, kKindCell = 0x40, kKindFree = 0x80 };  // bits of localspluskinds

Value number_or_none(int number) {
    if (number < 0) return Value::none();
    return Value::small_int(number);
}

// --- replace()

Status check_kind(Thread& thread, Value value, const char* name, bool matches, const char* wanted) {
    if (matches) return {};
    return raise_type_error(thread, "replace() argument '%s' must be %s, not %s", name, wanted,
                            value.is_none() ? "None" : type_name(thread, value));
}

Status take_number(Thread& thread, Value given, const char* name, int* field) {
    if (given.is_empty()) return {};
    int64_t number = TRY(index_as_int64(thread, given, thread.types().overflow_error));
    if (number > INT32_MAX || number < INT32_MIN)
        return raise_overflow_error(thread, "Python int too large to convert to C int");
    if (number < 0) return raise_value_error(thread, "%s must be a positive integer", name);
    *field = static_cast<int>(number);
    return {};
}
Status take_bytes(Thread& thread, Value given, const char* name, Ref<Value>* field) {
    if (given.is_empty()) return {};
    TRY(check_kind(thread, given, name, as_bytes(given), "bytes"));
    *field = share(Value(as_bytes(given)));
    return {};
}
Status take_str(Thread& thread, Value given, const char* name, Ref<Str>* field) {
    if (given.is_empty()) return {};
    TRY(check_kind(thread, given, name, as_str(given), "str"));
    *field = share(as_str(given));
    return {};
}
Status take_tuple(Thread& thread, Value given, const char* name, Ref<Tuple>* field) {
    if (given.is_empty()) return {};
    TRY(check_kind(thread, given, name, as_tuple(given), "tuple"));
    *field = share(as_tuple(given));
    return {};
}

Ref<Tuple> names_of_kind(Thread& thread, const Code* code, uint8_t kind) {
    const Bytes* kinds = code->localspluskinds.as<Bytes>();
    std::vector<Value> names;
    for (size_t i = 0; i < code->localsplusnames->length; ++i)
        if (kinds->data()[i] & kind) names.push_back(code->localsplusnames->items()[i]);
    return make_tuple(thread, std::span<const Value>(names));
}

// Names of a code object, interned as the compiler interns them.
Ref<Tuple> intern_names(Thread& thread, Tuple* names) {
    std::vector<Ref<Str>> kept;
    std::vector<Value> values;
    for (Value name : names->span()) {
        if (!as_str(name))
            return raise_type_error(thread, "name tuples must contain only strings, not '%s'",
                                    type_name(thread, name));
        kept.push_back(TRY(intern(thread, as_str(name))));
        values.push_back(kept.back().value());
    }
    return make_tuple(thread, std::span<const Value>(values));
}

bool contains_name(const Tuple* names, Value name) {
    for (Value item : names->span())
        if (item == name) return true;
    return false;
}

// Joins variables, cells and free variables into the code object's one table of names and their kinds.
Status join_names(Thread& thread, CodeParts* parts, Tuple* variables, Tuple* cells, Tuple* free) {
    std::vector<Value> names;
    std::string kinds;
    for (Value name : variables->span()) {
        names.push_back(name);
        kinds += static_cast<char>(kKindLocal | (contains_name(cells, name) ? kKindCell : 0));
    }
    for (Value name : cells->span()) {
        if (contains_name(variables, name)) continue;
        names.push_back(name);
        kinds += static_cast<char>(kKindCell);
    }
    for (Value name : free->span()) {
        names.push_back(name);
        kinds += static_cast<char>(kKindFree);
    }
    parts->localsplusnames = TRY(make_tuple(thread, std::span<const Value>(names)));
    parts->localspluskinds = TRY(Ref<Value>(make_bytes(thread, kinds)));
    return {};
}

}  // namespace

Ref<Value> code_lines_method(Thread& thread, Args args) {
    Ref<List> lines = TRY(make_list(thread));
    LocationWalker walker(args[0].as<Code>());
    for (LocationEntry entry; walker.next(&entry);) {
        Ref<Tuple> line = TRY(make_tuple(thread, {Value::small_int(entry.begin), Value::small_int(entry.end),
                                                  number_or_none(entry.position.line)}));
        TRY(list_append(thread, lines.get(), line.value()));
    }
    return get_iterator(thread, lines.value());
}

Ref<Value> code_positions_method(Thread& thread, Args args) {
    Ref<List> positions = TRY(make_list(thread));
    LocationWalker walker(args[0].as<Code>());
    for (LocationEntry entry; walker.next(&entry);) {
        const SourcePosition& at = entry.position;
        Ref<Tuple> position =
            TRY(make_tuple(thread, {number_or_none(at.line), number_or_none(at.end_line),
                                    number_or_none(at.column), number_or_none(at.end_column)}));
        for (uint32_t offset = entry.begin; offset < entry.end; offset += 2)
            TRY(list_append(thread, positions.get(), position.value()));
    }
    return get_iterator(thread, positions.value());
}

// The parameters stand in the order of the signature in code_type.cpp.
Ref<Value> code_replace_method(Thread& thread, Args args) {
    auto* code = args[0].as<Code>();
    CodeParts parts{code->argcount,        code->posonlyargcount, code->kwonlyargcount, code->stacksize,
                    code->firstlineno,     code->flags,           code->wordcode_bytes, code->localspluskinds,
                    code->linetable,       code->exceptiontable,  code->consts,         code->names,
                    code->localsplusnames, code->filename,        code->name,           code->qualname};
    int nlocals = code->nlocals, flags = static_cast<int>(code->flags);
    TRY(take_number(thread, args[1], "co_argcount", &parts.argcount));
    TRY(take_number(thread, args[2], "co_posonlyargcount", &parts.posonlyargcount));
    TRY(take_number(thread, args[3], "co_kwonlyargcount", &parts.kwonlyargcount));
    TRY(take_number(thread, args[4], "co_nlocals", &nlocals));
    TRY(take_number(thread, args[5], "co_stacksize", &parts.stacksize));
    TRY(take_number(thread, args[6], "co_flags", &flags));
    parts.flags = static_cast<uint32_t>(flags);
    TRY(take_number(thread, args[7], "co_firstlineno", &parts.firstlineno));
    TRY(take_bytes(thread, args[8], "co_code", &parts.wordcode));
    TRY(take_tuple(thread, args[9], "co_consts", &parts.consts));
    TRY(take_tuple(thread, args[10], "co_names", &parts.names));
    parts.names = TRY(intern_names(thread, parts.names.get()));
    Ref<Tuple> variables = TRY(names_of_kind(thread, code, kKindLocal));
    Ref<Tuple> cells = TRY(names_of_kind(thread, code, kKindCell));
    Ref<Tuple> free = TRY(names_of_kind(thread, code, kKindFree));
    TRY(take_tuple(thread, args[11], "co_varnames", &variables));
    TRY(take_tuple(thread, args[12], "co_freevars", &free));
    TRY(take_tuple(thread, args[13], "co_cellvars", &cells));
    variables = TRY(intern_names(thread, variables.get()));
    cells = TRY(intern_names(thread, cells.get()));
    free = TRY(intern_names(thread, free.get()));
    TRY(take_str(thread, args[14], "co_filename", &parts.filename));
    TRY(take_str(thread, args[15], "co_name", &parts.name));
    TRY(take_str(thread, args[16], "co_qualname", &parts.qualname));
    TRY(take_bytes(thread, args[17], "co_linetable", &parts.linetable));
    TRY(take_bytes(thread, args[18], "co_exceptiontable", &parts.exceptiontable));
    size_t parameters = static_cast<size_t>(parts.argcount) + static_cast<size_t>(parts.kwonlyargcount) +
                        ((parts.flags & kCodeVarArgs) ? 1 : 0) + ((parts.flags & kCodeVarKeywords) ? 1 : 0);
    if (args[4].is_empty() && !args[11].is_empty() && variables->length != static_cast<size_t>(nlocals))
        nlocals = static_cast<int>(variables->length);
    if (static_cast<size_t>(nlocals) != variables->length)
        return raise_value_error(thread, "code: co_nlocals != len(co_varnames)");
    if (parameters > variables->length) return raise_value_error(thread, "code: co_varnames is too small");
    if (as_bytes(parts.wordcode)->length % 2 != 0)
        return raise_value_error(thread, "code: co_code is malformed");
    TRY(join_names(thread, &parts, variables.get(), cells.get(), free.get()));
    return make_code(thread, std::move(parts));
}

}  // namespace moult
