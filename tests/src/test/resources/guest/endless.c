/* Never ends, and never gives the processor up. */
#include <aegis.h>

void _start(void) {
    for (;;) __asm__ volatile("");
}
