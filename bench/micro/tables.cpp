// Dicts and sets from C++: finding keys that are there and keys that are not, inserting, deleting and
// iterating, by size and by kind of key.
#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include "bench/micro/machine.h"
#include "bench/micro/micro.h"
#include "runtime/containers/set.h"
#include "runtime/containers/tuple.h"

namespace moult::micro {

namespace {

constexpr size_t kSizes[] = {8, 128, 4096, 65536};
constexpr size_t kAtLeast = 1024;  // operations in each measurement: as many tables as that takes

// A kind of key: str (dicts have a table of their own for them), int, and tuple, which are compared item by
// item, because the keys that are looked for are equal to those in the table without being the same.
struct KeyKind {
    const char* name;
    Ref<Value> (*make)(Machine&, size_t number);
};

Ref<Value> make_int_key(Machine&, size_t number) {
    return Value::small_int(static_cast<int64_t>(number) * 7919);
}
Ref<Value> make_str_key(Machine& machine, size_t number) {
    return machine.must(make_str(machine.thread(), "key_" + std::to_string(number)));
}
Ref<Value> make_tuple_key(Machine& machine, size_t number) {
    Value items[] = {Value::small_int(static_cast<int64_t>(number)), Value::none()};
    return machine.must(make_tuple(machine.thread(), items));
}
constexpr KeyKind kKinds[] = {{"str", make_str_key}, {"int", make_int_key}, {"tuple", make_tuple_key}};

struct DictTable {
    static constexpr const char* kName = "dict";
    Ref<Dict> dict;

    explicit DictTable(Machine& machine) : dict(machine.must(make_dict(machine.thread()))) {}
    void insert(Machine& machine, Value key) {
        machine.must(dict_set(machine.thread(), dict.get(), key, Value::none()));
    }
    bool contains(Machine& machine, Value key) {
        return !machine.must(dict_get(machine.thread(), dict.get(), key)).is_empty();
    }
    bool remove(Machine& machine, Value key) {
        return machine.must(dict_remove(machine.thread(), dict.get(), key));
    }
    size_t iterate() {
        size_t position = 0, found = 0;
        Value key, value;
        while (dict_next(dict.get(), &position, &key, &value)) found += value.is_none();
        return found;
    }
};

struct SetTable {
    static constexpr const char* kName = "set";
    Ref<Set> set;

    explicit SetTable(Machine& machine) : set(machine.must(make_set(machine.thread()))) {}
    void insert(Machine& machine, Value key) { machine.must(set_add(machine.thread(), set.get(), key)); }
    bool contains(Machine& machine, Value key) {
        return machine.must(set_contains(machine.thread(), set.get(), key));
    }
    bool remove(Machine& machine, Value key) {
        return machine.must(set_discard(machine.thread(), set.get(), key));
    }
    size_t iterate() {
        size_t position = 0, found = 0;
        Value key;
        while (set_next(set.get(), &position, &key)) found += !key.is_none();
        return found;
    }
};

enum class Operation { kHit, kMiss, kInsert, kDelete, kIterate };

// The tables of a benchmark, all with the same keys, and keys in another order to look for.
template <class Table>
class Subject {
  public:
    Subject(const KeyKind& kind, size_t size) : machine_(interp::Tier::kBaseline) {
        std::vector<size_t> numbers(size);
        std::iota(numbers.begin(), numbers.end(), size_t{0});
        for (size_t number : numbers) keys_.push_back(kind.make(machine_, number));
        std::shuffle(numbers.begin(), numbers.end(), std::mt19937(1));
        for (size_t number : numbers) {
            present_.push_back(kind.make(machine_, number));
            absent_.push_back(kind.make(machine_, size + number));
        }
        make_empty();
    }
    ~Subject() { tables_.clear(); }
    size_t operations() const { return tables_.size() * keys_.size(); }

    void make_empty() {
        tables_.clear();
        for (size_t i = 0; i < std::max<size_t>(1, kAtLeast / keys_.size()); ++i)
            tables_.emplace_back(machine_);
    }
    void insert_all() {
        for (Table& table : tables_)
            for (const Ref<Value>& key : keys_) table.insert(machine_, key.get());
    }
    size_t find(bool hits) {
        size_t found = 0;
        for (Table& table : tables_)
            for (const Ref<Value>& key : hits ? present_ : absent_)
                found += table.contains(machine_, key.get());
        return found;
    }
    size_t remove_all() {
        size_t removed = 0;
        for (Table& table : tables_)
            for (const Ref<Value>& key : present_) removed += table.remove(machine_, key.get());
        return removed;
    }
    size_t iterate() {
        size_t found = 0;
        for (Table& table : tables_) found += table.iterate();
        return found;
    }

  private:
    Machine machine_;
    std::vector<Ref<Value>> keys_, present_, absent_;
    std::vector<Table> tables_;
};

template <class Table>
void measure(benchmark::State& state, const KeyKind& kind, size_t size, Operation operation) {
    Subject<Table> subject(kind, size);
    size_t operations = subject.operations();
    bool fills = operation == Operation::kInsert, empties = operation == Operation::kDelete;
    if (!fills) subject.insert_all();
    for (auto _ : state) {
        size_t done = operations;
        double start = thread_seconds();
        switch (operation) {
            case Operation::kHit: done = subject.find(true); break;
            case Operation::kMiss: done -= subject.find(false); break;
            case Operation::kInsert: subject.insert_all(); break;
            case Operation::kDelete: done = subject.remove_all(); break;
            case Operation::kIterate: done = subject.iterate(); break;
        }
        double taken = thread_seconds() - start;
        state.SetIterationTime(taken);
        if (done != operations) {
            state.SkipWithError("the table does not have the keys that it should have");
            return;
        }
        if (fills || empties) subject.make_empty();
        if (empties) subject.insert_all();
    }
    report_per(state, "key", static_cast<double>(operations));
}

template <class Table>
void register_table() {
    constexpr std::pair<const char*, Operation> kOperations[] = {{"hit", Operation::kHit},
                                                                 {"miss", Operation::kMiss},
                                                                 {"insert", Operation::kInsert},
                                                                 {"delete", Operation::kDelete},
                                                                 {"iterate", Operation::kIterate}};
    for (auto [name, operation] : kOperations)
        for (const KeyKind& kind : kKinds)
            for (size_t size : kSizes)
                add(std::string(Table::kName) + "/" + name + "/" + kind.name + "/" + std::to_string(size),
                    [=](benchmark::State& state) { measure<Table>(state, kind, size, operation); })
                    ->UseManualTime();
}

}  // namespace

void register_tables() {
    register_table<DictTable>();
    register_table<SetTable>();
}

}  // namespace moult::micro
