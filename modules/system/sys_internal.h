// What the files of the module sys share.
#pragma once

#include <span>
#include <string>

#include "runtime/containers/dict.h"
#include "runtime/state/thread.h"

namespace moult {

// Constants, paths and lists.
Status add_sys_information(Thread&, Dict* sys);

Status add_functions(Thread&, Dict* sys, std::span<const MethodDef>);
// Functions for event loops.
Status add_sys_coroutine_functions(Thread&, Dict* sys);

// Functions about threads.
Status add_sys_thread_functions(Thread&, Dict* sys);

// The exception that is being handled in a thread: itself, borrowed, or None; and as sys.exc_info() gives it.
Value handled_exception(const Thread&);
Ref<Value> handled_exception_info(Thread&, const Thread& of);

// An argument or file name of the system as a str (undecodable bytes become lone surrogates).
Ref<Str> decode_argument(Thread&, const std::string& bytes);
std::string executable_path();
std::string installation_prefix(const std::string& executable);

}  // namespace moult
