// Whose turn it is to import a module: one thread at a time runs a module's code, and the others wait until it is
// complete. Two that would wait for each other do not: one of them sees a module that is not complete, as in CPython.
#pragma once

#include <vector>

#include "runtime/state/thread.h"
#include "runtime/strings/str.h"

namespace moult {

// Of one interpreter (Machine::imports).
struct ImportUnderWay {
    Ref<Str> name;
    Thread* thread;
};

// Waits while another thread imports the module. Fails with what the handler of a signal raises. O(modules under way).
Status wait_for_import(Thread&, Str* name);

// The thread imports the module while this lives; after wait_for_import().
class ImportTurn {
  public:
    ImportTurn(Thread&, Str* name);
    ~ImportTurn();
    ImportTurn(const ImportTurn&) = delete;
    ImportTurn& operator=(const ImportTurn&) = delete;

  private:
    Thread& thread_;
    Str* name_;
};

}  // namespace moult
