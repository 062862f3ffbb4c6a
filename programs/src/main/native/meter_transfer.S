/*
 * A synchronous transfer, timed one way: int64_t meter_transfer(callee, self) reads the counter before the call, the callee
 * reads it with its first instruction and answers. meter_no_transfer has the reading where the call would be.
 */
#include "aegis_layout.h"
#include "kept.h"
#include "reading.h"

        .macro  timed_transfer name
        .section .text.\name, "ax"
        .globl  \name
\name:  keep
        mov     %rsi, %r14                      /* whom the callee is to answer */
        xor     %esi, %esi
        reading
        mov     %rdx, %r12
        mov     $AEGIS_CALL_TRANSFER_SYNC, %eax
        .endm

        .macro  transfer_timed
        mov     %rax, meter_result
        sub     %r12, %r13
        mov     %r13, %rax
        cld
        unkeep
        ret
        .endm

        timed_transfer meter_transfer
        syscall
        transfer_timed
        timed_transfer meter_no_transfer
        reading
        mov     %rdx, %r13
        transfer_timed
        .section .note.GNU-stack, "", @progbits
