// The modules written in C++, each declared by its ModuleSpec. The importer makes them on first import.
#pragma once

#include "runtime/objects/module.h"

namespace moult {

extern const ModuleSpec kAstModule;
extern const ModuleSpec kGcModule;
extern const ModuleSpec kMarshalModule;
extern const ModuleSpec kMathModule;
extern const ModuleSpec kTimeModule;
extern const ModuleSpec kWarningsModule;
extern const ModuleSpec kWeakrefModule;

}  // namespace moult
