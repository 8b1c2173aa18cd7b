// What follows from a class's bases: the method resolution order (C3), the base that decides the layout, the
// metaclass. See https://docs.python.org/3/howto/mro.html.
#include <algorithm>
#include <string>
#include <vector>

#include "runtime/classes/type_internals.h"
#include "runtime/containers/tuple.h"
#include "runtime/operations/operations.h"
#include "runtime/state/errors.h"
#include "runtime/state/names.h"
#include "runtime/state/types.h"
#include "runtime/strings/str.h"

namespace moult {

namespace {

bool in_tail(const std::vector<std::vector<Type*>>& sequences, const std::vector<size_t>& heads,
             const Type* type) {
    for (size_t s = 0; s < sequences.size(); ++s)
        for (size_t i = heads[s] + 1; i < sequences[s].size(); ++i)
            if (sequences[s][i] == type) return true;
    return false;
}

Failure raise_inconsistent(Thread& thread, const std::vector<std::vector<Type*>>& sequences,
                           const std::vector<size_t>& heads) {
    std::vector<Type*> named;
    std::string text;
    for (size_t s = 0; s < sequences.size(); ++s) {
        if (heads[s] == sequences[s].size()) continue;
        Type* head = sequences[s][heads[s]];
        bool known = false;
        for (Type* other : named) known |= other == head;
        if (known) continue;
        text += (named.empty() ? "" : ", ") + to_utf8(head->name.get());
        named.push_back(head);
    }
    return raise_type_error(thread, "Cannot create a consistent method resolution\norder (MRO) for bases %s",
                            text.c_str());
}

// The class adds fields of its own to instances of its base: C++ ones or __slots__.
bool extends_layout(const Type* type, const Type* base) {
    if (type->is_heap_type()) return type->member_slots != base->member_slots;
    return type->basic_size != base->basic_size || (type->kind != Kind::kObject && type->kind != base->kind);
}

// Changes of a class are told to its subclasses. They reach a type when its order has nothing but itself, its
// bases and what is in their orders, and none of the bases is left out.
bool follows_bases(const Type* type, const Tuple* order) {
    auto contains = [](const Tuple* types, Value wanted) {
        return std::ranges::find(types->span(), wanted) != types->span().end();
    };
    for (Value base : type->bases->span())
        if ((base.as<Type>()->flags & kForeignOrder) || !contains(order, base)) return false;
    return std::ranges::all_of(order->span(), [&](Value item) {
        return item == Value(type) || std::ranges::any_of(type->bases->span(), [&](Value base) {
                   return contains(base.as<Type>()->mro.get(), item);
               });
    });
}

}  // namespace

Ref<Tuple> compute_mro(Thread& thread, Type* type) {
    Tuple* bases = type->bases.get();
    for (size_t i = 0; i < bases->length; ++i) {
        for (size_t j = i + 1; j < bases->length; ++j)
            if (bases->items()[i] == bases->items()[j])
                return raise_type_error(thread, "duplicate base class %s",
                                        to_utf8(bases->items()[i].as<Type>()->name.get()).c_str());
    }
    if (bases->length == 1) {
        Tuple* base = bases->items()[0].as<Type>()->mro.get();
        Ref<Tuple> mro = TRY(allocate_tuple(thread, base->length + 1));
        mro->items()[0] = share(Value(type)).release();
        for (size_t i = 0; i < base->length; ++i) mro->items()[i + 1] = share(base->items()[i]).release();
        return mro;
    }

    std::vector<std::vector<Type*>> sequences;
    std::vector<Type*> own;
    for (Value base : bases->span()) {
        std::vector<Type*> sequence;
        for (Value item : base.as<Type>()->mro->span()) sequence.push_back(item.as<Type>());
        sequences.push_back(std::move(sequence));
        own.push_back(base.as<Type>());
    }
    sequences.push_back(std::move(own));
    std::vector<size_t> heads(sequences.size(), 0);
    std::vector<Type*> merged = {type};
    for (;;) {
        Type* next = nullptr;
        bool left = false;
        for (size_t s = 0; s < sequences.size() && !next; ++s) {
            if (heads[s] == sequences[s].size()) continue;
            left = true;
            Type* candidate = sequences[s][heads[s]];
            if (!in_tail(sequences, heads, candidate)) next = candidate;
        }
        if (!left) break;
        if (!next) return raise_inconsistent(thread, sequences, heads);
        merged.push_back(next);
        for (size_t s = 0; s < sequences.size(); ++s)
            if (heads[s] < sequences[s].size() && sequences[s][heads[s]] == next) ++heads[s];
    }
    Ref<Tuple> mro = TRY(allocate_tuple(thread, merged.size()));
    for (size_t i = 0; i < merged.size(); ++i) mro->items()[i] = share(Value(merged[i])).release();
    return mro;
}

Ref<Tuple> resolution_order(Thread& thread, Type* type) {
    Ref<Tuple> order = TRY(compute_mro(thread, type));
    Type* metatype = thread.interp.type_of(type);
    Value method = lookup_in_type(metatype, thread.interp.names().mro);
    if (!method.is_empty() && method != lookup_in_type(thread.types().type, thread.interp.names().mro)) {
        // mro() may look at the class, which needs an order for that.
        if (!type->mro) type->mro = order;
        Ref<Value> result = TRY(call_method(thread, type, thread.interp.names().mro));
        order = TRY(to_tuple(thread, result));
        for (Value item : order->span()) {
            if (!as_instance<Type>(item))
                return raise_type_error(thread, "mro() returned a non-class ('%s')", type_name(thread, item));
            if (!solid_base(type)->is_subtype(solid_base(item.as<Type>())))
                return raise_type_error(thread, "mro() returned base with unsuitable layout ('%s')",
                                        to_utf8(item.as<Type>()->name.get()).c_str());
        }
    }
    type->flags = follows_bases(type, order.get()) ? type->flags & ~uint32_t{kForeignOrder}
                                                   : type->flags | kForeignOrder;
    return order;
}

Type* solid_base(Type* type) {
    while (type->base && !extends_layout(type, type->base)) type = type->base;
    return type;
}

Type* layout_base(Type* type) {
    auto gives_attributes = [](const Type* of) {
        bool variable =
            of->base_kind == Kind::kInt || of->base_kind == Kind::kBytes || of->base_kind == Kind::kTuple;
        return variable && ((of->flags ^ of->base->flags) & kHasAttributes);
    };
    while (type->base && !extends_layout(type, type->base) && !gives_attributes(type)) type = type->base;
    return type;
}

Type* best_base(Thread& thread, Tuple* bases) {
    Type *winner = nullptr, *best = nullptr;
    for (Value value : bases->span()) {
        if (!value.is_object() || value.as_object()->shape->base_kind != Kind::kType) {
            static_cast<void>(raise_type_error(thread, "bases must be types"));
            return nullptr;
        }
        Type* base = value.as<Type>();
        if (!(base->flags & kBaseType)) {
            static_cast<void>(raise_type_error(thread, "type '%s' is not an acceptable base type",
                                               full_name(base).c_str()));
            return nullptr;
        }
        Type* candidate = solid_base(base);
        if (!winner || candidate->is_subtype(winner)) {
            if (winner == candidate) continue;
            winner = candidate;
            best = base;
        } else if (!winner->is_subtype(candidate)) {
            static_cast<void>(raise_type_error(thread, "multiple bases have instance lay-out conflict"));
            return nullptr;
        }
    }
    return best;
}

Type* winning_metaclass(Thread& thread, Type* metaclass, Tuple* bases) {
    Type* winner = metaclass;
    for (Value base : bases->span()) {
        Type* candidate = thread.interp.type_of(base);
        if (winner->is_subtype(candidate)) continue;
        if (candidate->is_subtype(winner)) {
            winner = candidate;
            continue;
        }
        static_cast<void>(
            raise_type_error(thread,
                             "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
                             "subclass of the metaclasses of all its bases"));
        return nullptr;
    }
    return winner;
}

}  // namespace moult
