// Construction of code objects.
#include <cstring>
#include <new>

#include "runtime/allocate.h"
#include "runtime/strings/bytes.h"
#include "runtime/objects/function.h"

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
    code->version = 0;
    return code;
}

}  // namespace moult
