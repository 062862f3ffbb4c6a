package exo.programs.trespasser;

import exo.abi.CapabilityKind;
import exo.abi.FrameInfo;
import exo.abi.FrameKind;
import exo.abi.Info;
import exo.abi.Limits;
import exo.abi.Right;
import exo.abi.Status;
import exo.exos.Exceptions;
import exo.exos.Words;
import exo.exos.kernel.KernelCalls;
import exo.exos.kernel.StatusNames;
import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;
import org.teavm.interop.c.Include;

/**
 * Tries, one after another, what no program may do, and says of each how it was caught: by which exception, or with which
 * refusal of the kernel. Ends with status 1 if anything was not, or not in the way that it should be.
 */
@Include(value = "trespasser.h", isSystem = false)
public final class Trespasser {
    private static final long KERNEL_DIRECT_MAP = 0xffff_8000_0020_0000L;
    private static final long KERNEL_IMAGE = 0xffff_ffff_8020_0000L;
    private static final long NOT_CANONICAL = 0x0000_8000_0000_0000L;
    private static final long OTHERS_MEMORY = 0x3000_0000_0000L;
    private static final long PROBE_PAGE = 0x5000_0000_0000L;
    private static final int DIVIDE = 0;
    private static final int DEBUG = 1;
    private static final int BREAKPOINT = 3;
    private static final int OVERFLOW = 4;
    private static final int OPCODE = 6;
    private static final int STACK = 12;
    private static final int PROTECTION = 13;
    private static final int PAGE = 14;
    private static final int X87 = 16;
    private static final int VECTOR = 19;

    private static final int AUTHENTICATOR_WORD = 2;
    private static final int GUESSES = 1000;
    private static final long GUESS_STEP = 0x9e37_79b9_7f4a_7c15L;

    private int attempts;
    private int failures;

    private Trespasser() {
    }

    @Unmanaged
    @Import(name = "trespass")
    private static native long trespass(int act, long argument);

    @Unmanaged
    @Import(name = "trespass_raise_privilege")
    private static native long raisePrivilege();

    @Unmanaged
    @Import(name = "trespass_processor_has_umip")
    private static native long processorHasUmip();

    @Unmanaged
    @Import(name = "trespass_capability")
    private static native long capability();

    @Unmanaged
    @Import(name = "trespass_alter")
    private static native void alter(int word, long bits);

    public static void main(String[] arguments) {
        Exceptions.catchGuarded();
        Trespasser trespasser = new Trespasser();
        trespasser.reachForMemory();
        trespasser.usePrivilege();
        trespasser.bendControlFlow();
        trespasser.raiseExceptions();
        trespasser.askTheKernel();
        trespasser.forgeCapabilities();
        System.out.println(trespasser.attempts + " trespasses, " + (trespasser.attempts - trespasser.failures)
                + " caught");
        System.exit(trespasser.failures == 0 ? 0 : 1);
    }

    private void report(String what, String how, boolean caught) {
        attempts++;
        if (!caught) {
            failures++;
        }
        System.out.println(what + ": " + (caught ? "caught, " : "NOT CAUGHT, ") + how);
    }

    private void attempt(String what, Act act, long argument, int expectedVector) {
        attempt(what, act, argument, expectedVector, expectedVector);
    }

    /** With a second vector where emulators differ from the processors that they emulate. */
    private void attempt(String what, Act act, long argument, int expectedVector, int emulatedVector) {
        long vector = trespass(act.ordinal(), argument);
        report(what, vector == Exceptions.NONE ? "nothing stopped it" : ExceptionNames.of((int) vector),
                vector == expectedVector || vector == emulatedVector);
    }

    private void reachForMemory() {
        attempt("read kernel memory through its direct map", Act.LOAD, KERNEL_DIRECT_MAP, PAGE);
        attempt("read the kernel's image", Act.LOAD, KERNEL_IMAGE, PAGE);
        attempt("write kernel memory through its direct map", Act.STORE, KERNEL_DIRECT_MAP, PAGE);
        attempt("write the kernel's image", Act.STORE, KERNEL_IMAGE, PAGE);
        attempt("read where another environment has memory", Act.LOAD, OTHERS_MEMORY, PAGE);
        attempt("write where another environment has memory", Act.STORE, OTHERS_MEMORY, PAGE);
        attempt("execute its own data", Act.JUMP, Words.addressOf(new byte[] {(byte) 0xc3, (byte) 0xc3}), PAGE);
        attempt("write its own code", Act.STORE, 0x400000L, PAGE);
        attempt("read a non-canonical address", Act.LOAD, NOT_CANONICAL, PROTECTION);
    }

    private void usePrivilege() {
        attempt("hlt", Act.HALT, 0, PROTECTION);
        attempt("cli", Act.DISABLE_INTERRUPTS, 0, PROTECTION);
        attempt("sti", Act.ENABLE_INTERRUPTS, 0, PROTECTION);
        attempt("in from port 0x64", Act.READ_PORT, 0x64, PROTECTION);
        attempt("out to port 0xf4", Act.WRITE_PORT, 0xf4, PROTECTION);
        attempt("load CR3", Act.LOAD_CR3, 0, PROTECTION);
        attempt("load CR4", Act.LOAD_CR4, 0, PROTECTION);
        attempt("read CR0", Act.READ_CR0, 0, PROTECTION);
        attempt("load a debug register", Act.LOAD_DEBUG_REGISTER, 0, PROTECTION);
        attempt("rdmsr", Act.READ_MODEL_REGISTER, 0xc0000080L, PROTECTION);
        attempt("wrmsr", Act.WRITE_MODEL_REGISTER, 0xc0000082L, PROTECTION);
        attempt("lgdt", Act.LOAD_DESCRIPTOR_TABLE, 0, PROTECTION);
        attempt("lidt", Act.LOAD_INTERRUPT_TABLE, 0, PROTECTION);
        if (processorHasUmip() != 0) {
            attempt("sidt", Act.READ_INTERRUPT_TABLE, 0, PROTECTION);
        } else {
            System.out.println("sidt: not tried, this processor has no UMIP");
        }
        attempt("ltr", Act.LOAD_TASK_REGISTER, 0x28, PROTECTION);
        attempt("invlpg", Act.INVALIDATE_PAGE, 0x400000L, PROTECTION);
        attempt("wbinvd", Act.WRITE_BACK_CACHES, 0, PROTECTION);
        attempt("swapgs", Act.SWAP_GS, 0, PROTECTION);
        attempt("sysret", Act.SYSTEM_RETURN, 0, PROTECTION);
        attempt("clts", Act.CLEAR_TASK_SWITCHED, 0, PROTECTION);
        long level = raisePrivilege();
        report("set IOPL to 3 with popf", "it stays " + level, level == 0);
    }

    /** QEMU's iret from user mode reads the stack as the kernel would, and so meets SMAP before it looks at the selector. */
    private void bendControlFlow() {
        attempt("jump into the kernel", Act.JUMP, KERNEL_IMAGE, PAGE);
        attempt("load the kernel's stack selector", Act.LOAD_KERNEL_SELECTOR, 0x10, PROTECTION);
        attempt("iret to ring 0", Act.RETURN_TO_RING_0, 0x400000L, PROTECTION, PAGE);
        attempt("far jump to ring 0", Act.FAR_JUMP_TO_RING_0, 0x400000L, PROTECTION);
        attempt("ret to a non-canonical address", Act.RETURN_TO, NOT_CANONICAL, PROTECTION);
        attempt("iret to a non-canonical address", Act.INTERRUPT_RETURN_TO, NOT_CANONICAL, PROTECTION, PAGE);
        attempt("push at a non-canonical address", Act.PUSH_AT, NOT_CANONICAL + 64, STACK, PROTECTION);
        attempt("overflow its stack", Act.OVERFLOW_STACK, 0, PAGE);
    }

    private void raiseExceptions() {
        attempt("divide by zero", Act.DIVIDE_BY_ZERO, 0, DIVIDE);
        attempt("single-step into itself", Act.SINGLE_STEP, 0, DEBUG);
        attempt("invalid opcode", Act.INVALID_OPCODE, 0, OPCODE);
        attempt("unmasked x87 error", Act.UNMASKED_X87_ERROR, 0, X87);
        long raised = trespass(Act.UNMASKED_VECTOR_ERROR.ordinal(), 0);
        report("unmasked vector error", raised == Exceptions.NONE ? "this processor raises none"
                : ExceptionNames.of((int) raised), raised == VECTOR || raised == Exceptions.NONE);
        attempt("int 3", Act.SOFTWARE_INTERRUPT, BREAKPOINT, BREAKPOINT);
        attempt("int 4", Act.SOFTWARE_INTERRUPT, OVERFLOW, OVERFLOW);
        int refused = 0;
        for (int vector = 0; vector < 256; vector++) {
            if (vector != BREAKPOINT && vector != OVERFLOW
                    && trespass(Act.SOFTWARE_INTERRUPT.ordinal(), vector) == PROTECTION) {
                refused++;
            }
        }
        report("int with every other vector", refused + " of 254 times general protection", refused == 254);
    }

    private void refusal(String what, long status, long expected) {
        report(what, "the kernel answers " + StatusNames.of(status), status == expected);
    }

    private void askTheKernel() {
        long self = KernelCalls.envSelf();
        long others = frameOfAnother(self);
        long own = KernelCalls.frameAlloc(Limits.ANY_FRAME);
        refusal("bind another environment's frame", KernelCalls.bind(self, PROBE_PAGE, others, Right.READ),
                Status.NOT_YOURS);
        refusal("free another environment's frame", KernelCalls.frameFree(others), Status.NOT_YOURS);
        refusal("bind a frame of the kernel", KernelCalls.bind(self, PROBE_PAGE, 0x200, Right.READ), Status.NOT_YOURS);
        refusal("bind a page writable and executable",
                KernelCalls.bind(self, PROBE_PAGE, own, Right.READ | Right.WRITE | Right.EXECUTE),
                Status.WRITABLE_AND_EXECUTABLE);
        refusal("bind the last page before the non-canonical addresses",
                KernelCalls.bind(self, Limits.USER_END, own, Right.READ | Right.EXECUTE), Status.BAD_ADDRESS);
        refusal("bind a page of the kernel's half",
                KernelCalls.bind(self, KERNEL_DIRECT_MAP, own, Right.READ), Status.BAD_ADDRESS);
        refusal("have the kernel read kernel memory for it",
                KernelCalls.consoleWrite(KERNEL_DIRECT_MAP, 16), Status.BAD_ADDRESS);
        refusal("read the console's input of another", KernelCalls.consoleRead(Words.addressOf(new byte[16]), 16),
                Status.NOT_YOURS);
        refusal("turn the machine off", KernelCalls.powerOff(0, 0, 0), Status.NOT_YOURS);
        refusal("end the first environment", KernelCalls.envEnd(1L << 16 | 1, 0), Status.NOT_YOURS);
        refusal("name an environment that never was", KernelCalls.envEnd(77L << 16 | 5, 0),
                Status.NO_SUCH_ENVIRONMENT);
    }

    /** A capability of its own is what it begins with; each change must make it worthless. */
    private void forgeCapabilities() {
        long self = KernelCalls.envSelf();
        long own = KernelCalls.frameAlloc(Limits.ANY_FRAME);
        long place = capability();
        KernelCalls.capMake(CapabilityKind.FRAME, own, Right.READ, place);
        refusal("bind with more rights than a capability permits",
                KernelCalls.capBind(self, PROBE_PAGE, place, Right.READ | Right.WRITE), Status.NOT_YOURS);
        alter(0, (long) Right.WRITE << 8);
        refusal("add a right to a capability", KernelCalls.capBind(self, PROBE_PAGE, place, Right.READ),
                Status.BAD_CAPABILITY);
        alter(0, (long) Right.WRITE << 8);
        alter(0, (own ^ frameOfAnother(self)) << 32);
        refusal("make a capability name another's frame", KernelCalls.capBind(self, PROBE_PAGE, place, Right.READ),
                Status.BAD_CAPABILITY);
        int refused = 0;
        for (int guess = 1; guess <= GUESSES; guess++) {
            alter(AUTHENTICATOR_WORD, guess * GUESS_STEP);
            refused += KernelCalls.capBind(self, PROBE_PAGE, place, Right.READ) == Status.BAD_CAPABILITY ? 1 : 0;
        }
        report("guess its authenticator", refused + " of " + GUESSES + " times refused", refused == GUESSES);
        KernelCalls.capMake(CapabilityKind.FRAME, own, Right.READ, place);
        KernelCalls.capRevoke(CapabilityKind.FRAME, own);
        refusal("use a capability after its revocation", KernelCalls.capBind(self, PROBE_PAGE, place, Right.READ),
                Status.BAD_CAPABILITY);
    }

    /** Some frame that another environment holds: whose they are is no secret. */
    private static long frameOfAnother(long self) {
        long frames = KernelCalls.machineInfo(Info.FRAMES_TOTAL);
        for (long frame = 1; frame < frames; frame++) {
            long info = KernelCalls.frameInfo(frame);
            long owner = info >>> FrameInfo.OWNER_SHIFT & 0xffff_ffffL;
            if (info >= 0 && (info >>> FrameInfo.KIND_SHIFT & 0xff) == FrameKind.ORDINARY && owner != (self & 0xffff)) {
                return frame;
            }
        }
        return 0;
    }
}
