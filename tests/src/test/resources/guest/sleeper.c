/* Waits for what never comes. */
#include <aegis.h>

void _start(void) {
    for (;;) aegis_wait(AEGIS_EVENT_CHILD_ENDED, ~UINT64_C(0));
}
