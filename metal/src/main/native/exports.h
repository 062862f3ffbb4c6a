/* Functions that the assembly calls: all others are local to the one unit of C, and gcc may inline or drop them. */
#pragma once
#include "libc.h"

#define FOR_ASSEMBLY __attribute__((externally_visible))
FOR_ASSEMBLY int teavm_main(int argc, char** argv);
#include "aegis_calls.h"
/* Their first argument is for Java's receiver, which then takes the others where they are; it is not passed. */
FOR_ASSEMBLY void aegis_exception(int64_t unused, int32_t vector, int64_t error_code, int64_t fault_address);
FOR_ASSEMBLY void aegis_vector_use(void);
FOR_ASSEMBLY void aegis_foreign_call(void);
FOR_ASSEMBLY int64_t aegis_helper_entry(int64_t, int64_t, int64_t, int64_t, int64_t, int32_t number, int64_t run);
static inline int64_t address_of_aegis_helper_entry(void) { return (int64_t) aegis_helper_entry; }
FOR_ASSEMBLY void aegis_interrupt(int64_t unused, int32_t vector);
FOR_ASSEMBLY void aegis_kernel_trap(int64_t unused, int32_t vector, int64_t error_code, int64_t fault_address,
                                    int64_t instruction);
