/* Has a handler for its exceptions that raises another one. */
#include <aegis.h>

#define SAVE_AREA 0x10000000u

static void print(const char* text, uint64_t length) {
    while (length > 0) {
        int64_t taken = aegis_console_write((uint64_t) text, length);
        if (taken < 0) aegis_wait(AEGIS_EVENT_CONSOLE_ROOM, 0);
        else text += taken, length -= (uint64_t) taken;
    }
}

static void handler(void) {
    print("handler entered\n", 16);
    *(volatile char*) 0x1234 = 1;
}

void _start(void) {
    uint64_t self = (uint64_t) aegis_env_self();
    uint64_t save = (uint64_t) aegis_frame_alloc(AEGIS_ANY_FRAME);
    while (aegis_bind(self, SAVE_AREA, save, AEGIS_RIGHT_READ | AEGIS_RIGHT_WRITE) == AEGIS_STATUS_NO_TABLE) {
        if (aegis_table_give(self, (uint64_t) aegis_frame_alloc(AEGIS_ANY_FRAME)) < 0) aegis_exit(1);
    }
    if (aegis_upcall(save, SAVE_AREA, (uint64_t) handler) < 0) aegis_exit(2);
    *(volatile char*) 0x5678 = 1;
    aegis_exit(3);
}
