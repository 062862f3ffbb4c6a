/* Takes every frame that it can get, asks for more a thousand times, and gives none back. */
#include <aegis.h>

static void print(const char* text, uint64_t length) {
    while (length > 0) {
        int64_t taken = aegis_console_write((uint64_t) text, length);
        if (taken < 0) aegis_wait(AEGIS_EVENT_CONSOLE_ROOM, 0);
        else text += taken, length -= (uint64_t) taken;
    }
}

void _start(void) {
    uint64_t held = 0;
    while (aegis_frame_alloc(AEGIS_ANY_FRAME) >= 0) held++;
    for (int i = 0; i < 1000; i++) {
        if (aegis_frame_alloc(AEGIS_ANY_FRAME) >= 0) aegis_exit(1);
    }
    char line[] = "frames held: ......\n";
    for (int at = 18; at >= 13; at--, held /= 10) line[at] = (char) ('0' + held % 10);
    print(line, sizeof line - 1);
    aegis_exit(0);
}
