package exo.aegis;

import exo.machine.Trap;

/** The processor's exceptions in words (Intel SDM vol. 3A, table 6-1). */
final class TrapNames {
    private TrapNames() {
    }

    static String of(int vector) {
        switch (vector) {
            case Trap.DIVIDE_ERROR:
                return "divide error";
            case Trap.DEBUG:
                return "debug exception";
            case Trap.NON_MASKABLE_INTERRUPT:
                return "non-maskable interrupt";
            case Trap.BREAKPOINT:
                return "breakpoint";
            case Trap.OVERFLOW:
                return "overflow";
            case Trap.BOUND_RANGE:
                return "bound range exceeded";
            case Trap.INVALID_OPCODE:
                return "invalid opcode";
            case Trap.DEVICE_NOT_AVAILABLE:
                return "device not available";
            case Trap.DOUBLE_FAULT:
                return "double fault";
            case Trap.INVALID_TSS:
                return "invalid TSS";
            case Trap.SEGMENT_NOT_PRESENT:
                return "segment not present";
            case Trap.STACK_FAULT:
                return "stack fault";
            case Trap.GENERAL_PROTECTION:
                return "general protection";
            case Trap.PAGE_FAULT:
                return "page fault";
            case Trap.FLOATING_POINT:
                return "floating-point error";
            case Trap.ALIGNMENT_CHECK:
                return "alignment check";
            case Trap.MACHINE_CHECK:
                return "machine check";
            case Trap.VECTOR_FLOATING_POINT:
                return "vector floating-point exception";
            default:
                return "unknown exception";
        }
    }
}
