// See local.h. Each object keeps a dict per thread, and each thread notes the objects that have one for it, so that a
// dict dies with whichever of the two ends first.
#include "modules/threads/local.h"

#include <algorithm>
#include <vector>

#include "runtime/containers/spread_arguments.h"
#include "runtime/gc/aside.h"
#include "runtime/operations/native_type.h"
#include "runtime/operations/operations.h"
#include "runtime/state/names.h"
#include "runtime/state/thread.h"
#include "runtime/state/types.h"

namespace moult {

namespace {

struct Local : Object {
    struct Share {
        Thread* thread;
        Value dict;  // owned
    };
    // What __init__ of a subclass gets in each thread.
    Value arguments, keywords;
    std::vector<Share>* shares;

    static constexpr auto kFields = fields<&Local::arguments, &Local::keywords>;
    static void visit(Local& self, Visitor& visitor) {
        if (self.shares)
            for (Share& share : *self.shares) visitor.visit(share.dict);
    }
    static void release(Interpreter&, Local& self);
    static void clear(Interpreter&, Local& self);
    static Ref<Value> make(Thread&, Type*, Args);
};

// The thread ends, or the object.
void forget_local(Thread& thread, Object* object) {
    auto& self = *static_cast<Local*>(object);
    if (!self.shares) return;
    auto found = std::find_if(self.shares->begin(), self.shares->end(),
                              [&](const Local::Share& share) { return share.thread == &thread; });
    if (found == self.shares->end()) return;
    Value dict = found->dict;
    self.shares->erase(found);
    decref(dict);
}

void forget_all(Local& self) {
    std::vector<Local::Share>* shares = std::exchange(self.shares, nullptr);
    if (!shares) return;
    for (Local::Share& share : *shares) {
        std::erase_if(share.thread->at_end,
                      [&](const Thread::AtEnd& entry) { return entry.object == &self; });
        decref(share.dict);
    }
    delete shares;
}

// This thread's attributes, made by its first access: a subclass' __init__ runs then.
Ref<Dict> dict_of(Thread& thread, Local& self) {
    if (!self.shares) self.shares = new std::vector<Local::Share>;
    for (Local::Share& entry : *self.shares)
        if (entry.thread == &thread) return share(entry.dict.as<Dict>());
    Ref<Dict> dict = TRY(make_dict(thread));
    self.shares->push_back({&thread, share(dict.value()).release()});
    thread.at_end.push_back({forget_local, &self});
    InitSlot init = self.type()->slots.init;
    if (init == thread.types().object->slots.init || self.arguments.is_empty()) return dict;
    Ref<Value> keep = share(Value(&self));
    SpreadArguments spread;
    Status status = spread.set(thread, self.arguments.as<Tuple>()->span(), self.keywords);
    if (status.ok()) status = init(thread, Value(&self), spread.args());
    if (!status.ok()) {
        Aside aside(thread);
        std::erase_if(thread.at_end, [&](const Thread::AtEnd& entry) { return entry.object == &self; });
        forget_local(thread, &self);
        return kError;
    }
    return dict;
}

Ref<Value> local_get(Thread& thread, Value self, Str* name) {
    Ref<Dict> dict = TRY(dict_of(thread, *self.as<Local>()));
    if (name == thread.interp.names().__dict__) return dict;
    return get_attribute_with(thread, self, name, dict.get());
}
Status local_set(Thread& thread, Value self, Str* name, Value value) {
    if (name == thread.interp.names().__dict__)
        return raise_attribute_error(thread, self, name, "'%s' object attribute '__dict__' is read-only",
                                     type_name(thread, self));
    Ref<Dict> dict = TRY(dict_of(thread, *self.as<Local>()));
    return set_attribute_with(thread, self, name, value, dict.get());
}

}  // namespace

Ref<Value> Local::make(Thread& thread, Type* type, Args args) {
    if (type->slots.init == thread.types().object->slots.init) {
        bool has_keywords = args[0].is_object() && args[0].as<Dict>()->length > 0;
        if (args.rest_count > 0 || has_keywords)
            return raise_type_error(thread, "Initialization arguments are not supported");
    }
    Ref<Tuple> arguments = TRY(make_tuple(thread, args.rest()));
    Ref<Local> self = TRY(new_instance<Local>(thread, type));
    self->arguments = arguments.release();
    self->keywords = share(args[0]).release();
    self->shares = new std::vector<Share>;
    // The thread that makes it runs __init__ by making it.
    Ref<Dict> dict = TRY(make_dict(thread));
    self->shares->push_back({&thread, dict.release()});
    thread.at_end.push_back({forget_local, self.get()});
    return self;
}
void Local::clear(Interpreter&, Local& self) {
    forget_all(self);
    kFields.release(self);
}
void Local::release(Interpreter&, Local& self) {
    forget_all(self);
}

constexpr TypeSpec kLocalType = native<Local>({
    .name = "_thread._local",
    .flags = kBaseType | kHasWeakrefSupport,
    .make = {"@hidden _local(*args, **kwargs)"},
    .doc = "Thread-local data",
    .slots = {.get_attr = local_get, .set_attr = local_set},
});

}  // namespace moult
