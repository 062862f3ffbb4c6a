/*
 * Single instructions that Java has no words for: ports, control and model-specific registers, device memory. Each is used
 * by the class exo.machine.metal.Processor, which says what it is for.
 */
#pragma once
#include <stdint.h>

/*
 * Where the direct map begins. Opaque to gcc's arithmetic on purpose: it would fold the constant into every field's offset,
 * and load a 64-bit constant for each access; so it loads one per function and adds once per record.
 */
static inline int64_t processor_direct_map(void) {
    int64_t base;
    __asm__("movabs $0xffff800000000000, %0" : "=r"(base));
    return base;
}
#define PROCESSOR_PORT(bits, letter, size) \
    static inline void processor_out##bits(int32_t port, int32_t value) { \
        __asm__ volatile("out" letter " %" size "0, %w1" : : "a"(value), "Nd"(port)); } \
    static inline int32_t processor_in##bits(int32_t port) { \
        uint##bits##_t value; __asm__ volatile("in" letter " %w1, %0" : "=a"(value) : "Nd"(port)); return value; }
PROCESSOR_PORT(8, "b", "b") PROCESSOR_PORT(16, "w", "w") PROCESSOR_PORT(32, "l", "k")
/* Of accesses to memory that a device shares: none is moved across order; and stores are out before what follows fence loads. */
static inline void processor_order(void) { __asm__ volatile("" : : : "memory"); }
static inline void processor_fence(void) { __asm__ volatile("lock; addl $0, (%%rsp)" : : : "memory", "cc"); }
static inline int64_t processor_cycles(void) {
    uint64_t low, high;                         /* wide: what rdtsc writes is zero above, so that nothing is to be cleared */
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (int64_t) (high << 32 | low);
}
static inline int64_t processor_read_msr(int32_t number) {
    uint32_t low, high;
    __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(number));
    return (int64_t) ((uint64_t) high << 32 | low);
}
static inline void processor_write_msr(int32_t number, int64_t value) {
    __asm__ volatile("wrmsr" : : "c"(number), "a"((uint32_t) value), "d"((uint32_t) (value >> 32)) : "memory");
}
static inline int64_t processor_read_cr4(void) {
    int64_t value;
    __asm__ volatile("mov %%cr4, %0" : "=r"(value));
    return value;
}
static inline void processor_write_cr4(int64_t value) {
    __asm__ volatile("mov %0, %%cr4" : : "r"(value) : "memory");
}
static inline void processor_write_cr3(int64_t value) {
    __asm__ volatile("mov %0, %%cr3" : : "r"(value) : "memory");
}
static inline void processor_invalidate_page(int64_t address) {
    __asm__ volatile("invlpg (%0)" : : "r"(address) : "memory");
}
static inline void processor_vector_trap(int32_t on) {
    uint64_t cr0;
    if (on) __asm__ volatile("mov %%cr0, %0; or $8, %0; mov %0, %%cr0" : "=r"(cr0));
    else __asm__ volatile("clts");
}
/* Empty registers, every exception masked. FXRSTOR need not touch where the last x87 instruction was, but FNINIT forgets it. */
static inline void processor_clear_vector(void) {
    static const struct { uint16_t control, status; uint8_t rest[20]; uint32_t mxcsr, mask; uint8_t registers[480]; }
        empty __attribute__((aligned(16))) = { 0x37f, 0, {0}, 0x1f80, 0, {0} };
    __asm__ volatile("clts; fninit; fxrstor64 %0" : : "m"(empty));
}
/* EAX and EBX, or ECX and EDX, of a CPUID leaf's subleaf 0: the first in the low half. */
static inline int64_t processor_cpuid(int32_t leaf, int32_t second_half) {
    uint32_t a = leaf, b, c = 0, d;
    __asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    return (int64_t) (second_half ? (uint64_t) d << 32 | c : (uint64_t) b << 32 | a);
}
/* 64 bits of the hardware's random number generator, or 0 after ten refusals. */
static inline int64_t processor_random(void) {
    int64_t value;
    for (int i = 0; i < 10; i++) {
        uint8_t good;
        __asm__ volatile("rdrand %0; setc %1" : "=r"(value), "=qm"(good));
        if (good) return value;
    }
    return 0;
}
static inline void processor_load_tables(int64_t idt_pointer, int32_t task_selector) {
    __asm__ volatile("lidt (%0); ltr %w1" : : "r"(idt_pointer), "r"(task_selector) : "memory");
}
/* Resets the processor: an exception with no interrupt table to find its handler in. */
static inline void processor_triple_fault(void) {
    struct { uint16_t limit; uint64_t base; } __attribute__((packed)) none = { 0, 0 };
    __asm__ volatile("lidt %0; int3" : : "m"(none));
}
static inline int32_t processor_device_load32(int64_t address) { return *(volatile int32_t*) address; }
static inline void processor_device_store32(int64_t address, int32_t value) { *(volatile int32_t*) address = value; }
/* A function of machine code that the kernel made. */
static inline int64_t processor_call(int64_t function, int64_t argument) { return ((int64_t (*)(int64_t)) function)(argument); }
static inline void processor_zero(int64_t address, int64_t bytes) {
    uint64_t words = (uint64_t) bytes / 8;
    __asm__ volatile("rep stosq" : "+D"(address), "+c"(words) : "a"(0LL) : "memory");
}
static inline void processor_copy(int64_t to, int64_t from, int64_t bytes) {
    uint64_t words = (uint64_t) bytes / 8, rest = bytes & 7;
    __asm__ volatile("rep movsq; mov %3, %2; rep movsb" : "+D"(to), "+S"(from), "+c"(words) : "r"(rest) : "memory");
}
static inline void processor_save_vector(int64_t area) {
    __asm__ volatile("fxsave64 (%0)" : : "r"(area) : "memory");
}
static inline void processor_restore_vector(int64_t area) {
    __asm__ volatile("fninit; fxrstor64 (%0)" : : "r"(area) : "memory");
}
/* Null data selectors: what an environment loaded there must not be seen by the next. */
static inline void processor_clear_selectors(void) {
    __asm__ volatile("mov %0, %%ds; mov %0, %%es; mov %0, %%fs; mov %0, %%gs" : : "r"(0));
}
static inline int64_t processor_frame_pointer(void) {
    return (int64_t) __builtin_frame_address(0);
}
#define ADDRESS_OF(symbol) extern char symbol[]; \
    static inline int64_t address_of_##symbol(void) { return (int64_t) symbol; }
static inline int64_t kernel_hash(void) { return (int64_t) KERNEL_HASH; }
ADDRESS_OF(image_start) ADDRESS_OF(rodata_start) ADDRESS_OF(data_start) ADDRESS_OF(heap_start) ADDRESS_OF(image_end)
ADDRESS_OF(stacks_start) ADDRESS_OF(kernel_stack_top) ADDRESS_OF(double_fault_stack_top) ADDRESS_OF(nmi_stack_top)
ADDRESS_OF(machine_check_stack_top) ADDRESS_OF(debug_stack_top) ADDRESS_OF(gdt_task) ADDRESS_OF(task_state)
ADDRESS_OF(trap_stubs) ADDRESS_OF(aegis_call_entry) ADDRESS_OF(next_context) ADDRESS_OF(selected_context)
ADDRESS_OF(next_instruction) ADDRESS_OF(next_stack) ADDRESS_OF(kernel_entries)
ADDRESS_OF(address_space_switches) ADDRESS_OF(translation_flushes)
ADDRESS_OF(calls_limit) ADDRESS_OF(text_start) ADDRESS_OF(text_end) ADDRESS_OF(boot_copy) ADDRESS_OF(boot_magic) ADDRESS_OF(boot_address) ADDRESS_OF(boot_cycles)
