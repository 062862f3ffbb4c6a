/* Divides by zero, and has no handler. */
#include <aegis.h>

void _start(void) {
    __asm__ volatile("xor %%edx, %%edx; xor %%ecx, %%ecx; div %%ecx" : : : "rax", "rcx", "rdx");
    aegis_exit(0);
}
