// posix: the system's interface, which the library's module os shows. Its parts are the other files of this room.
#include "modules/posix/posix.h"
#include "runtime/classes/function.h"
#include "runtime/objects/module_registry.h"

namespace moult::posix {

namespace {

Status init_posix(Thread& thread, Module* module) {
    Ref<Str> name = TRY(intern(thread, "posix"));
    for (const Part* part :
         {&kStatPart, &kFilesPart, &kFoldersPart, &kScandirPart, &kProcessPart, &kSpawnPart, &kIdentityPart,
          &kSystemPart, &kConstantsPart, &kVectorsPart, &kSchedulingPart, &kTerminalsPart}) {
        for (const MethodDef& def : part->functions) {
            Ref<Str> key = TRY(intern(thread, def.name()));
            Ref<NativeFunction> function =
                TRY(make_native_function(thread, &def, Value::empty(), name.value()));
            TRY(dict_set_str(thread, module->dict.get(), key.get(), function.value()));
        }
        if (part->init) TRY(part->init(thread, module));
    }
    return {};
}

}  // namespace

constexpr ModuleSpec kPosixModule = {
    .name = "posix",
    .doc =
        "This module provides access to operating system functionality that is\n"
        "standardized by the C Standard and the POSIX standard (a thinly\n"
        "disguised Unix interface).  Refer to the library manual and\n"
        "corresponding Unix manual entries for more information on calls.",
    .init = init_posix,
};
MOULT_MODULE(kPosixModule);

}  // namespace moult::posix
