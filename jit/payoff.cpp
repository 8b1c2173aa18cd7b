// See payoff.h.
#include "jit/payoff.h"

#include <algorithm>

namespace moult::jit {

namespace {

constexpr double kRecordingShare = 0.02;  // of the program's time, for getting to know places
constexpr double kFreeRecording = 0.1;    // milliseconds
// A wish is forgotten when its place has not run for so long: some milliseconds, and a part of the program's time.
constexpr double kPatience = 5, kPatientPart = 1.0 / 8;
constexpr double kBetweenLooks = 0.25;  // milliseconds, for a place whose rent is due
// What compiled code has earned may be risked: spent on places whose rent has only come to this part of their price.
constexpr double kRisk = 0.25;
constexpr double kLearning = 0.3;
constexpr double kLeastScale = 0.25, kMostScale = 4;

}  // namespace

Payoff::Payoff(Terms terms, Clock clock)
    : terms_(terms), clock_(std::move(clock)), start_(terms.asks ? clock_() : 0) {}

bool Payoff::should_record(Account& account) {
    if (!terms_.asks) return true;
    if (!account.is_known()) return recording_ < kFreeRecording + kRecordingShare * now();
    return is_due(account);
}

uint32_t Payoff::next_look(const Account& account) const {
    if (!account.is_known() || account.per_turn <= 0) return 0;
    double missing = std::max(least_worth() * price_of(account) - account.rent(), kBetweenLooks);
    return static_cast<uint32_t>(std::min(missing / account.per_turn, 1e9));
}

void Payoff::recording_begins() {
    if (terms_.asks) recording_since_ = clock_();
}
void Payoff::recording_ends() {
    if (terms_.asks) recording_ += clock_() - recording_since_;
}

bool Payoff::should_compile(Account& account, uint32_t nodes, bool is_exit) {
    if (account.number == 0) account.number = ++last_number_;
    account.price = terms_.per_trace + terms_.per_node * nodes;
    account.per_turn = terms_.node_time * nodes + (is_exit ? terms_.exit_time : 0);
    return !terms_.asks || is_due(account);
}

double Payoff::least_worth() const {
    return credit_ > 0 ? kRisk : 1;
}

bool Payoff::is_due(Account& account) {
    double price = price_of(account), worth = account.rent() / price;
    if (worth < kRisk || all_rent_ < price + opening()) return false;
    double time = now();
    double allowed = terms_.share * (time - spent_) + credit_;
    std::erase_if(wishes_, [&](const auto& entry) {
        return time - entry.second.seen > kPatience + kPatientPart * time;
    });
    double better = 0;  // what those that go first will take
    for (const auto& [number, wish] : wishes_)
        if (number != account.number && wish.worth > worth) better += wish.price;
    bool is_worth_it = worth >= 1 || price <= credit_;
    if (is_worth_it && spent_ + committed_ + better + price + opening() <= allowed) return true;
    wishes_[account.number] = {worth, price, time};
    return false;
}

double Payoff::buy(Account& account) {
    wishes_.erase(account.number);
    double price = price_of(account) + opening();
    is_open_ = true;
    committed_ += price;
    account.turns = 0;
    return price;
}

void Payoff::paid(double estimate, double actual) {
    committed_ -= estimate;
    if (actual <= 0) return;
    spent_ += actual;
    double scale = scale_ * actual / estimate;
    scale_ = std::clamp(scale_ + kLearning * (scale - scale_), kLeastScale, kMostScale);
}

}  // namespace moult::jit
