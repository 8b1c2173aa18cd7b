// Whether compiling a place will pay. Like one who rents skis: the tier buys a place's code once running the place without
// it has cost as much as the code will, the best buy first, and for all places together spends no more than a share of
// what the program itself takes. Plain arithmetic over a clock that is given: knows neither traces nor threads. See
// docs/jit.md.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <unordered_map>

namespace moult::jit {

// All times are milliseconds of processor time.

// What is known of one place.
struct Account {
    uint64_t turns = 0;   // seen so far, since its code was last bought
    double per_turn = 0;  // what a turn takes without code
    double price = 0;     // estimated; 0: nothing has been recorded yet
    uint32_t number = 0;  // Payoff's

    double rent() const { return static_cast<double>(turns) * per_turn; }
    bool is_known() const { return price > 0; }
};

class Payoff {
  public:
    // Of estimates, and of what may be spent.
    struct Terms {
        bool asks = true;      // otherwise everything pays
        double share = 0;      // of the program's time, for compiling
        double gain = 0;       // ... and of the time spent in compiled code, in addition
        double opening = 0;    // the library
        double per_trace = 0;  // compiling any trace
        double per_node = 0;   // ... for each of its nodes, as recorded
        double node_time = 0;  // the interpreter's, for what has become a node
        double exit_time = 0;  // of leaving a trace, and entering one again
    };
    using Clock = std::function<double()>;  // of all threads of the process, from any start on

    Payoff(Terms, Clock);

    // The place has been counted on.
    void pass(Account& account, uint32_t turns) {
        account.turns += turns;
        all_rent_ += turns * account.per_turn;
    }
    // Whether the place is to be recorded now: to get to know it, or because compiling it will pay and can be paid for.
    bool should_record(Account&);
    // After how many turns the place, which is known, is worth another look.
    uint32_t next_look(const Account&) const;
    // Of should_record and what follows it.
    void recording_begins();
    void recording_ends();
    // A recording has shown what the place is made of: whether it is to be compiled.
    bool should_compile(Account&, uint32_t nodes, bool is_exit = false);

    // The compilation that should_compile has granted: what it will take; and what it has taken, 0 if it was given up.
    double buy(Account&);
    void paid(double estimate, double actual);

    // So much of the program's time was spent in compiled code: it has gained, and may spend more.
    void ran_in_traces(double time) { credit_ += terms_.gain * std::clamp(time, 0.0, kLongestLook); }
    // Whether a place has lately been refused for want of money.
    bool lacks_money() const { return !wishes_.empty(); }

    double spent() const { return spent_; }
    double earned() const { return credit_; }
    double recorded() const { return recording_; }

  private:
    static constexpr double kLongestLook = 50;

    double now() { return clock_() - start_; }
    double price_of(const Account& account) const { return account.price * scale_; }
    double opening() const { return is_open_ ? 0 : terms_.opening; }
    double least_worth() const;
    bool is_due(Account&);

    const Terms terms_;
    Clock clock_;
    double start_;
    bool is_open_ = false;
    double scale_ = 1;      // of estimates, learned from what compilations have taken
    double all_rent_ = 0;   // of all places
    double spent_ = 0;      // on compilations that have ended
    double committed_ = 0;  // estimates of those that have not
    double credit_ = 0;     // earned by compiled code
    double recording_ = 0;  // spent on recordings
    double recording_since_ = 0;

    // Places that would pay but for the money.
    struct Wish {
        double worth;  // rent for each millisecond of the price
        double price;
        double seen;  // when it last ran
    };
    std::unordered_map<uint32_t, Wish> wishes_;
    uint32_t last_number_ = 0;
};

}  // namespace moult::jit
