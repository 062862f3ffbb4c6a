/* Functions that the assembly calls: all others are local to the one unit of C, and gcc may inline or drop them. */
#pragma once
#include "libc.h"

#define FOR_ASSEMBLY __attribute__((externally_visible))
FOR_ASSEMBLY int teavm_main(int argc, char** argv);
#include "aegis_calls.h"
FOR_ASSEMBLY void aegis_trap(int32_t vector, int64_t error_code, int64_t fault_address);
FOR_ASSEMBLY void aegis_kernel_trap(int32_t vector, int64_t error_code, int64_t fault_address, int64_t instruction,
                                    int64_t code_selector);
