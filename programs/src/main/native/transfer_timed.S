/*
 * A synchronous transfer, timed on both sides with the one counter: the caller reads it just before the call, the callee at
 * its entry. What stands between the readings without a transfer is measured by the same code and taken off by the caller.
 */
#include "aegis_layout.h"
#include "kept.h"
#include "reading.h"

/* What the callee does first: the reading goes where the message has its sixth word. */
        .macro  arrival
        mov     %rax, %rcx
        mov     %rdx, %r11
        reading
        mov     %rdx, %r13
        mov     %r11, %rdx
        mov     %rcx, %rax
        .endm

        .section .text.server_timed_entry, "ax"
        .globl  server_timed_entry
server_timed_entry:
        arrival
        jmp     exos_serve_synchronous

/*
 * int64_t client_call(int64_t env, int64_t deadline, int64_t* message), and two that only resemble it: without the call, and
 * with the callee's first instructions in its place. The message is of six words, the fifth the caller's reading and the sixth
 * the callee's; behind them are left the cycles to the callee's reading, and to the caller's next.
 */
        .macro  timed_call name
        .section .text.\name, "ax"
        .globl  \name
\name:  keep
        push    %rdx
        mov     %rdx, %r14
        mov     8(%r14), %r8
        mov     16(%r14), %r9
        mov     24(%r14), %r10
        reading
        mov     %rdx, %r12
        push    %rdx
        mov     (%r14), %rdx
        mov     $AEGIS_CALL_TRANSFER_SYNC, %eax
        .endm

        .macro  timed_return
        mov     %rdx, %r11
        mov     %rax, %rbx
        reading
        pop     %rax
        pop     %rcx
        mov     %r11, (%rcx)
        mov     %r8, 8(%rcx)
        mov     %r9, 16(%rcx)
        mov     %r10, 24(%rcx)
        sub     %rax, %rdx
        mov     %rdx, 56(%rcx)
        sub     %rax, %r13
        mov     %r13, 48(%rcx)
        mov     %rbx, %rax
        cld
        unkeep
        ret
        .endm

        timed_call client_call
        syscall
        timed_return
        timed_call client_no_call
        timed_return
        timed_call client_no_transfer
        arrival
        timed_return
        .section .note.GNU-stack, "", @progbits
