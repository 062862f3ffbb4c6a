/*
 * A program's first instructions, and what its exceptions come to. rdi and rsi are argc and argv, as its creator passed
 * them. The stack's end is marked by a zero frame pointer, for whoever walks it.
 */
#include "kept.h"
#include "resume.h"
        .section .text.start, "ax"
        .globl  _start
_start: xor     %ebp, %ebp
        and     $-16, %rsp
        call    exos_start
        ud2

/*
 * int64_t exos_guarded(void (*action)(int64_t), int64_t argument): runs the action; -1 if it returned, else the vector of
 * the exception that ended it. The registers that C keeps are put back as they were.
 */
        .text
        .globl  exos_guarded
exos_guarded:
        keep
        push    %rax
        mov     %rsp, guard(%rip)
        mov     %rdi, %rax
        mov     %rsi, %rdi
        call    *%rax
        mov     $-1, %rax
guarded_end:
        movq    $0, guard(%rip)
        pop     %rcx
        unkeep
        ret

/*
 * The upcall: rax is the vector, rcx the save area, rdx the fault address. Under a guard, the guarded action is over.
 * Without one the save area stays in use and the exception is raised again, which the kernel then takes as the end.
 */
        .globl  exos_upcall
exos_upcall:
        cmpq    $0, guard(%rip)
        je      1f
        mov     guard(%rip), %rsp
        movq    $0, SAVE_AREA_IN_USE(%rcx)
        jmp     guarded_end
1:      exos_resume keep=1

        .bss
        .balign 8
guard:  .skip   8
        .section .note.GNU-stack, "", @progbits
