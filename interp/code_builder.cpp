// Code objects from the compiler's output.
#include "interp/code_builder.h"

#include <cstring>

#include "runtime/containers/list.h"
#include "runtime/containers/set.h"
#include "runtime/numbers/big_int.h"
#include "runtime/numbers/float.h"
#include "runtime/numbers/int.h"
#include "runtime/operations/operations.h"
#include "runtime/state/types.h"
#include "runtime/strings/bytes.h"

namespace moult::interp {

using compiler::CodeUnit;
using compiler::Constant;

namespace {

bool is_identifier_like(std::string_view text) {
    for (char c : text)
        if (!(c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
            return false;
    return true;
}

Ref<Tuple> build_tuple(Thread& thread, const std::vector<Constant>& items);

}  // namespace

Ref<Value> build_constant(Thread& thread, const Constant& constant) {
    struct Builder {
        Thread& thread;
        Ref<Value> operator()(compiler::NoneConstant) const { return Value::none(); }
        Ref<Value> operator()(compiler::EllipsisConstant) const { return Value::ellipsis(); }
        Ref<Value> operator()(bool b) const { return Value::boolean(b); }
        Ref<Value> operator()(const mpz_class& i) const { return make_int(thread, i.get_mpz_t()); }
        Ref<Value> operator()(double d) const { return Value::number(d); }
        Ref<Value> operator()(const std::complex<double>& c) const {
            return make_complex(thread, c.real(), c.imag());
        }
        Ref<Value> operator()(const std::string& text) const {
            if (is_identifier_like(text)) return intern(thread, text);  // as CPython interns them
            return make_str(thread, text);
        }
        Ref<Value> operator()(const compiler::BytesConstant& b) const { return make_bytes(thread, b.bytes); }
        Ref<Value> operator()(const compiler::TupleConstant& t) const { return build_tuple(thread, t.items); }
        Ref<Value> operator()(const compiler::FrozenSetConstant& s) const {
            // CPython makes such a set twice: by the items' order in the source, and again by that of the
            // first set.
            Ref<Tuple> items = TRY(build_tuple(thread, s.items));
            Ref<Set> first = TRY(make_frozenset(thread, items.value()));
            Ref<List> in_its_order = TRY(to_list(thread, first.value()));
            return make_frozenset(thread, in_its_order.value());
        }
        Ref<Value> operator()(const std::shared_ptr<const CodeUnit>& unit) const {
            return build_code(thread, *unit);
        }
    };
    return std::visit(Builder{thread}, constant.value);
}

namespace {

Ref<Tuple> build_tuple(Thread& thread, const std::vector<Constant>& items) {
    Ref<Tuple> tuple = TRY(allocate_tuple(thread, items.size()));
    for (size_t i = 0; i < items.size(); ++i)
        tuple->items()[i] = TRY(build_constant(thread, items[i])).release();
    return tuple;
}

Ref<Tuple> build_names(Thread& thread, const std::vector<std::string>& names) {
    Ref<Tuple> tuple = TRY(allocate_tuple(thread, names.size()));
    for (size_t i = 0; i < names.size(); ++i)
        tuple->items()[i] = Value(TRY(intern(thread, names[i])).release());
    return tuple;
}

std::string_view bytes_of(const std::vector<uint8_t>& kinds) {
    return {reinterpret_cast<const char*>(kinds.data()), kinds.size()};
}

}  // namespace

Ref<Code> build_code(Thread& thread, const CodeUnit& unit) {
    if (thread.stack_exhausted())
        return raise(thread, thread.types().recursion_error,
                     "maximum recursion depth exceeded during compilation");
    CodeParts parts;
    parts.argcount = unit.argcount;
    parts.posonlyargcount = unit.posonlyargcount;
    parts.kwonlyargcount = unit.kwonlyargcount;
    parts.stacksize = unit.stacksize;
    parts.flags = unit.flags;
    parts.firstlineno = unit.firstlineno;
    parts.wordcode = TRY(make_bytes(thread, unit.code));
    parts.consts = TRY(build_tuple(thread, unit.consts));
    parts.names = TRY(build_names(thread, unit.names));
    parts.localsplusnames = TRY(build_names(thread, unit.localsplusnames));
    parts.localspluskinds = TRY(make_bytes(thread, bytes_of(unit.localspluskinds)));
    parts.filename = TRY(intern(thread, unit.filename));
    parts.name = TRY(intern(thread, unit.name));
    parts.qualname = TRY(intern(thread, unit.qualname));
    parts.linetable = TRY(make_bytes(thread, unit.linetable));
    parts.exceptiontable = TRY(make_bytes(thread, unit.exceptiontable));
    Ref<Code> code = TRY(make_code(thread, std::move(parts)));
    code->verified = true;
    return code;
}

}  // namespace moult::interp
