/* Executes what no processor knows. */
#include <aegis.h>

void _start(void) {
    __asm__ volatile("ud2");
    aegis_exit(0);
}
