// Values as the compiler's constants: numbers, texts, singletons, and tuples and frozensets of them.
#include "interp/ast/constant_value.h"

#include "runtime/containers/set.h"
#include "runtime/containers/tuple.h"
#include "runtime/numbers/big_int.h"
#include "runtime/numbers/float.h"
#include "runtime/numbers/int.h"
#include "runtime/state/interpreter.h"
#include "runtime/strings/bytes.h"
#include "runtime/strings/str.h"

namespace moult::interp {

namespace {

using compiler::Constant;

class ConstantReader {
  public:
    ConstantReader(Thread& thread, std::string* wrong_type) : thread_(thread), wrong_type_(wrong_type) {}

    bool read(Value value, Constant* out) {
        if (value.is_none()) return set(out, compiler::NoneConstant{});
        if (value.is_ellipsis()) return set(out, compiler::EllipsisConstant{});
        if (value.is_bool()) return set(out, value.is_true());
        if (value.is_double()) return set(out, value.as_double());
        if (value.is_small_int()) return set(out, mpz_class(static_cast<long>(value.as_small_int())));
        if (is_exact<BigInt>(value)) return set(out, mpz_class(IntView(value).mpz()));
        if (is_exact<Complex>(value)) {
            const auto* number = value.as<Complex>();
            return set(out, std::complex<double>(number->real, number->imag));
        }
        if (is_exact<Str>(value)) return set(out, to_utf8(value.as<Str>()));
        if (is_exact<Bytes>(value))
            return set(out, compiler::BytesConstant{std::string(value.as<Bytes>()->view())});
        bool tuple = is_exact<Tuple>(value);
        bool frozenset = value.is_object() && value.as_object()->shape->kind == Kind::kFrozenSet;
        if (!tuple && !frozenset) {
            *wrong_type_ = to_utf8(thread_.interp.type_of(value)->name.get());
            return false;
        }
        if (depth_ >= kMaxDepth || thread_.stack_exhausted()) {
            wrong_type_->clear();
            return false;
        }
        ++depth_;
        bool good = tuple ? read_tuple(value.as<Tuple>(), out) : read_frozenset(value.as<Set>(), out);
        --depth_;
        return good;
    }

  private:
    // What frees, compares and prints constants goes down as deep.
    static constexpr int kMaxDepth = 1000;

    template <class T>
    static bool set(Constant* out, T&& content) {
        out->value = std::forward<T>(content);
        return true;
    }
    bool read_tuple(const Tuple* tuple, Constant* out) {
        compiler::TupleConstant made;
        made.items.resize(tuple->length);
        for (size_t i = 0; i < tuple->length; ++i)
            if (!read(tuple->items()[i], &made.items[i])) return false;
        return set(out, std::move(made));
    }
    bool read_frozenset(const Set* set_object, Constant* out) {
        compiler::FrozenSetConstant made;
        Value item;
        for (size_t position = 0; set_next(set_object, &position, &item);) {
            made.items.emplace_back();
            if (!read(item, &made.items.back())) return false;
        }
        return set(out, std::move(made));
    }

    Thread& thread_;
    std::string* const wrong_type_;
    int depth_ = 0;
};

}  // namespace

bool constant_value(Thread& thread, Value value, Constant* constant, std::string* wrong_type) {
    return ConstantReader(thread, wrong_type).read(value, constant);
}

}  // namespace moult::interp
