// The trace tier as the command sees it. A build without it has the same functions, which do nothing.
#pragma once

#include <string>

namespace moult {
struct Interpreter;
struct Thread;
}  // namespace moult

namespace moult::cli {

// When the interpreter's options ask for it.
void install_traces(Interpreter&);
// At the program's end, before the interpreter is torn down: statistics if asked for, and the end of all
// traces.
void end_traces(Thread&);
// Whether the tier's own thread still compiles, which nothing waits for: static objects must not be destroyed then.
bool is_compiling(Thread&);
// What `moult traces` prints.
std::string describe_traces(Thread&);

}  // namespace moult::cli
