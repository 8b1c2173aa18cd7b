// The table of watched objects and names.
#include "jit/watches.h"

#include "runtime/classes/function.h"
#include "runtime/model/type.h"

namespace moult::jit {

std::string describe(const Watched& watched) {
    Value object(watched.object);
    if (watched.name) return to_utf8(watched.name);
    if (is_exact<Function>(object)) return "function " + to_utf8(object.as<Function>()->qualname.get());
    if (auto* type = as_instance<Type>(object)) return "class " + to_utf8(type->qualname.get());
    return "the class of a " + to_utf8(watched.object->type()->name.get());
}

bool Watches::is_steady(const Watched& watched) const {
    auto names = objects_.find(watched.object);
    if (names == objects_.end()) return true;
    auto watch = names->second.find(watched.name);
    return watch == names->second.end() || watch->second.changes < kMostChanges;
}

void Watches::add(const Watched& watched) {
    auto [place, is_new] = objects_[watched.object].try_emplace(watched.name);
    if (!is_new) return;
    if (watched.name) incref(static_cast<Object*>(watched.name));
    watched.object->flags |= kWatched;
    ++added_;
}

void Watches::rely(uint32_t trace, const Watched& watched) {
    auto names = objects_.find(watched.object);
    if (names != objects_.end()) names->second[watched.name].traces.push_back(trace);
}

void Watches::changed(Watch& watch, bool recording, std::vector<uint32_t>* traces) {
    if (watch.traces.empty() && !recording) return;
    bool was_steady = watch.changes < kMostChanges;
    watch.changes += recording ? kMostChanges : 1;
    given_up_ += was_steady && watch.changes >= kMostChanges;
    traces->insert(traces->end(), watch.traces.begin(), watch.traces.end());
    watch.traces.clear();
}

std::vector<uint32_t> Watches::changed(const Object* object, const Str* name, bool recording) {
    std::vector<uint32_t> traces;
    auto names = objects_.find(object);
    if (names == objects_.end()) return traces;
    if (!name) {
        for (auto& [any, watch] : names->second) changed(watch, recording, &traces);
    } else if (auto watch = names->second.find(const_cast<Str*>(name)); watch != names->second.end()) {
        changed(watch->second, recording, &traces);
    }
    return traces;
}

void Watches::forget(const Object* object) {
    auto found = objects_.find(object);
    if (found == objects_.end()) return;
    Names names = std::move(found->second);
    objects_.erase(found);
    for (auto& [name, watch] : names)
        if (name) decref(static_cast<Object*>(name));
}

void Watches::clear() {
    for (auto& [object, names] : objects_) {
        const_cast<Object*>(object)->flags &= ~uint32_t{kWatched};
        for (auto& [name, watch] : names)
            if (name) decref(static_cast<Object*>(name));
    }
    objects_.clear();
}

}  // namespace moult::jit
