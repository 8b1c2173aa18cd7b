// What the files of the module sys share.
#pragma once

#include <string>

#include "runtime/containers/dict.h"
#include "runtime/state/thread.h"

namespace moult {

// Constants, paths and lists.
Status add_sys_information(Thread&, Dict* sys);

// Functions for event loops.
Status add_sys_coroutine_functions(Thread&, Dict* sys);

// An argument or file name of the system as a str (undecodable bytes become lone surrogates).
Ref<Str> decode_argument(Thread&, const std::string& bytes);
std::string executable_path();
std::string installation_prefix(const std::string& executable);

}  // namespace moult
