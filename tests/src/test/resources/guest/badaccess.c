/* Writes where it has nothing. */
#include <aegis.h>

void _start(void) {
    *(volatile char*) 0x1234 = 1; /* the fault */
    aegis_exit(0);
}
