/* See meter.h. What stands between the two readings of the counter is measured without the call first, and taken off. */
#include "meter.h"
#include "exos.h"

static inline uint64_t cycles(void) {
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t) high << 32 | low;
}

static inline uint64_t around(int with_call) {
    uint64_t before = cycles();
    int64_t result = AEGIS_CALL_NULL;
    if (with_call) __asm__ volatile("syscall" : "+a"(result) : : "rcx", "r11", "memory");
    else __asm__ volatile("" : "+a"(result) : : "rcx", "r11", "memory");
    return cycles() - before;
}

static __attribute__((noinline)) uint64_t with_call(void) { return around(1); }
static __attribute__((noinline)) uint64_t without_call(void) { return around(0); }

int64_t meter_null_call(void) { return (int64_t) (with_call() - without_call()); }

int64_t meter_registers_changed(void) {
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

void meter_raise(void);
extern char meter_handler[];
extern int64_t meter_in, meter_out;

static void raise(void) {
    exos_set_handler(meter_handler);
    __asm__ volatile("sub $128, %%rsp; call meter_raise; add $128, %%rsp" : : : "rax", "rcx", "rdx", "r8", "r9", "memory");
}

int64_t meter_exception(void) { raise(); return meter_in; }
int64_t meter_resume(void) { raise(); return meter_out; }
