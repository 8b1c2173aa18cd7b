// How far traces may grow from one place, so that compiling comes to an end whatever a program keeps
// changing. Plain bookkeeping: knows neither traces nor code. See docs/jit.md.
#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>

#include "jit/payoff.h"

namespace moult::jit {

// What is known of a place where recordings begin: a loop's head, a function's start, an exit.
struct Place {
    static constexpr uint32_t kMaxFailures = 3;   // before it is left alone
    static constexpr uint32_t kMaxLastTurns = 6;  // before they count as failures
    static constexpr uint32_t kMaxChanges = 8;    // before its traces take nothing for granted

    uint32_t failures = 0;      // recordings that gave no trace
    uint32_t last_turns = 0;    // recordings that found a loop ending
    uint32_t changes = 0;       // that ended traces or recordings of the place
    uint32_t deaths = 0;        // of other code that its traces went on in, or of what they held
    uint32_t waits = kUnknown;  // how often it has to become hot before it is recorded: Kin
    static constexpr uint32_t kUnknown = UINT32_MAX;
    uint32_t window = 0;  // what its counter started from; 0: the usual threshold
    Account account;

    bool is_given_up() const { return failures >= kMaxFailures; }
};

// Code that a program makes over and over, by exec say: alike in file, name and line, but each time a new
// place to compile. Where the traces of such code die young, the next ones are made later and later.
class Kin {
  public:
    // Code has been freed; `paid`: a trace of it has lived long enough to be worth its compilation.
    void died(uint64_t kin, bool paid);
    // How often the start of a trace in such code is to become hot in vain.
    uint32_t waits(uint64_t kin) const;
    bool empty() const { return deaths_.empty(); }

  private:
    std::unordered_map<uint64_t, uint32_t> deaths_;
};

// Which guard has failed where a side trace begins.
enum class Miss : uint8_t {
    kNone,    // one of an instruction before: the path has led elsewhere
    kOwn,     // one of the instruction's own: something else came by
    kResult,  // that of the type of a result: what was loaded, or what the instruction before has made
};

// An instruction at which side traces begin.
struct Fork {
    static constexpr uint32_t kNoTrace = UINT32_MAX;

    uint32_t begun = 0;          // side traces that begin there, each for one exit
    uint32_t misses[3] = {};     // of these, by Miss
    bool varies = false;         // something new comes by each time: it is recorded without asking what it is
    bool result_varies = false;  // ... and nobody asks for the type of the result before
    uint32_t shared = kNoTrace;  // the trace that all further exits lead to
    Place shared_place;          // where that one is recorded
};

// All traces that begin at one loop's head or function's start, or at exits of such traces.
class Tree {
  public:
    Place place;  // of the start

    // What an exit that has become hot is to lead to.
    enum class Growth : uint8_t {
        kOwnTrace,
        kSharedTrace,  // one for all exits that go on at the instruction: it knows nothing of where it comes
                       // from
        kNothing,
    };
    Growth next(const void* instruction, Miss);
    // A side trace has been recorded.
    void add(const void* instruction, Miss);
    void add_shared(const void* instruction, uint32_t trace);

    bool varies(const void* instruction) const;
    bool result_varies(const void* instruction) const;
    Fork& fork(const void* instruction) { return forks_[instruction]; }
    uint32_t side_traces() const { return side_traces_; }
    // The code from `begin` to `end` is freed.
    void forget(const void* begin, const void* end);

  private:
    uint32_t side_traces_ = 0;  // recorded so far, those that are gone too
    std::map<const void*, Fork> forks_;
};

}  // namespace moult::jit
