// Construction of code objects.
#include <algorithm>
#include <cstring>
#include <new>

#include "runtime/classes/function.h"
#include "runtime/operations/allocate.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"

namespace moult {

Ref<Code> make_code(Thread& thread, CodeParts parts) {
    const Bytes* wordcode = parts.wordcode.as<Bytes>();
    auto* copy = static_cast<uint8_t*>(thread.heap.allocate(wordcode->length ? wordcode->length : 1));
    if (!copy) return raise_out_of_memory(thread);
    std::memcpy(copy, wordcode->data(), wordcode->length);
    Ref<Code> code = new_object<Code>(thread, thread.types().code);
    if (!code) {
        thread.heap.free(copy);
        return kError;
    }
    code->wordcode = copy;
    code->wordcode_size = wordcode->length;
    code->argcount = parts.argcount;
    code->posonlyargcount = parts.posonlyargcount;
    code->kwonlyargcount = parts.kwonlyargcount;
    code->stacksize = parts.stacksize;
    code->flags = parts.flags;
    code->firstlineno = parts.firstlineno;
    // localsplus is: locals, cells that are no locals, free variables.
    code->nlocals = code->ncells = code->nfrees = 0;
    for (char kind : parts.localspluskinds.as<Bytes>()->view()) {
        if (kind & 0x20) ++code->nlocals;
        if (kind & 0x40) ++code->ncells;
        if (static_cast<uint8_t>(kind) & 0x80) ++code->nfrees;
    }
    code->wordcode_bytes = std::move(parts.wordcode);
    code->consts = std::move(parts.consts);
    code->names = std::move(parts.names);
    code->localsplusnames = std::move(parts.localsplusnames);
    code->localspluskinds = std::move(parts.localspluskinds);
    code->filename = std::move(parts.filename);
    code->name = std::move(parts.name);
    code->qualname = std::move(parts.qualname);
    code->linetable = std::move(parts.linetable);
    code->exceptiontable = std::move(parts.exceptiontable);
    code->executable = nullptr;
    code->functions_made = 0;
    code->verified = false;
    for (Tuple* part : {code->consts.get(), code->names.get(), code->localsplusnames.get()})
        leave_out_atomic_tuple(thread.heap.side_table(), part);
    return code;
}

namespace {

enum : uint8_t { kKindLocal = 0x20, kKindCell = 0x40, kKindFree = 0x80 };  // bits of localspluskinds

bool are_complete(const CodeParts& parts) {
    return parts.argcount >= parts.posonlyargcount && parts.posonlyargcount >= 0 &&
           parts.kwonlyargcount >= 0 && parts.stacksize >= 0 && parts.flags <= INT32_MAX &&
           as_bytes(parts.wordcode) && parts.consts && parts.names && parts.localsplusnames &&
           as_bytes(parts.localspluskinds) &&
           parts.localsplusnames->length == as_bytes(parts.localspluskinds)->length && parts.filename &&
           parts.name && parts.qualname && as_bytes(parts.linetable) && as_bytes(parts.exceptiontable);
}

// Locals, then cells that are no locals, then free variables; each is one of these.
bool are_kinds_in_order(std::string_view kinds) {
    int stage = 0;
    for (char c : kinds) {
        auto kind = static_cast<uint8_t>(c);
        int its_stage = kind & kKindLocal ? 0 : kind == kKindCell ? 1 : 2;
        bool known =
            kind == kKindLocal || kind == (kKindLocal | kKindCell) || kind == kKindCell || kind == kKindFree;
        if (!known || its_stage < stage) return false;
        stage = its_stage;
    }
    return true;
}

// The same names interned, as the compiler interns them.
Ref<Tuple> intern_names(Thread& thread, Ref<Tuple> names) {
    bool interned = true;
    for (Value name : names->span()) {
        if (!as_str(name)) return raise_system_error(thread, "non-string found in code slot");
        interned &= is_exact<Str>(name) && name.as<Str>()->is_interned();
    }
    if (interned) return names;
    Ref<Tuple> copy = TRY(allocate_tuple(thread, names->length));
    std::fill_n(copy->items(), copy->length, Value::none());
    for (size_t i = 0; i < names->length; ++i)
        copy->items()[i] = Value(TRY(intern(thread, as_str(names->items()[i]))).release());
    return copy;
}

}  // namespace

Ref<Code> make_checked_code(Thread& thread, CodeParts parts, int nlocals) {
    if (!are_complete(parts)) return raise_system_error(thread, "code: bad argument to internal function");
    if (as_bytes(parts.wordcode)->length > INT32_MAX)
        return raise_overflow_error(thread, "code: co_code larger than INT_MAX");
    if (as_bytes(parts.wordcode)->length % 2 != 0)
        return raise_value_error(thread, "code: co_code is malformed");
    std::string_view kinds = as_bytes(parts.localspluskinds)->view();
    if (!are_kinds_in_order(kinds)) return raise_value_error(thread, "code: co_localspluskinds is malformed");
    int64_t parameters = int64_t{parts.argcount} + parts.kwonlyargcount +
                         ((parts.flags & kCodeVarArgs) != 0) + ((parts.flags & kCodeVarKeywords) != 0);
    int64_t locals = 0;
    for (char kind : kinds) locals += (kind & kKindLocal) != 0;
    if (parameters > locals) return raise_value_error(thread, "code: co_varnames is too small");
    if (nlocals >= 0 && nlocals != locals)
        return raise_value_error(thread, "code: co_nlocals != len(co_varnames)");
    parts.names = TRY(intern_names(thread, std::move(parts.names)));
    parts.localsplusnames = TRY(intern_names(thread, std::move(parts.localsplusnames)));
    return make_code(thread, std::move(parts));
}

}  // namespace moult
