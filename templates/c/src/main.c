/* Prints a line from user mode with the kernel's calls alone. A call's result below zero is one of AEGIS_STATUS_... */
#include <aegis.h>

static void print(const char *text) {
    uint64_t length = 0;
    while (text[length] != 0) {
        length++;
    }
    /* The kernel never waits for us: it takes what it has room for, or says that it has none, and we sleep until it has. */
    while (length > 0) {
        int64_t taken = aegis_console_write((uint64_t)text, length);
        if (taken < 0) {
            aegis_wait(AEGIS_EVENT_CONSOLE_ROOM, 0);
        } else {
            text += taken;
            length -= (uint64_t)taken;
        }
    }
}

void _start(int64_t argc, char **argv) {
    (void)argc;
    (void)argv;
    print("Hello from @NAME@, in C\n");
    aegis_exit(0);
}
