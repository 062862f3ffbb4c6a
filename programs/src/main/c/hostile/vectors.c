/*
 * Vector and floating-point state that the kernel has to save and restore for whoever left it so: reserved bits, exceptions
 * pending over calls, faults and slice ends, and images of random words, loaded by FXRSTOR where the processor takes them.
 */
#include "child.h"

#define FLOAT_ERROR 16
#define ROUNDS 3000

static uint64_t seed = 1234567;
static uint8_t image[512] __attribute__((aligned(16)));
static uint32_t control;

static void reset(void) {
    control = 0x1f80;
    __asm__ volatile("fninit; ldmxcsr %0" : : "m"(control));
}

/* Bits 16 to 31 are reserved: a processor refuses them; QEMU 7.2 may take what it does not know, but keeps none of it. */
static void load_control(uint64_t value) {
    control = (uint32_t) value;
    __asm__ volatile("ldmxcsr %0" : : "m"(control));
}
static void restore(uint64_t unused) { __asm__ volatile("fxrstor64 %0" : : "m"(image)); }
static void reserved_bits(void) {
    uint64_t refused = 0, wrong = 0;
    for (int bit = 0; bit < 32; bit++) {
        refused += guarded(load_control, 0x1f80 ^ UINT64_C(1) << bit) == PROTECTION;
        __asm__ volatile("fxsave64 %0" : "=m"(image));
        *(uint32_t*) (image + 24) = 0x1f80 ^ UINT32_C(1) << bit;
        refused += guarded(restore, 0) == PROTECTION;
        wrong += aegis_yield(0) != 0 || guarded(load_from, 8) != PAGE_FAULT || aegis_env_self() != (int64_t) self;
        reset();
    }
    attack("reserved-bits-of-mxcsr", wrong == 0, "%d of 64 refused by the processor, the rest taken; switched with each",
            refused);
}

/* An unmasked error that no instruction has waited for yet. */
static void leave_pending(void) {
    static uint16_t unmasked = 0x340;
    __asm__ volatile("fninit; fldcw %0; fld1; fldz; fdivrp" : : "m"(unmasked));
}
static void await_float(uint64_t unused) { __asm__ volatile("fwait"); }
static void pending_error(void) {
    uint64_t wrong = 0;
    for (int round = 0; round < ROUNDS; round++) {
        leave_pending();
        if (round % 3 == 0) wrong += aegis_yield(0) != 0;
        if (round % 3 == 1) wrong += guarded(load_from, 8) != PAGE_FAULT;
        if (round % 300 == 2) for (uint64_t end = cycles() + 2 * BOOKS->slice_cycles; cycles() < end;) continue;
        wrong += aegis_null() != 0;
        wrong += guarded(await_float, 0) != FLOAT_ERROR;
        reset();
    }
    attack("floating-point-error-pending", wrong == 0,
            "%d errors left pending over calls, faults and switches: %d not its own exception in the end",
           (uint64_t) ROUNDS, wrong);
}

/* What is in the registers after a switch is what was put there, as far as FXSAVE shows it. */
static void random_images(void) {
    static uint8_t before[512] __attribute__((aligned(16))), after[512] __attribute__((aligned(16)));
    uint64_t taken = 0, changed = 0;
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < 64; i++) ((uint64_t*) image)[i] = random_next(&seed);
        if (round & 1) *(uint32_t*) (image + 24) &= 0xffff;
        if (guarded(restore, 0) != NONE) continue;
        taken++;
        __asm__ volatile("fxsave64 %0" : "=m"(before));
        aegis_yield(0);
        __asm__ volatile("fxsave64 %0" : "=m"(after));
        /* But for where the last instruction was, which the kernel forgets: bytes 6 to 23. */
        for (int i = 0; i < 416; i++) changed += (i < 6 || i > 23) && before[i] != after[i];
    }
    reset();
    attack("random-vector-state", changed == 0 && taken > 0,
            "%d of %d images taken by the processor and switched with: %d bytes changed",
           taken, (uint64_t) ROUNDS, changed);
}

static int hostile_main(int argc, char** argv) {
    reserved_bits();
    pending_error();
    random_images();
    return 0;
}
