// See import_turns.h.
#include "interp/import/import_turns.h"

#include <algorithm>

#include "interp/eval.h"
#include "interp/registry.h"
#include "runtime/threads/threads.h"

namespace moult {

namespace {

std::vector<ImportUnderWay>& imports_of(Thread& thread) {
    return interp::machine_of(thread).imports;
}

// The other thread that imports the module; null: none does.
Thread* importer(Thread& thread, const Str* name) {
    for (const ImportUnderWay& import : imports_of(thread))
        if (import.thread != &thread && str_equal(import.name.get(), name)) return import.thread;
    return nullptr;
}

bool waits_for(const Thread* waiting, const Thread& thread) {
    for (; waiting; waiting = waiting->awaited)
        if (waiting == &thread) return true;
    return false;
}

}  // namespace

Status wait_for_import(Thread& thread, Str* name) {
    while (Thread* other = importer(thread, name)) {
        if (waits_for(other, thread)) return {};
        thread.awaited = other;
        thread.interp.threads->wait(thread);
        thread.awaited = nullptr;
        TRY(interp::handle_signals(thread));
    }
    return {};
}

ImportTurn::ImportTurn(Thread& thread, Str* name) : thread_(thread), name_(name) {
    imports_of(thread).push_back({share(name), &thread});
}
ImportTurn::~ImportTurn() {
    auto& imports = imports_of(thread_);
    auto own = std::find_if(imports.rbegin(), imports.rend(), [this](const ImportUnderWay& import) {
        return import.thread == &thread_ && import.name.get() == name_;
    });
    Ref<Str> name = std::move(own->name);
    imports.erase(std::next(own).base());
    if (thread_.interp.threads->count() > 1) thread_.interp.threads->gil().notify();
}

}  // namespace moult
