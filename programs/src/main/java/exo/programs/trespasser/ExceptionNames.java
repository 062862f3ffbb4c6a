package exo.programs.trespasser;

/** The processor's exceptions in words (Intel SDM vol. 3A, table 6-1). */
final class ExceptionNames {
    private static final String[] NAMES = {"divide error", "debug exception", "non-maskable interrupt", "breakpoint",
        "overflow", "bound range", "invalid opcode", "device not available", "double fault", "coprocessor overrun",
        "invalid TSS", "segment not present", "stack fault", "general protection", "page fault", "reserved",
        "x87 floating-point error", "alignment check", "machine check", "vector floating-point error"};

    private ExceptionNames() {
    }

    static String of(int vector) {
        return vector >= 0 && vector < NAMES.length ? NAMES[vector] : "exception " + vector;
    }
}
