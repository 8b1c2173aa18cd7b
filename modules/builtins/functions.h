// The tables of builtin functions, by subject; builtins_module.cpp joins them. Knows nothing of imports and
// start-up.
#pragma once

#include <span>

#include "runtime/model/native.h"

namespace moult {

std::span<const MethodDef> number_functions();  // abs, divmod, pow, round, sum, min, max, hash, bin, chr, ...
std::span<const MethodDef> object_functions();  // getattr, isinstance, dir, vars, id, repr, callable, ...
std::span<const MethodDef> iteration_functions();  // all, any, iter, next, sorted, len, aiter, anext
std::span<const MethodDef>
code_functions();  // compile, eval, exec, globals, locals, __build_class__, __import__
std::span<const MethodDef> stream_functions();  // print, input, open

// __build_class__(function, name, *bases, metaclass, **keywords)
Ref<Value> build_class(Thread&, Args);

}  // namespace moult
