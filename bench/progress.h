// Shows how far a long run has come: one line rewritten in place on a terminal, a plain line now and then
// elsewhere.
#pragma once

#include <string>

namespace moult::bench {

class Progress {
  public:
    Progress();  // writes to standard error
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    // What is going on now; only a terminal shows it.
    void status(const std::string& text);
    // A line that stays when standard error is no terminal, and is a status otherwise.
    void milestone(const std::string& text);
    // A line that stays in any case.
    void message(const std::string& text);
    void clear();

  private:
    bool terminal_;
    bool shown_ = false;
};

}  // namespace moult::bench
