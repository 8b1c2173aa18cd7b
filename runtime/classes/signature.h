// Signature: what call_native needs to know of a native function beyond its MethodDef: names and defaults of
// the parameters. Parsed on first need.
#pragma once

#include <span>
#include <string>

#include "runtime/model/native.h"
#include "runtime/strings/str.h"

namespace moult {

struct Signature {
    struct Parameter {
        Ref<Str> name;
        Ref<Value> value;  // the default; empty when there is none, or none that Python could show
        bool has_default = false;
    };
    uint32_t count = 0;
    bool has_self = false;  // the first parameter is the object or class of a method
    // The parameters follow, in the order of the row that the function gets: positional ones, then
    // keyword-only ones.
    std::span<Parameter> parameters() { return {reinterpret_cast<Parameter*>(this + 1), count}; }
    std::span<const Parameter> parameters() const {
        return {reinterpret_cast<const Parameter*>(this + 1), count};
    }
};
static_assert(sizeof(Signature) == 8 && alignof(Signature::Parameter) == 8);

// Memory of the interpreter's heap; null: MemoryError.
Signature* parse_signature(Thread&, const SignatureText&);
void free_signature(Heap&, Signature*);  // null is ignored
// Whether the first parameter is self, cls, ... : what inspect does not show.
bool takes_self(const SignatureText&);
// __text_signature__: "($self, object, /)", "($module, x, /)".
std::string text_signature(const SignatureText&);
// A type's __text_signature__: "(iterable, start=0)".
std::string constructor_signature(const SignatureText&);

}  // namespace moult
