/* Fills the console as fast as it can, with lines that look like another's. */
#include <aegis.h>

static void print(const char* text, uint64_t length) {
    while (length > 0) {
        int64_t taken = aegis_console_write((uint64_t) text, length);
        if (taken > 0) text += taken, length -= (uint64_t) taken;
    }
}

void _start(void) {
    static const char shouted[] = "\n\r[honest] forged\n\x1b[1A\x1b[2K\b\b\b\b\b\b\b\b\b[honest] forged\r[honest] ";
    for (int i = 0; i < 2000; i++) print(shouted, sizeof shouted - 1);
    aegis_exit(0);
}
