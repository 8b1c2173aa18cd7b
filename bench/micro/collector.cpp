// The collector by the shape of what it walks: young and full collections of graphs that are in use, and of graphs that
// only cycles keep alive. The figure is the time for an object of the graph.
#include <random>
#include <vector>

#include "bench/micro/machine.h"
#include "bench/micro/micro.h"
#include "runtime/containers/dict.h"
#include "runtime/containers/list.h"
#include "runtime/gc/collector.h"

namespace moult::micro {

namespace {

constexpr size_t kNodes = 20'000;

class Graphs {
  public:
    explicit Graphs(Machine& machine) : machine_(machine), thread_(machine.thread()) {
        key_ = machine.must(intern(thread_, "next"));
    }
    // Each node holds the one made before it.
    Ref<List> chain() {
        Ref<List> last = node();
        for (size_t i = 1; i < kNodes; ++i) {
            Ref<List> next = node();
            link(next, last);
            last = std::move(next);
        }
        return last;
    }
    // Each node holds two more.
    Ref<List> tree() {
        std::vector<Ref<List>> nodes = many(kNodes);
        for (size_t i = 1; i < kNodes; ++i) link(nodes[(i - 1) / 2], nodes[i]);
        return nodes[0];
    }
    // Rings of so many, and a list that holds one node of each.
    Ref<List> rings(size_t length) {
        Ref<List> all = node();
        for (size_t made = 0; made < kNodes; made += length) {
            std::vector<Ref<List>> ring = many(length);
            for (size_t i = 0; i < length; ++i) link(ring[i], ring[(i + 1) % length]);
            link(all, ring[0]);
        }
        return all;
    }
    // A list of dicts, each with a list as a value.
    Ref<List> wide() {
        Ref<List> all = node();
        for (size_t i = 0; i < kNodes / 2; ++i) {
            Ref<Dict> dict = machine_.must(make_dict(thread_));
            Ref<List> value = node();
            machine_.must(dict_set_str(thread_, dict.get(), key_.get(), value.value()));
            machine_.must(list_append(thread_, all.get(), dict.value()));
        }
        return all;
    }
    // Three edges from each node to any others.
    Ref<List> random() {
        std::mt19937 dice(1);
        std::vector<Ref<List>> nodes = many(kNodes);
        for (const Ref<List>& from : nodes)
            for (int edge = 0; edge < 3; ++edge) link(from, nodes[dice() % kNodes]);
        Ref<List> all = node();
        for (const Ref<List>& each : nodes) link(all, each);
        return all;
    }
    void link(const Ref<List>& from, const Ref<List>& to) {
        machine_.must(list_append(thread_, from.get(), to.value()));
    }

  private:
    Ref<List> node() { return machine_.must(make_list(thread_)); }
    std::vector<Ref<List>> many(size_t count) {
        std::vector<Ref<List>> nodes;
        for (size_t i = 0; i < count; ++i) nodes.push_back(node());
        return nodes;
    }

    Machine& machine_;
    Thread& thread_;
    Ref<Str> key_;
};

using Build = Ref<List> (*)(Graphs&);

struct Shape {
    const char* name;
    Build build;
};
constexpr Shape kShapes[] = {
    {"chain", [](Graphs& graphs) { return graphs.chain(); }},
    {"tree", [](Graphs& graphs) { return graphs.tree(); }},
    {"ring/2", [](Graphs& graphs) { return graphs.rings(2); }},
    {"ring/100", [](Graphs& graphs) { return graphs.rings(100); }},
    {"ring/20000", [](Graphs& graphs) { return graphs.rings(kNodes); }},
    {"wide", [](Graphs& graphs) { return graphs.wide(); }},
    {"random", [](Graphs& graphs) { return graphs.random(); }},
};

// Only the collections are timed. In a full one the graph is old; in a young one it has just been made.
void collect(benchmark::State& state, Build build, bool is_garbage, bool is_young) {
    Machine machine(interp::Tier::kBaseline);
    Thread& thread = machine.thread();
    Collector& collector = *machine.interpreter().collector;
    collector.enable(false);
    constexpr int kFull = kGenerations - 1;
    collector.collect(thread, kFull);
    Graphs graphs(machine);
    Ref<List> root;
    for (auto _ : state) {
        if (!root) {
            root = build(graphs);
            if (is_garbage) graphs.link(root, root);
            for (int generation = 0; !is_young && generation <= kFull; ++generation)
                collector.collect(thread, generation);
        }
        if (is_garbage) root = nullptr;
        double start = thread_seconds();
        int64_t found = collector.collect(thread, is_young ? 0 : kFull);
        state.SetIterationTime(thread_seconds() - start);
        if ((found >= static_cast<int64_t>(kNodes)) != is_garbage)
            state.SkipWithError("not what was to be found");
        if (is_young) root = nullptr;
    }
    report_per(state, "object", kNodes);
}

}  // namespace

void register_collector() {
    for (const Shape& shape : kShapes)
        for (bool is_garbage : {false, true})
            for (bool is_young : {true, false}) {
                std::string name = std::string("collector/") + shape.name +
                                   (is_garbage ? "/garbage" : "/live") + (is_young ? "/young" : "/full");
                add(name, [=, build = shape.build](benchmark::State& state) {
                    collect(state, build, is_garbage, is_young);
                })->UseManualTime();
            }
}

}  // namespace moult::micro
