package exo.programs.ebpf;

import exo.ebpf.Limits;
import exo.ebpf.Program;
import exo.ebpf.Refusal;
import exo.ebpf.Run;
import java.io.IOException;

/**
 * Tries programs that the console's input brings, a line each: {@code program FLAGS INSTRUCTIONS MEMORY}, the latter two in hexadecimal or
 * {@code -}. Of each it prints a line: {@code ebpf refused RULE INSTRUCTION} or {@code ebpf ran OUTCOME RESULT INSTRUCTION OUTCOME RESULT
 * INSTRUCTION}, interpreted and then compiled.
 */
public final class EngineProgram {
    private static final long ECHO = 5;
    private static final long BUDGET = 10_000_000;
    /** What stands in an outcome's place if the machine code raised an exception, less its vector. */
    private static final long EXCEPTION = 1000;

    private EngineProgram() {
    }

    public static void main(String[] arguments) throws IOException {
        Engine engine = new Engine();
        InputLine line = new InputLine(System.in);
        while (line.advance()) {
            switch (line.word()) {
                case "program":
                    tryProgram(engine, line);
                    break;
                case "fuzz":
                    new Fuzz(engine).run(line.number(), line.number(), line.number());
                    break;
                default:
                    System.out.println("ebpf unknown");
            }
        }
    }

    private static void tryProgram(Engine engine, InputLine line) throws IOException {
        long flags = line.number();
        UserMemory memory = (UserMemory) engine.memory();
        int bytes = line.bytes(memory, engine.text(), (Limits.INSTRUCTIONS + 1) * Limits.INSTRUCTION_BYTES);
        int memoryBytes = line.bytes(memory, engine.interpreted().region, Engine.MEMORY_BYTES_MOST);
        for (int i = 0; i < memoryBytes; i++) {
            memory.store8(engine.compiled().region + i, memory.load8(engine.interpreted().region + i));
        }
        engine.describe(bytes / Limits.INSTRUCTION_BYTES, memoryBytes, 0, 1L << ECHO, flags);
        engine.describeHelper((int) ECHO, 1);
        long refusal = engine.checkStructure();
        if (refusal == Refusal.NONE) {
            refusal = engine.check();
        }
        if (refusal == Refusal.NONE) {
            refusal = engine.compile(exo.exos.Cycles.now() * 0x9e3779b97f4a7c15L >>> 16);
        }
        if (refusal != Refusal.NONE) {
            System.out.println("ebpf refused " + refusal + " " + engine.field(Program.REFUSED_AT));
            return;
        }
        engine.interpret(BUDGET);
        engine.execute(BUDGET);
        System.out.println("ebpf ran " + told(engine.interpreted()) + " " + compiled(engine));
    }

    private static String compiled(Engine engine) {
        return engine.exception() < 0 ? told(engine.compiled()) : EXCEPTION + engine.exception() + " 0 0";
    }

    private static String told(Engine.Side side) {
        return side.field(Run.OUTCOME) + " " + Long.toHexString(side.field(Run.RESULT)) + " " + side.field(Run.ENDED_AT);
    }
}
