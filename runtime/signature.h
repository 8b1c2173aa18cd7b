// Signature: what call_native needs to know of a native function beyond its MethodDef: names and defaults of
// the parameters. Parsed on first need.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runtime/native.h"
#include "runtime/objects/str.h"

namespace moult {

struct Signature {
    struct Parameter {
        Ref<Str> name;
        Ref<Value> value;  // the default; empty when there is none, or none that Python could show
        bool has_default = false;
    };
    // In the order of the row that the function gets: positional ones, then keyword-only ones.
    std::vector<Parameter> parameters;
    bool has_self = false;  // the first parameter is the object or class of a method
};

// Null: MemoryError.
std::unique_ptr<Signature> parse_signature(Thread&, const MethodDef&);
// Whether the first parameter is self, cls, ... : what inspect does not show.
bool takes_self(const MethodDef&);
// __text_signature__: "($self, object, /)", "($module, x, /)".
std::string text_signature(const MethodDef&);

}  // namespace moult
