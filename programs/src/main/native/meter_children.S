/*
 * What the meter's bare children run, copied into a page of theirs: code that may lie anywhere, between a label and the same
 * with _end. None has a stack.
 */
#include "aegis_layout.h"
#include "reading.h"
#define EVENT_DEADLINE 8

        .macro  child name
        .section .rodata.\name, "a"
        .globl  \name, \name\()_end
\name:
        .endm

/* Yields to rdi, for ever. Two instructions of its own between two yields. */
        child   meter_yielder
1:      mov     $AEGIS_CALL_YIELD, %eax
        syscall
        jmp     1b
meter_yielder_end:

/* Answers transfers at once: r13 its first reading, r14 whom. */
        child   meter_callee
        mov     $AEGIS_CALL_ENTRY_POINT, %eax
        mov     $AEGIS_ENTRY_POINT_SYNCHRONOUS, %edi
        lea     2f(%rip), %rsi
        syscall
1:      mov     $AEGIS_CALL_ACCEPT, %eax
        xor     %edi, %edi
        xor     %esi, %esi
        syscall
        jmp     1b
2:      reading
        mov     %rdx, %r13
        mov     %r14, %rdi
        xor     %esi, %esi
        mov     $AEGIS_CALL_TRANSFER_SYNC, %eax
        syscall
        jmp     1b
meter_callee_end:

/*
 * Goes to rdi as often as the record at rsi says, timed: by a transfer one way, or by a yield there and back. What stands
 * between the two readings without the call is measured first and taken off. The record: rounds, own name, least, most.
 */
        .macro  timed_child name, call, there_and_back
        child   \name
        mov     %rdi, %rbx
        mov     %rsi, %r15
        mov     (%r15), %rbp
        mov     8(%r15), %r14                   /* whom the callee of a transfer is to answer */
        mov     $-1, %r8
        xor     %r9d, %r9d
        reading
        mov     %rdx, %r12
        mov     $\call, %eax
        reading
        sub     %r12, %rdx
        mov     %rdx, %r10
1:      mov     %rbx, %rdi
        xor     %esi, %esi
        reading
        mov     %rdx, %r12
        mov     $\call, %eax
        syscall                                 /* the callee's reading comes back in r13 */
        .if     \there_and_back
        reading
        mov     %rdx, %r13
        .endif
        sub     %r12, %r13
        sub     %r10, %r13
        cmp     %r8, %r13
        cmovb   %r13, %r8
        cmp     %r9, %r13
        cmova   %r13, %r9
        dec     %rbp
        jnz     1b
        mov     %r8, 16(%r15)
        mov     %r9, 24(%r15)
        xor     %edi, %edi
        mov     $AEGIS_CALL_EXIT, %eax
        syscall
\name\()_end:
        .endm

        timed_child meter_caller, AEGIS_CALL_TRANSFER_SYNC, 0
        timed_child meter_yielding_caller, AEGIS_CALL_YIELD, 1

/* Each time that it is yielded to, sleeps until the cycle that rdi points to. */
        child   meter_sleeper
        mov     %rdi, %rbx
1:      mov     $EVENT_DEADLINE, %edi
        mov     (%rbx), %rsi
        mov     $AEGIS_CALL_WAIT, %eax
        syscall
        jmp     1b
meter_sleeper_end:

/*
 * Makes calls as a list of records at rdi says: number, five arguments, flags, and its result. Flags: 1: the first argument is the result
 * that was kept; 2: keeps the result; 4: calls again while the result is 1; 8: for ever.
 */
        child   meter_scripted
        mov     %rdi, %rbx
1:      mov     48(%rbx), %rbp
2:      mov     8(%rbx), %rdi
        test    $1, %ebp
        cmovnz  %r12, %rdi
        mov     16(%rbx), %rsi
        mov     24(%rbx), %rdx
        mov     32(%rbx), %r10
        mov     40(%rbx), %r8
        mov     (%rbx), %rax
        syscall
        mov     %rax, 56(%rbx)
        test    $2, %ebp
        cmovnz  %rax, %r12
        test    $4, %ebp
        jz      3f
        cmp     $1, %rax
        je      2b
3:      test    $8, %ebp
        jnz     2b
        add     $64, %rbx
        jmp     1b
meter_scripted_end:
        .section .note.GNU-stack, "", @progbits
