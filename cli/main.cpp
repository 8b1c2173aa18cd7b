// The `moult` command.
int main() { return 0; }
