/*
 * Protected control transfer with a message in registers. A message is six words: rdx, r8, r9, r10, r12 and r13; every other
 * register but the stack pointer comes back as whoever answers left it, and flags may too.
 */
#include "aegis_layout.h"
#include "kept.h"

        .macro  load_message at                 /* base last, if it is one of the six */
        mov     8(\at), %r8
        mov     16(\at), %r9
        mov     24(\at), %r10
        mov     32(\at), %r12
        mov     40(\at), %r13
        mov     (\at), %rdx
        .endm

/* int64_t exos_transfer(int64_t env, int64_t deadline, int64_t* message): the answer's six words replace the message's. */
        .section .text.exos_transfer, "ax"
        .globl  exos_transfer
exos_transfer:
        keep
        push    %rdx
        mov     %rdx, %rax
        load_message %rax
        mov     $AEGIS_CALL_TRANSFER_SYNC, %eax
        syscall
        pop     %rcx
        mov     %rdx, (%rcx)
        mov     %r8, 8(%rcx)
        mov     %r9, 16(%rcx)
        mov     %r10, 24(%rcx)
        mov     %r12, 32(%rcx)
        mov     %r13, 40(%rcx)
        cld
        unkeep
        ret

/* int64_t exos_send(int64_t env, const int64_t* message): asynchronously; nothing comes back. */
        .section .text.exos_send, "ax"
        .globl  exos_send
exos_send:
        keep
        mov     %rsi, %rax
        load_message %rax
        mov     $AEGIS_CALL_TRANSFER_ASYNC, %eax
        syscall
        unkeep
        ret

/*
 * int64_t exos_serve(int64_t (*handler)(int64_t kind, int64_t caller, int64_t* message)): accepts transfers until the handler
 * returns 0 or the kernel refuses. It is called below this function's frame, which every transfer finds again; what it leaves
 * in the message is the answer to a synchronous one. Wants exos_serve_synchronous or exos_serve_asynchronous declared as an
 * entry, or both.
 */
        .section .text.exos_serve, "ax"
        .globl  exos_serve, exos_serve_synchronous, exos_serve_asynchronous
exos_serve:
        keep
        push    %rdi
        mov     %rsp, server_stack
        mov     %rbp, server_frame
accept: mov     server_stack, %rsp
        xor     %edi, %edi
        xor     %esi, %esi
        mov     $AEGIS_CALL_ACCEPT, %eax
        syscall
        test    %rax, %rax
        jns     accept
over:   mov     server_stack, %rsp
        pop     %rdi
        cld
        unkeep
        ret

        .macro  handle kind
        mov     server_stack, %rsp
        mov     server_frame, %rbp
        cld
        push    %rax
        push    %r13
        push    %r12
        push    %r10
        push    %r9
        push    %r8
        push    %rdx
        mov     %rax, %rsi
        mov     %rsp, %rdx
        mov     $\kind, %edi
        sub     $8, %rsp                        /* C wants 16 bytes aligned */
        call    *64(%rsp)
        add     $8, %rsp
        test    %rax, %rax
        jz      over
        .endm

exos_serve_synchronous:
        handle  AEGIS_ENTRY_POINT_SYNCHRONOUS
        mov     48(%rsp), %rdi
        load_message %rsp
        xor     %esi, %esi
        mov     $AEGIS_CALL_TRANSFER_SYNC, %eax
        syscall
        jmp     accept                          /* the caller is gone, or wants no answer any more */

exos_serve_asynchronous:
        handle  AEGIS_ENTRY_POINT_ASYNCHRONOUS
        jmp     accept

        .section .bss.server_stack, "aw", @nobits
        .balign 8
server_stack:   .skip 8
server_frame:   .skip 8
        .section .note.GNU-stack, "", @progbits
