/* For assembly that is called from C and leaves no register as C wants it: what C keeps, onto the stack and back. */
#pragma once
        .macro  keep
        push    %rbp
        mov     %rsp, %rbp
        push    %rbx
        push    %r12
        push    %r13
        push    %r14
        push    %r15
        .endm

        .macro  unkeep
        pop     %r15
        pop     %r14
        pop     %r13
        pop     %r12
        pop     %rbx
        pop     %rbp
        .endm
