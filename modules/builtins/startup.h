// Bringing an interpreter to life around its main program, and its end.
#pragma once

#include "runtime/state/thread.h"

namespace moult {

// Makes the modules builtins and sys with the standard streams. The interpreter layer must be installed.
// Failure: the exception is on the thread.
Status initialize_builtins(Thread&);

// Waits for the threads that are no daemons, as threading._shutdown() does. Before finalize().
void wait_for_threads(Thread&);

// The end, in CPython's order: functions registered with atexit, output flushed, modules cleared so that
// finalizers run while builtins and sys still work. Nothing of Python may run afterwards. Returns false when
// sys.stdout could not be flushed (the command exits with 120 then, unless it failed anyway).
bool finalize(Thread&);

// Ends the process as its last exception demands: after KeyboardInterrupt (kExitInterrupted) by the signal
// itself, so that shells see an interrupted program. Returns the code for all others.
int exit_as_signalled(int exit_code);

}  // namespace moult
