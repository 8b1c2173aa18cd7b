// `moult tokens`: the tokens of a program, as the `tokenize` module sees them.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "cli/session.h"
#include "cli/subcommand.h"
#include "compiler/constants.h"
#include "compiler/listing/tokenize.h"
#include "compiler/source.h"
#include "compiler/utf8.h"

namespace moult::cli {

namespace {

using compiler::LexicalError;
using compiler::LexicalToken;

void append_padded(std::string* line, const std::string& text, int width) {
    *line += text;
    for (int i = compiler::count_characters(text); i < width; ++i) *line += ' ';
}

void print(const LexicalToken& token) {
    std::string line, place = std::to_string(token.lineno) + "," + std::to_string(token.column) + "-" +
                              std::to_string(token.end_lineno) + "," + std::to_string(token.end_column) + ":";
    append_padded(&line, place, 20);
    append_padded(&line, std::string(token.type), 15);
    append_padded(&line, compiler::constant_repr(compiler::string_constant(token.text)), 15);
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), stdout);
}

void report(const LexicalError& error, const std::string& file) {
    switch (error.kind) {
        case LexicalError::Kind::kPlace:
            std::fprintf(stderr, "%s:%d:%d: error: %s\n", file.c_str(), error.lineno, error.column,
                         error.message.c_str());
            break;
        case LexicalError::Kind::kEncoding:
            std::fprintf(stderr, "%s: error: %s\n", file.c_str(), error.message.c_str());
            break;
        case LexicalError::Kind::kDecoding:
            std::fprintf(stderr, "unexpected error: %s\n", error.message.c_str());
            break;
    }
}

}  // namespace

int run_tokens_command(const RunOptions&, int argc, char** argv) {
    CLI::App app("Prints the tokens of a program, as python3.11 -m tokenize -e prints them.");
    std::string file, source;
    app.add_option("FILE", file, "The program; - or nothing for standard input");
    int exit_code = 0;
    if (!parse_arguments(app, argc, argv, &exit_code)) return exit_code;
    bool is_file = !file.empty() && file != "-";
    if (!read_input("tokens", &file, &source)) return 2;
    if (!is_file) compiler::normalize_newlines(source, false);
    compiler::LexicalTokens result =
        is_file ? compiler::lexical_tokens_of_file(source, file) : compiler::lexical_tokens_of_text(source);
    // The tokens of a file are printed when all are known, those of standard input as they come.
    if (!is_file || !result.error)
        for (const LexicalToken& token : result.tokens) print(token);
    std::fflush(stdout);
    if (result.error) report(*result.error, file);
    return result.error ? 1 : 0;
}

}  // namespace moult::cli
