// Simple instructions over names, cells and attributes' deletion.
#include "runtime/state/names.h"
#include "interp/instructions.h"
#include "runtime/classes/namespaces.h"
#include "runtime/containers/dict.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"

namespace moult::interp {

namespace {

Str* name_at(Frame& frame, uint32_t index) {
    return frame.exec->names[index];
}

// A namespace is usually a dict; a metaclass's __prepare__ and exec may give any mapping.
Status namespace_set(Thread& thread, Value space, Str* name, Value value) {
    if (is_exact<Dict>(space)) return dict_set_str(thread, space.as<Dict>(), name, value);
    return set_item(thread, space, Value(name), value);
}

// Globals are asked past the methods of a subclass of dict, unlike in functions.
Ref<Value> global_or_builtin(Thread& thread, Frame& frame, Str* name) {
    Ref<Value> found = share(dict_get_str(frame.globals, name));
    if (found.is_empty()) found = find_builtin(thread, frame.builtins, name);
    if (found.is_empty()) return raise_name_error(thread, name);
    return found;
}

Status remove_name(Thread& thread, Dict* dict, Str* name) {
    bool removed = TRY(dict_remove(thread, dict, Value(name)));
    if (!removed) return raise_name_error(thread, name);
    return {};
}

Str* local_name(Frame& frame, uint32_t index) {
    return frame.code()->localsplusnames->items()[index].as<Str>();
}

Value* push(Value* sp, Ref<Value> value) {
    if (value.is_error()) return nullptr;
    *sp++ = value.release();
    return sp;
}

Value* pop_if(Value* sp, Status status) {
    if (!status.ok()) return nullptr;
    Value value = *--sp;
    decref(value);
    return sp;
}

}  // namespace

Value* run_LOAD_NAME(Thread& thread, Frame& frame, uint32_t arg, Value* sp) {
    Str* name = name_at(frame, arg);
    if (frame.locals_dict().is_empty()) {
        (void)raise_system_error(thread, "no locals when loading '%s'", to_utf8(name).c_str());
        return nullptr;
    }
    Ref<Value> found = find_in_namespace(thread, frame.locals_dict(), name);
    if (found.is_empty()) found = global_or_builtin(thread, frame, name);
    return push(sp, std::move(found));
}
Value* run_STORE_NAME(Thread& thread, Frame& frame, uint32_t arg, Value* sp) {
    if (frame.locals_dict().is_empty()) {
        (void)raise_system_error(thread, "no locals found when storing '%s'",
                                 to_utf8(name_at(frame, arg)).c_str());
        return nullptr;
    }
    return pop_if(sp, namespace_set(thread, frame.locals_dict(), name_at(frame, arg), sp[-1]));
}
Value* run_DELETE_NAME(Thread& thread, Frame& frame, uint32_t arg, Value* sp) {
    Str* name = name_at(frame, arg);
    if (is_exact<Dict>(frame.locals_dict()))
        return remove_name(thread, frame.locals_dict().as<Dict>(), name).ok() ? sp : nullptr;
    if (set_item(thread, frame.locals_dict(), Value(name), Value::empty()).ok()) return sp;
    if (error_matches(thread, thread.types().key_error)) {
        clear_error(thread);
        (void)raise_name_error(thread, name);
    }
    return nullptr;
}
Value* run_STORE_GLOBAL(Thread& thread, Frame& frame, uint32_t arg, Value* sp) {
    return pop_if(sp, dict_set_str(thread, frame.globals, name_at(frame, arg), sp[-1]));
}
Value* run_DELETE_GLOBAL(Thread& thread, Frame& frame, uint32_t arg, Value* sp) {
    return remove_name(thread, frame.globals, name_at(frame, arg)).ok() ? sp : nullptr;
}
Value* run_DELETE_FAST(Thread& thread, Frame& frame, uint32_t arg, Value* sp) {
    Value old = std::exchange(frame.locals()[arg], Value::empty());
    if (old.is_empty()) {
        (void)raise_unbound_local(thread, local_name(frame, arg));
        return nullptr;
    }
    decref(old);
    return sp;
}

// --- cells

Value* run_MAKE_CELL(Thread& thread, Frame& frame, uint32_t arg, Value* sp) {
    Value& local = frame.locals()[arg];
    Ref<Cell> cell = make_cell(thread, local);
    if (!cell) return nullptr;
    Value old = std::exchange(local, Value(cell.release()));
    decref(old);
    return sp;
}
Value* run_COPY_FREE_VARS(Thread& thread, Frame& frame, uint32_t arg, Value* sp) {
    const Tuple* closure = frame.function->closure.as<Tuple>();
    Value* free = frame.locals() + frame.exec->localsplus - arg;
    for (uint32_t i = 0; i < arg; ++i) free[i] = share(closure->items()[i]).release();
    return sp;
}
Value* run_STORE_DEREF(Thread&, Frame& frame, uint32_t arg, Value* sp) {
    Value old = std::exchange(frame.locals()[arg].as<Cell>()->content, sp[-1]);
    decref(old);
    return sp - 1;
}
Value* run_DELETE_DEREF(Thread& thread, Frame& frame, uint32_t arg, Value* sp) {
    Value old = std::exchange(frame.locals()[arg].as<Cell>()->content, Value::empty());
    if (old.is_empty()) {
        Str* name = local_name(frame, arg);
        if (static_cast<int>(arg) < frame.code()->localsplus_count() - frame.code()->nfrees)
            (void)raise_unbound_local(thread, name);
        else
            (void)raise(
                thread, thread.types().name_error,
                "cannot access free variable '%s' where it is not associated with a value in enclosing scope",
                to_utf8(name).c_str());
        return nullptr;
    }
    decref(old);
    return sp;
}
Value* run_LOAD_CLASSDEREF(Thread& thread, Frame& frame, uint32_t arg, Value* sp) {
    Str* name = local_name(frame, arg);
    Ref<Value> found = find_in_namespace(thread, frame.locals_dict(), name);
    if (!found.is_empty()) return push(sp, std::move(found));
    Value content = frame.locals()[arg].as<Cell>()->content;
    if (content.is_empty()) {
        (void)raise(
            thread, thread.types().name_error,
            "cannot access free variable '%s' where it is not associated with a value in enclosing scope",
            to_utf8(name).c_str());
        return nullptr;
    }
    return push(sp, share(content));
}

// --- deletions

Value* run_DELETE_SUBSCR(Thread& thread, Frame&, uint32_t, Value* sp) {
    if (!set_item(thread, sp[-2], sp[-1], Value::empty()).ok()) return nullptr;
    decref(sp[-2]);
    decref(sp[-1]);
    return sp - 2;
}
Value* run_DELETE_ATTR(Thread& thread, Frame& frame, uint32_t arg, Value* sp) {
    return pop_if(sp, set_attribute(thread, sp[-1], name_at(frame, arg), Value::empty()));
}

// --- annotations

Value* run_SETUP_ANNOTATIONS(Thread& thread, Frame& frame, uint32_t, Value* sp) {
    Str* name = thread.interp.names().__annotations__;
    Ref<Value> found = find_in_namespace(thread, frame.locals_dict(), name);
    if (found.is_error()) return nullptr;
    if (!found.is_empty()) return sp;
    Ref<Dict> annotations = make_dict(thread);
    if (!annotations) return nullptr;
    return namespace_set(thread, frame.locals_dict(), name, annotations.value()).ok() ? sp : nullptr;
}

}  // namespace moult::interp
