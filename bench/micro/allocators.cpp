// Patterns of allocating and freeing, under each allocator that --alloc knows: raw blocks, and objects of an
// interpreter.
#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include "bench/micro/machine.h"
#include "bench/micro/micro.h"
#include "runtime/containers/list.h"
#include "runtime/containers/tuple.h"
#include "runtime/memory/heap.h"

namespace moult::micro {

namespace {

struct NamedAllocator {
    const char* name;
    Allocator allocator;
};
constexpr NamedAllocator kAllocators[] = {
    {"arena", Allocator::kArena}, {"mimalloc", Allocator::kMimalloc}, {"malloc", Allocator::kMalloc}};

constexpr size_t kBlocks = 4096;  // alive at once

bool skip_if_missing(benchmark::State& state, Allocator allocator) {
    Heap::GeneralAllocator functions;
    if (allocator != Allocator::kMimalloc || Heap::load_mimalloc(&functions)) return false;
    state.SkipWithError("libmimalloc is not installed");
    return true;
}

enum class Order { kLifo, kFifo, kRandom };

// The order in which blocks are freed.
std::vector<size_t> order_of(Order order) {
    std::vector<size_t> indices(kBlocks);
    std::iota(indices.begin(), indices.end(), size_t{0});
    if (order == Order::kLifo) std::reverse(indices.begin(), indices.end());
    if (order == Order::kRandom) std::shuffle(indices.begin(), indices.end(), std::mt19937(1));
    return indices;
}

// Sizes as programs ask for them: mostly small objects, some tables, a few large blocks.
std::vector<size_t> mixed_sizes() {
    std::mt19937 random(1);
    std::vector<size_t> sizes(kBlocks);
    for (size_t& size : sizes) {
        unsigned kind = random() % 100;
        size = kind < 70 ? 16 + random() % 112 : kind < 95 ? 128 + random() % 384 : 512 + random() % 8192;
    }
    return sizes;
}

// Allocates all blocks, then frees all of them.
void fill_and_free(benchmark::State& state, Allocator allocator, const std::vector<size_t>& sizes,
                   Order order) {
    if (skip_if_missing(state, allocator)) return;
    Heap heap(allocator);
    std::vector<size_t> freed = order_of(order);
    std::vector<void*> blocks(kBlocks);
    for (auto _ : state) {
        for (size_t i = 0; i < kBlocks; ++i) {
            blocks[i] = heap.allocate(sizes[i]);
            *static_cast<size_t*>(blocks[i]) = i;
        }
        for (size_t i : freed) heap.free(blocks[i]);
    }
    report_per(state, "block", kBlocks);
}

// A steady population: each step frees a random block and allocates one of another size.
void churn_blocks(benchmark::State& state, Allocator allocator) {
    if (skip_if_missing(state, allocator)) return;
    Heap heap(allocator);
    std::vector<size_t> sizes = mixed_sizes(), places = order_of(Order::kRandom);
    std::vector<void*> blocks;
    for (size_t size : sizes) blocks.push_back(heap.allocate(size));
    size_t turn = 0;
    for (auto _ : state) {
        ++turn;
        for (size_t i = 0; i < kBlocks; ++i) {
            void*& block = blocks[places[i]];
            heap.free(block);
            block = heap.allocate(sizes[(i + turn) % kBlocks]);
            *static_cast<size_t*>(block) = i;
        }
    }
    for (void* block : blocks) heap.free(block);
    report_per(state, "block", kBlocks);
}

// The same with objects: tuples that hold each other, lists, strings and dicts, which die when they are
// replaced.
void churn_objects(benchmark::State& state, Allocator allocator) {
    if (skip_if_missing(state, allocator)) return;
    Machine machine(interp::Tier::kBaseline, allocator);
    Thread& thread = machine.thread();
    std::vector<size_t> places = order_of(Order::kRandom);
    Ref<List> all = machine.must(make_list(thread, kBlocks));
    for (size_t i = 0; i < kBlocks; ++i) machine.must(list_append(thread, all.get(), Value::none()));
    Ref<Str> key = machine.must(intern(thread, "key"));
    auto make = [&](size_t kind, Value other) -> Ref<Value> {
        switch (kind % 4) {
            case 0: return machine.must(make_tuple(thread, {other, Value::none()}));
            case 1: return machine.must(make_list(thread, kind % 16));
            case 2: return machine.must(make_str(thread, "a string of some length"));
            default: {
                Ref<Dict> dict = machine.must(make_dict(thread));
                machine.must(dict_set_str(thread, dict.get(), key.get(), Value::none()));
                return dict;
            }
        }
    };
    size_t turn = 0;
    for (auto _ : state) {
        ++turn;
        for (size_t i = 0; i < kBlocks; ++i) {
            // What a tuple holds is never a tuple: chains would only grow.
            Value other = all->items[places[(i + turn) % kBlocks]];
            if (is_exact<Tuple>(other)) other = Value::none();
            Ref<Value> made = make(i + turn, other);
            Value old = std::exchange(all->items[places[i]], made.release());
            decref(old);
        }
    }
    report_per(state, "object", kBlocks);
}

}  // namespace

void register_allocators() {
    for (const NamedAllocator& named : kAllocators) {
        Allocator allocator = named.allocator;
        auto name = [&](const std::string& pattern) { return "allocator/" + pattern + "/" + named.name; };
        for (auto [text, order] :
             {std::pair{"lifo", Order::kLifo}, {"fifo", Order::kFifo}, {"random", Order::kRandom}}) {
            for (size_t size : {16, 64, 256, 2048})
                add(name(text + ("/" + std::to_string(size))), [=](benchmark::State& state) {
                    fill_and_free(state, allocator, std::vector<size_t>(kBlocks, size), order);
                });
            add(name(text + std::string("/mixed")),
                [=](benchmark::State& state) { fill_and_free(state, allocator, mixed_sizes(), order); });
        }
        add(name("churn/blocks"), [=](benchmark::State& state) { churn_blocks(state, allocator); });
        add(name("churn/objects"), [=](benchmark::State& state) { churn_objects(state, allocator); });
    }
}

}  // namespace moult::micro
