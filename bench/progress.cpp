// A status line on standard error.
#include "bench/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

namespace moult::bench {
namespace {

// Texts wider than the terminal would leave rests behind when they are rewritten.
size_t terminal_width() {
    winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1u : 79u;
}

}  // namespace

Progress::Progress() : terminal_(isatty(STDERR_FILENO) == 1) {}

void Progress::status(const std::string& text) {
    if (!terminal_) return;
    std::fprintf(stderr, "\r\033[K%s", text.substr(0, terminal_width()).c_str());
    std::fflush(stderr);
    shown_ = true;
}

void Progress::milestone(const std::string& text) {
    if (terminal_) {
        status(text);
    } else {
        message(text);
    }
}

void Progress::message(const std::string& text) {
    clear();
    std::fprintf(stderr, "%s\n", text.c_str());
}

void Progress::clear() {
    if (!shown_) return;
    std::fputs("\r\033[K", stderr);
    shown_ = false;
}

}  // namespace moult::bench
