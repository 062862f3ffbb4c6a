/* The cycle counter, for assembly that measures: 64 bits in rdx; rax is destroyed. */
#pragma once
        .macro  reading
        rdtsc
        shl     $32, %rdx
        or      %rax, %rdx
        .endm
