/*
 * The epilogue of the program hog, entered when its slice is over: rax, rcx, rdx, rip, the flags and rsp are in the save
 * area's interrupt context, everything else is the program's still. It has a stack of its own, because the program may be
 * anywhere.
 */
#include "hog.h"
#include "resume.h"

#define BEYOND_RED_ZONE 136                     /* 128 bytes below rsp are the interrupted program's; and one word */

static int64_t behaves, slice_ends, yields;
static uint64_t epilogue_stack[16];

#define AREA(name) [name] "i"(EXOS_SAVE_AREA + __builtin_offsetof(struct aegis_save_area, name))

/*
 * The way back: interrupt_in_use must be cleared last, as the next upcall may come at once and then overwrites the area. So
 * the address to go on at waits on the interrupted stack by then.
 */
static __attribute__((naked)) void epilogue(void) {
    __asm__ volatile(
        "incq %[slice_ends]; cmpq $0, %[behaves]; je 1f\n"
        "lea %[stack_end], %%rsp; push %%rdi; push %%r11\n"
        "mov %[yield], %%eax; xor %%edi, %%edi; syscall\n"
        "pop %%r11; pop %%rdi; incq %[yields]\n"
        "1: mov %c[interrupt_rsp], %%rcx; lea -%c[beyond](%%rcx), %%rsp\n"
        "mov %c[interrupt_rip], %%rax; mov %%rax, (%%rsp)\n"
        "pushq %c[interrupt_rflags]\n"
        "mov %c[interrupt_rax], %%rax; mov %c[interrupt_rcx], %%rcx; mov %c[interrupt_rdx], %%rdx\n"
        "popfq; movq $0, %c[interrupt_in_use]; ret $128"
        : [slice_ends] "+m"(slice_ends), [yields] "+m"(yields)
        : [behaves] "m"(behaves), [stack_end] "m"(epilogue_stack[16]), [yield] "i"(AEGIS_CALL_YIELD),
          [beyond] "i"(BEYOND_RED_ZONE), AREA(interrupt_rsp), AREA(interrupt_rip), AREA(interrupt_rflags),
          AREA(interrupt_rax), AREA(interrupt_rcx), AREA(interrupt_rdx), AREA(interrupt_in_use));
}

int64_t hog_take_slice_ends(void) {
    int64_t status = exos_catch_exceptions();
    return status < 0 ? status : aegis_entry_point(AEGIS_ENTRY_POINT_EPILOGUE, (uint64_t) epilogue);
}

void hog_behave(void) { *(volatile int64_t*) &behaves = 1; }
int64_t hog_slice_ends(void) { return *(volatile int64_t*) &slice_ends; }
int64_t hog_yields(void) { return *(volatile int64_t*) &yields; }
