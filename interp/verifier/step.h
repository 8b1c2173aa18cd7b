// One instruction of the verifier's abstract machine.
#pragma once

#include "interp/verifier/abstract_frame.h"
#include "interp/wordcode.h"

namespace moult::interp {

// What an instruction does to a frame, or what is wrong with it.
class VerifierStep {
  public:
    VerifierStep(const Code* code, const WordInstr& word, AbstractFrame& frame)
        : code_(code), word_(word), arg_(word.arg), frame_(frame) {}

    // Executes the instruction; what it leaves behind itself is in the frame. Returns the defect, or null.
    const char* run();
    // For a jump, after run(): the frame at the target.
    AbstractFrame take_jump() const;
    // The depth that is surely there when the instruction raises.
    size_t lowest_depth() const { return lowest_; }

  private:
    using Kind = Slot::Kind;

    void fail(const char* defect) {
        if (!defect_) defect_ = defect;
    }
    bool need_depth(size_t depth);
    Slot pop();        // whatever is there
    Slot pop_value();  // no null
    void pop_values(size_t count) {
        for (size_t i = 0; i < count && !defect_; ++i) pop_value();
    }
    void push(Kind kind, uint32_t data = 0) { frame_.stack.push_back({kind, data}); }
    void pop_operands();
    void push_results();
    void need(bool condition, const char* defect) {
        if (!condition) fail(defect);
    }
    // Slot `below` the top must be a container under construction.
    void need_container(size_t below, Kind kind);
    void need_tuple(Slot slot);
    const Tuple* constant_tuple(Slot slot) const;  // null: none
    void need_cell();

    void step();
    void check_argument();
    bool step_values();
    bool step_containers();
    bool step_variables();
    bool step_control();
    void make_function();
    void build_tuple();
    void load_constant();

    const Code* code_;
    const WordInstr& word_;
    uint32_t arg_;
    AbstractFrame& frame_;
    size_t lowest_ = 0;
    const char* defect_ = nullptr;
};

}  // namespace moult::interp
