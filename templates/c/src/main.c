/* Prints a line from user mode with the kernel's calls alone. A call's result below zero is one of AEGIS_STATUS_... */
#include <aegis.h>

static void print(const char *text) {
    uint64_t length = 0;
    while (text[length] != 0) {
        length++;
    }
    /* The kernel never waits for us: when its buffer is full it says so, and we sleep until there is room. */
    while (aegis_console_write((uint64_t)text, length) == AEGIS_STATUS_WOULD_BLOCK) {
        aegis_wait(AEGIS_EVENT_CONSOLE_ROOM, 0);
    }
}

void _start(int64_t argc, char **argv) {
    (void)argc;
    (void)argv;
    print("Hello from @NAME@, in C\n");
    aegis_exit(0);
}
