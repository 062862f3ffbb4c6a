/* Measuring instructions of the program meter. Under QEMU's -icount shift=0 a cycle is an instruction. */
#pragma once
#include "aegis.h"

/* Cycles from a null call's syscall instruction, included, to the instruction after it. */
int64_t meter_null_call(void);
/* How many of the general registers a null call changes, besides rax, rcx and r11, which it may. */
int64_t meter_registers_changed(void);
