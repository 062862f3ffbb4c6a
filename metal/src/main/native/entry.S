/*
 * Into the kernel and out of it. An environment's registers live in its context, a frame that only the kernel maps
 * (layout Context of the ABI). Entries save straight into the selected context: an interrupt from user mode because the
 * task state's stack pointer is its register part's end, a call by plain stores. Java then runs on the one kernel stack with
 * interrupts off, may select another context, and returns here; leaving restores whatever is selected.
 *
 * There is one processor, so its state is addressed directly and neither GS base nor swapgs is used.
 */
#include "aegis_layout.h"
#define REGISTERS_END 176                       /* of the context: after SS; 16-byte aligned, as the processor wants */

        .section .rodata
        .balign 64
calls:                                          /* what answers each number */
#include "aegis_calls.h"

        .data
        .balign 64
        .globl  selected_context, task_state
selected_context:       .quad 0                 /* whose registers are, or on entry will be, on the processor */
next_context:           .quad 0                 /* what Java chose to go on with; 0: nothing, wait for an interrupt */
user_stack:             .quad 0
        .balign 16
task_state:             .fill 26, 4, 0          /* Intel SDM vol. 3A, 8.7: RSP0 at 4, IST1 at 36 */
        .globl  next_context

        .text
/*
 * A call. FMASK has cleared IF, TF, DF, AC, NT and IOPL. C keeps rbx, rbp, r12 to r15, so only what C may destroy is saved;
 * if Java selects another context the rest is still there to be saved then.
 */
        .balign 64
        .globl  aegis_call_entry
aegis_call_entry:
        mov     %rsp, user_stack(%rip)
        mov     selected_context(%rip), %rsp
        mov     %rcx, CONTEXT_RIP(%rsp)
        mov     %r11, CONTEXT_RFLAGS(%rsp)
        mov     %rdi, CONTEXT_RDI(%rsp)
        mov     %rsi, CONTEXT_RSI(%rsp)
        mov     %rdx, CONTEXT_RDX(%rsp)
        mov     %r8, CONTEXT_R8(%rsp)
        mov     %r9, CONTEXT_R9(%rsp)
        mov     %r10, CONTEXT_R10(%rsp)
        mov     $kernel_stack_top, %rsp
        cmp     $AEGIS_CALLS, %rax
        jae     2f
        mov     %r10, %rcx
        call    *calls(, %rax, 8)
3:
        mov     selected_context(%rip), %rsp
        cmp     next_context(%rip), %rsp
        jne     1f
        mov     CONTEXT_RDI(%rsp), %rdi
        mov     CONTEXT_RSI(%rsp), %rsi
        mov     CONTEXT_RDX(%rsp), %rdx
        mov     CONTEXT_R8(%rsp), %r8
        mov     CONTEXT_R9(%rsp), %r9
        mov     CONTEXT_R10(%rsp), %r10
        mov     CONTEXT_RIP(%rsp), %rcx         /* below 2^47: no page from USER_END on is ever mapped for a user */
        mov     CONTEXT_RFLAGS(%rsp), %r11
        mov     user_stack(%rip), %rsp
        sysretq
2:      call    aegis_no_such_call
        jmp     3b
1:      mov     %rax, CONTEXT_RAX(%rsp)         /* the caller does not go on: keep all of it in its context */
        mov     %rbx, CONTEXT_RBX(%rsp)
        mov     %rbp, CONTEXT_RBP(%rsp)
        mov     %r12, CONTEXT_R12(%rsp)
        mov     %r13, CONTEXT_R13(%rsp)
        mov     %r14, CONTEXT_R14(%rsp)
        mov     %r15, CONTEXT_R15(%rsp)
        mov     user_stack(%rip), %rcx
        mov     %rcx, CONTEXT_RSP(%rsp)
        mov     CONTEXT_RIP(%rsp), %rcx         /* as the caller would have found them */
        mov     %rcx, CONTEXT_RCX(%rsp)
        mov     CONTEXT_RFLAGS(%rsp), %rcx
        mov     %rcx, CONTEXT_R11(%rsp)

/* Goes on with the context that Java selected, or waits for an interrupt that makes it select one. */
        .globl  aegis_leave
aegis_leave:
        mov     next_context(%rip), %rsp
        test    %rsp, %rsp
        jz      aegis_idle
        mov     %rsp, selected_context(%rip)
        lea     REGISTERS_END(%rsp), %rax
        mov     %rax, task_state + 4(%rip)
        .irp    r, rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15
        pop     %\r
        .endr
        add     $16, %rsp
        iretq

aegis_idle:
        movq    $0, selected_context(%rip)
        mov     $kernel_stack_top, %rsp
        xor     %ebp, %ebp
        sti
        hlt                                     /* sti holds interrupts off until hlt has begun */
        cli
        jmp     aegis_leave

/* One stub of 16 bytes for each vector up to 47; Java fills the interrupt table from their addresses. */
        .balign 64
        .globl  trap_stubs
trap_stubs:
        .set    vector, 0
        .rept   48
        .balign 16
        .if     (vector == 8) || ((vector >= 10) && (vector <= 14)) || (vector == 17) || (vector == 21) || (vector >= 29 && vector <= 30)
        .else
        push    $0
        .endif
        push    $vector
        .if     vector == 1
        jmp     debug_entry
        .elseif (vector == 2) || (vector == 8) || (vector == 18)
        jmp     kernel_entry
        .elseif vector < 32
        jmp     exception_entry
        .else
        jmp     interrupt_entry
        .endif
        .set    vector, vector + 1
        .endr

/* Out of user mode: the stack is the selected context, down to its vector. */
        .macro  from_user handler
        mov     %rax, CONTEXT_RAX - CONTEXT_VECTOR(%rsp)
        mov     %rcx, CONTEXT_RCX - CONTEXT_VECTOR(%rsp)
        mov     %rdx, CONTEXT_RDX - CONTEXT_VECTOR(%rsp)
        mov     %rsi, CONTEXT_RSI - CONTEXT_VECTOR(%rsp)
        mov     %rdi, CONTEXT_RDI - CONTEXT_VECTOR(%rsp)
        mov     %rbp, CONTEXT_RBP - CONTEXT_VECTOR(%rsp)         /* for a report */
        mov     %r8, CONTEXT_R8 - CONTEXT_VECTOR(%rsp)
        mov     %r9, CONTEXT_R9 - CONTEXT_VECTOR(%rsp)
        mov     %r10, CONTEXT_R10 - CONTEXT_VECTOR(%rsp)
        mov     %r11, CONTEXT_R11 - CONTEXT_VECTOR(%rsp)
        mov     (%rsp), %esi
        mov     8(%rsp), %rdx
        mov     %cr2, %rcx
        mov     $kernel_stack_top, %rsp
        push    $2                              /* a user's AC would switch SMAP off, its DF break the C code */
        popf
        call    \handler
        mov     selected_context(%rip), %rsp
        cmp     next_context(%rip), %rsp
        jne     1f
        mov     CONTEXT_RAX(%rsp), %rax
        mov     CONTEXT_RCX(%rsp), %rcx
        mov     CONTEXT_RDX(%rsp), %rdx
        mov     CONTEXT_RSI(%rsp), %rsi
        mov     CONTEXT_RDI(%rsp), %rdi
        mov     CONTEXT_R8(%rsp), %r8
        mov     CONTEXT_R9(%rsp), %r9
        mov     CONTEXT_R10(%rsp), %r10
        mov     CONTEXT_R11(%rsp), %r11
        add     $CONTEXT_RIP, %rsp
        iretq
1:      mov     %rbx, CONTEXT_RBX(%rsp)         /* as in a call: the rest is still in place */
        mov     %r12, CONTEXT_R12(%rsp)
        mov     %r13, CONTEXT_R13(%rsp)
        mov     %r14, CONTEXT_R14(%rsp)
        mov     %r15, CONTEXT_R15(%rsp)
        jmp     aegis_leave
        .endm

exception_entry:
        testb   $3, 24(%rsp)
        jz      kernel_entry
user_exception:
        from_user aegis_exception
interrupt_entry:
        testb   $3, 24(%rsp)
        jz      kernel_entry
        from_user aegis_interrupt

/* In kernel mode: an interrupt while idle, or a bug. On whatever stack the processor chose. */
kernel_entry:
        .irp    r, r15, r14, r13, r12, r11, r10, r9, r8, rbp, rdi, rsi, rdx, rcx, rbx, rax
        push    %\r
        .endr
        mov     CONTEXT_VECTOR(%rsp), %rsi
        mov     CONTEXT_ERROR_CODE(%rsp), %rdx
        mov     %cr2, %rcx
        mov     CONTEXT_RIP(%rsp), %r8
        cld
        push    %r8                             /* so that the frame chain shows where it happened */
        push    %rbp
        mov     %rsp, %rbp
        and     $-16, %rsp
        call    aegis_kernel_trap
        mov     %rbp, %rsp
        add     $16, %rsp
        .irp    r, rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15
        pop     %\r
        .endr
        add     $16, %rsp
        iretq

/*
 * #DB has a stack of its own: "mov ss" before "syscall" with TF set delivers it on the kernel's first instruction, with
 * the user's stack pointer (CVE-2018-8897). From user mode it is moved to the context and goes the common way.
 */
debug_entry:
        testb   $3, 24(%rsp)
        jz      1f
        push    %rax
        push    %rcx
        mov     selected_context(%rip), %rcx
        .irp    word, 0, 8, 16, 24, 32, 40, 48
        mov     16 + \word(%rsp), %rax
        mov     %rax, CONTEXT_VECTOR + \word(%rcx)
        .endr
        lea     CONTEXT_VECTOR(%rcx), %rax
        mov     %rax, user_stack(%rip)
        pop     %rcx
        pop     %rax
        mov     user_stack(%rip), %rsp
        jmp     user_exception
1:      andl    $~0x100, 32(%rsp)
        add     $16, %rsp
        iretq
        .section .note.GNU-stack, "", @progbits
