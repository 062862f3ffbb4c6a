/* Measuring instructions of the program meter. Under QEMU's -icount shift=0 a cycle is an instruction. */
#pragma once
#include "exos.h"

extern int64_t meter_result, meter_in, meter_out;
extern char meter_handler[], meter_epilogue[], meter_yielder[], meter_yielder_end[], meter_callee[], meter_callee_end[],
        meter_sleeper[], meter_sleeper_end[], meter_caller[], meter_caller_end[],
        meter_yielding_caller[], meter_yielding_caller_end[], meter_scripted[], meter_scripted_end[];

/* One call, or none, timed; meter_call.S. */
int64_t meter_call(int64_t number, int64_t a0, int64_t a1, int64_t a2, int64_t a3, int64_t a4);
int64_t meter_no_call(int64_t number, int64_t a0, int64_t a1, int64_t a2, int64_t a3, int64_t a4);
static inline int64_t meter_status(void) { return meter_result; }
/* Reading a byte, or not, timed. */
int64_t meter_touch(int64_t va);
int64_t meter_no_touch(int64_t va);
/* One transfer to a child that runs meter_callee, or none, timed one way; meter_transfer.S. */
int64_t meter_transfer(int64_t callee, int64_t self);
int64_t meter_no_transfer(int64_t callee, int64_t self);
/* Interrupts, seen from what they interrupt; meter_interrupt.S. */
int64_t meter_slices(int64_t count, int64_t readings);
int64_t meter_gap(int64_t until);
void meter_raise(void);

/* How many of the general registers a null call changes, besides rax, rcx and r11, which it may. */
static inline int64_t meter_registers_changed(void) {
    uint64_t changed;
    __asm__ volatile(
        "push %%rbp; mov $0x101, %%ebx; mov $0x102, %%edx; mov $0x103, %%esi; mov $0x104, %%edi; mov $0x105, %%ebp\n"
        "mov $0x108, %%r8d; mov $0x109, %%r9d; mov $0x10a, %%r10d; mov $0x10c, %%r12d; mov $0x10d, %%r13d\n"
        "mov $0x10e, %%r14d; mov $0x10f, %%r15d; mov %1, %%eax; syscall; xor %%ecx, %%ecx\n"
        ".irp pair, rbx, rdx, rsi, rdi, rbp, r8, r9, r10, r12, r13, r14, r15; push %%\\pair; .endr\n"
        ".irp value, 0x10f, 0x10e, 0x10d, 0x10c, 0x10a, 0x109, 0x108, 0x105, 0x104, 0x103, 0x102, 0x101\n"
        "pop %%rax; cmp $\\value, %%rax; setne %%al; movzbl %%al, %%eax; add %%rax, %%rcx; .endr\n"
        "mov %%rcx, %%rax; pop %%rbp"
        : "=a"(changed) : "i"(AEGIS_CALL_NULL)
        : "rbx", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "memory", "cc");
    return (int64_t) changed;
}

static inline int64_t meter_catch(void) { return exos_set_handler(meter_handler); }
static inline int64_t meter_round_of_exception(void) { meter_raise(); return meter_in; }
static inline int64_t meter_round_of_resume(void) { meter_raise(); return meter_out; }
static inline int64_t meter_declare_epilogue(void) {
    return aegis_entry_point(AEGIS_ENTRY_POINT_EPILOGUE, (uint64_t) meter_epilogue);
}

/* Where the code of a child lies: 0 the yielder, 1 the callee, 2 the sleeper, 3 the caller, 4 the one that yields, 5 the scripted; its length. */
static inline int64_t meter_child_code(int32_t which) {
    return (int64_t) (which == 0 ? meter_yielder : which == 1 ? meter_callee : which == 2 ? meter_sleeper
            : which == 3 ? meter_caller : which == 4 ? meter_yielding_caller : meter_scripted);
}
static inline int64_t meter_child_bytes(int32_t which) {
    return which == 0 ? meter_yielder_end - meter_yielder : which == 1 ? meter_callee_end - meter_callee
            : which == 2 ? meter_sleeper_end - meter_sleeper : which == 3 ? meter_caller_end - meter_caller
            : which == 4 ? meter_yielding_caller_end - meter_yielding_caller : meter_scripted_end - meter_scripted;
}
