/*
 * A program in C with nothing but aegis.h: no C library, no library OS. Its creator passes argc and argv in rdi and rsi and
 * a stack in rsp; the rest is calls.
 */
#include <aegis.h>

static void print(const char* text) {
    uint64_t length = 0;
    while (text[length] != 0) length++;
    while (length > 0) {
        int64_t taken = aegis_console_write((uint64_t) text, length);
        if (taken < 0) aegis_wait(AEGIS_EVENT_CONSOLE_ROOM, 0);
        else text += taken, length -= (uint64_t) taken;
    }
}

void _start(int64_t argc, char** argv) {
    print("hello from C, built against aegis.h alone\n");
    for (int64_t i = 1; i < argc; i++) {
        print(argv[i]);
        print(i + 1 < argc ? " " : "\n");
    }
    aegis_exit(0);
}
