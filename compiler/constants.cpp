// Keys, truth and equality of constants; the tables of constants and names.
#include "compiler/constants.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>

namespace moult::compiler {

namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};

void append_number(std::string& key, uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) key.push_back(static_cast<char>(number >> shift));
}

void append_sized(std::string& key, std::string_view part) {
    append_number(key, part.size());
    key.append(part);
}

void append_items(std::string& key, const std::vector<Constant>& items) {
    append_number(key, items.size());
    for (const Constant& item : items) append_sized(key, constant_key(item));
}

void append_names(std::string& key, const std::vector<std::string>& names) {
    append_number(key, names.size());
    for (const std::string& name : names) append_sized(key, name);
}

// A number of any type as a complex number would hold it; integers keep their exact value.
struct Number {
    mpz_class integer;
    std::complex<double> complex;
    bool is_integer;
};

std::optional<Number> as_number(const Constant& constant) {
    if (auto* flag = std::get_if<bool>(&constant.value)) return Number{mpz_class(*flag ? 1 : 0), {}, true};
    if (auto* integer = std::get_if<mpz_class>(&constant.value)) return Number{*integer, {}, true};
    if (auto* real = std::get_if<double>(&constant.value)) return Number{{}, {*real, 0.0}, false};
    if (auto* complex = std::get_if<std::complex<double>>(&constant.value))
        return Number{{}, *complex, false};
    return std::nullopt;
}

bool equal_numbers(const Number& left, const Number& right) {
    if (left.is_integer && right.is_integer) return left.integer == right.integer;
    if (!left.is_integer && !right.is_integer) return left.complex == right.complex;
    const Number& integer = left.is_integer ? left : right;
    const std::complex<double>& other = left.is_integer ? right.complex : left.complex;
    if (other.imag() != 0.0 || !std::isfinite(other.real())) return false;
    return mpz_cmp_d(integer.integer.get_mpz_t(), other.real()) == 0;
}

bool equal_items(const std::vector<Constant>& left, const std::vector<Constant>& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), equal);
}

bool contains(const std::vector<Constant>& items, const Constant& wanted) {
    return std::any_of(items.begin(), items.end(), [&](const Constant& item) { return equal(item, wanted); });
}

}  // namespace

// What `==` of code objects compares: everything but the file and the qualified name.
std::string code_key(const CodeUnit& code) {
    std::string key;
    append_sized(key, code.name);
    for (int number : {code.argcount, code.posonlyargcount, code.kwonlyargcount, code.firstlineno,
                       static_cast<int>(code.flags)}) {
        append_number(key, static_cast<uint64_t>(number));
    }
    append_sized(key, code.code);
    append_items(key, code.consts);
    append_names(key, code.names);
    append_names(key, code.localsplusnames);
    append_sized(key, code.linetable);
    append_sized(key, code.exceptiontable);
    return key;
}

std::string constant_key(const Constant& constant) {
    std::string key;
    // No NaN equals another: each is itself, wherever it is met again.
    auto append_double = [&](double number) {
        append_number(key, std::bit_cast<uint64_t>(number));
        if (std::isnan(number)) append_number(key, reinterpret_cast<uintptr_t>(&constant));
    };
    std::visit(Overloaded{
                   [&](const NoneConstant&) { key = "N"; },
                   [&](const EllipsisConstant&) { key = "E"; },
                   [&](bool flag) { key = flag ? "T" : "F"; },
                   [&](const mpz_class& number) { key = "i" + number.get_str(62); },
                   [&](double number) {
                       key = "d";
                       append_double(number);
                   },
                   [&](const std::complex<double>& number) {
                       key = "j";
                       append_double(number.real());
                       append_double(number.imag());
                   },
                   [&](const std::string& text) { key = "s" + text; },
                   [&](const BytesConstant& bytes) { key = "b" + bytes.bytes; },
                   [&](const TupleConstant& tuple) {
                       key = "(";
                       append_items(key, tuple.items);
                   },
                   [&](const FrozenSetConstant& set) {
                       key = "{";
                       std::vector<std::string> parts;
                       for (const Constant& item : set.items) parts.push_back(constant_key(item));
                       std::sort(parts.begin(), parts.end());
                       append_names(key, parts);
                   },
                   [&](const std::shared_ptr<const CodeUnit>& code) {
                       key = "c";
                       append_number(key, reinterpret_cast<uintptr_t>(code.get()));
                   },
               },
               constant.value);
    return key;
}

bool is_true(const Constant& constant) {
    return std::visit(Overloaded{
                          [](const NoneConstant&) { return false; },
                          [](const EllipsisConstant&) { return true; },
                          [](bool flag) { return flag; },
                          [](const mpz_class& number) { return number != 0; },
                          [](double number) { return number != 0.0; },
                          [](const std::complex<double>& number) { return number != 0.0; },
                          [](const std::string& text) { return !text.empty(); },
                          [](const BytesConstant& bytes) { return !bytes.bytes.empty(); },
                          [](const TupleConstant& tuple) { return !tuple.items.empty(); },
                          [](const FrozenSetConstant& set) { return !set.items.empty(); },
                          [](const std::shared_ptr<const CodeUnit>&) { return true; },
                      },
                      constant.value);
}

bool equal(const Constant& left, const Constant& right) {
    if (auto left_number = as_number(left)) {
        auto right_number = as_number(right);
        return right_number.has_value() && equal_numbers(*left_number, *right_number);
    }
    if (left.value.index() != right.value.index()) return false;
    if (auto* tuple = std::get_if<TupleConstant>(&left.value)) {
        return equal_items(tuple->items, std::get<TupleConstant>(right.value).items);
    }
    if (auto* set = std::get_if<FrozenSetConstant>(&left.value)) {
        const auto& others = std::get<FrozenSetConstant>(right.value).items;
        return set->items.size() == others.size() &&
               std::all_of(set->items.begin(), set->items.end(),
                           [&](const Constant& item) { return contains(others, item); });
    }
    return constant_key(left) == constant_key(right);
}

FrozenSetConstant make_frozenset(std::vector<Constant> items) {
    // Equal items of one type have equal keys; only numbers are equal across types, and are compared one by
    // one.
    FrozenSetConstant set;
    std::unordered_map<std::string, bool> seen;
    std::vector<Constant> numbers;
    for (Constant& item : items) {
        if (as_number(item)) {
            if (contains(numbers, item)) continue;
            numbers.push_back(item);
        } else if (holds<TupleConstant>(item) || holds<FrozenSetConstant>(item)) {
            if (contains(set.items, item)) continue;
        } else if (!seen.emplace(constant_key(item), true).second) {
            continue;
        }
        set.items.push_back(std::move(item));
    }
    return set;
}

std::string_view type_name(const Constant& constant) {
    static constexpr std::string_view kNames[] = {"NoneType", "ellipsis",  "bool", "int",
                                                  "float",    "complex",   "str",  "bytes",
                                                  "tuple",    "frozenset", "code"};
    static_assert(std::size(kNames) == std::variant_size_v<Constant::Variant>);
    return kNames[constant.value.index()];
}

size_t count_code_points(std::string_view utf8) {
    return static_cast<size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

int ConstantTable::add(const Constant& constant) {
    auto [position, is_new] = indices_.try_emplace(constant_key(constant), size());
    if (is_new) items_.push_back(constant);
    return position->second;
}

void ConstantTable::truncate(int size) {
    if (size >= this->size()) return;
    items_.resize(static_cast<size_t>(size));
    std::erase_if(indices_, [size](const auto& entry) { return entry.second >= size; });
}

int NameTable::add(std::string_view name) {
    if (int index = find(name); index >= 0) return index;
    indices_.emplace(name, size());
    names_.emplace_back(name);
    return size() - 1;
}

int NameTable::find(std::string_view name) const {
    auto found = indices_.find(name);
    return found == indices_.end() ? -1 : found->second;
}

}  // namespace moult::compiler
