package exo.forge.ebpf;

import exo.ebpf.Opcode;
import java.util.Arrays;
import java.util.List;

/** One step of a routine, on variables of 64 bits. Which of the fields a step has is said with its kind. */
final class Step {
    static final int NONE = -1;

    enum Kind {
        /** result = a. */
        MOVE,
        /** result = a code b, with a code of {@link Opcode}; DIV and MOD are signed. Narrow: of the low halves, zero-extended. */
        ARITHMETIC,
        /** result = -a. */
        NEGATE,
        /** result = the low code bits of a, sign-extended. */
        EXTEND,
        /** result = the low code bits of a, their bytes from big-endian or to it, zero-extended. */
        SWAP,
        /** result = the address of the area's byte at offset. */
        AREA,
        /** result = the bytes at a + offset, as many as code says, a size of {@link Opcode}; zero-extended, or signed. */
        LOAD,
        /** The bytes at a + offset become b's, as many as code says. */
        STORE,
        /** result = what helper number code says of the arguments. */
        HELPER,
        /** result = what the routine says of the arguments. */
        CALL,
        /** To the target if a code b, a condition of {@link Opcode}. */
        BRANCH,
        JUMP,
        /** The target is here. */
        HERE,
        /** The routine's result is a. */
        RETURN,
        /** The stack slot at offset becomes a; and the reverse. */
        SPILL,
        RELOAD
    }

    final Kind kind;
    int result = NONE;
    Value a;
    Value b;
    int code;
    /** ARITHMETIC: of 32 bits. */
    boolean narrow;
    /** LOAD: the sign is extended. */
    boolean signed;
    int offset;
    List<Value> arguments = List.of();
    Target target;
    Routine routine;
    /** Of the result of a load or a call: what it is known to be. */
    long least = Long.MIN_VALUE;
    long most = Long.MAX_VALUE;
    SourcePlace place;

    Step(Kind kind) {
        this.kind = kind;
    }

    static Step move(int result, Value a) {
        Step step = new Step(Kind.MOVE);
        step.result = result;
        step.a = a;
        return step;
    }

    static Step arithmetic(int code, int result, Value a, Value b) {
        Step step = new Step(Kind.ARITHMETIC);
        step.code = code;
        step.result = result;
        step.a = a;
        step.b = b;
        return step;
    }

    /** NEGATE, EXTEND or SWAP. */
    static Step unary(Kind kind, int result, Value a, int bits) {
        Step step = new Step(kind);
        step.result = result;
        step.a = a;
        step.code = bits;
        return step;
    }

    static Step branch(int condition, Value a, Value b, Target target) {
        Step step = new Step(Kind.BRANCH);
        step.code = condition;
        step.a = a;
        step.b = b;
        step.target = target;
        return step;
    }

    static Step jump(Target target) {
        Step step = new Step(Kind.JUMP);
        step.target = target;
        return step;
    }

    static Step here(Target target) {
        Step step = new Step(Kind.HERE);
        step.target = target;
        return step;
    }

    static Step giveBack(Value a) {
        Step step = new Step(Kind.RETURN);
        step.a = a;
        return step;
    }

    /** The variables that it reads. */
    int[] uses() {
        int[] uses = new int[2 + arguments.size()];
        int count = 0;
        for (int number = -2; number < arguments.size(); number++) {
            int variable = variable(number == -2 ? a : number == -1 ? b : arguments.get(number));
            if (variable != NONE) {
                uses[count++] = variable;
            }
        }
        return Arrays.copyOf(uses, count);
    }

    private static int variable(Value value) {
        return value == null ? NONE : value.variable();
    }

    boolean isCall() {
        return kind == Kind.HELPER || kind == Kind.CALL;
    }

    /** Nothing follows it. */
    boolean ends() {
        return kind == Kind.JUMP || kind == Kind.RETURN;
    }

    /** It does nothing but compute its result. */
    boolean isPure() {
        return result != NONE && !isCall();
    }

    /** a and b can change places. */
    boolean isCommutative() {
        return code == Opcode.ADD || code == Opcode.MUL || code == Opcode.AND || code == Opcode.OR || code == Opcode.XOR;
    }
}
