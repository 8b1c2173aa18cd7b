// The `moult` command.
#include "cli/options.h"

int main(int argc, char** argv) {
    moult::cli::RunOptions options;
    int exit_code = 0;
    if (!moult::cli::parse_command_line(argc, argv, &options, &exit_code)) return exit_code;
    return moult::cli::run_program(options);
}
