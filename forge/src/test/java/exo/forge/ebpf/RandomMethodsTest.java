package exo.forge.ebpf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import exo.ebpf.Program;
import exo.ebpf.Refusal;
import exo.ebpf.Run;
import exo.ebpf.host.CheckedProgram;
import exo.ebpf.host.Disassembler;
import exo.ebpf.host.Explanation;
import exo.ebpf.host.HostProgram;
import exo.exos.code.Packet;
import exo.forge.ebpf.JavaProgram.Hook;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/**
 * What the JVM computes of random methods, the interpreter computes of what they become: result, packet and static variables. As they keep
 * their indices and offsets, the checker refuses none; but that its memory is too small for some of the longest, about one of 3,000.
 */
final class RandomMethodsTest {
    /** Of three methods each. */
    private static final int CLASSES = 3_500;
    /** Where one or two are expected: so many are not met by chance in as many runs as anyone makes. */
    private static final int TOO_COMPLEX_MOST = CLASSES / 200;
    /**
     * Classes with bounds that are far from where they are used: a number that stays an int as a loop extends it each time, constants that
     * are stored on the stack, an index among fourteen words of it.
     */
    private static final long[] FAR_BOUNDS = {7148276293341545649L, -1088924710384296857L, -1687721361984249978L, 4100642840687812163L,
        -793204387244211612L, -8270894679186038793L};
    private static final long BUDGET = 100_000_000;
    private static final SourceLines NO_SOURCES = new SourceLines(List.of());

    /** What a run leaves. */
    private record Outcome(long result, byte[] packet) {
    }

    private static final class Loader extends ClassLoader {
        Loader() {
            super(RandomMethodsTest.class.getClassLoader());
        }

        Class<?> define(byte[] classFile) {
            return defineClass(RandomClass.NAME.replace('/', '.'), classFile, 0, classFile.length);
        }
    }

    @Test
    void randomMethodsComputeTheSameAsOnTheJvm(TestReporter reporter) throws ReflectiveOperationException {
        long seed = Long.getLong("exo.seed", System.nanoTime());
        reporter.publishEntry("seed", String.valueOf(seed));
        SplittableRandom random = new SplittableRandom(seed);
        int functions = 0;
        int slots = 0;
        int tooLarge = 0;
        int tooComplex = 0;
        for (int number = 0; number < CLASSES; number++) {
            long classSeed = random.nextLong();
            byte[] packet = new byte[RandomClass.PACKET_BYTES];
            random.nextBytes(packet);
            try {
                CheckedProgram checked = compare(RandomClass.of(classSeed), packet, "class " + classSeed + " of seed " + seed);
                long[] text = checked.instructions();
                tooComplex += checked.refusal() == Refusal.TOO_COMPLEX ? 1 : 0;
                functions += Disassembler.listing(text).stream().anyMatch(line -> line.contains("call pc")) ? 1 : 0;
                slots += Disassembler.listing(text).stream().anyMatch(line -> line.contains("(r10 - ")) ? 1 : 0;
            } catch (UntranslatableException refused) {
                assertTrue(refused.getMessage().matches(".*(is too large|needs more than).*"), refused.getMessage());
                tooLarge++;
            }
        }
        reporter.publishEntry(Map.of("with functions", String.valueOf(functions), "with slots", String.valueOf(slots), "too large",
                String.valueOf(tooLarge), "too complex", String.valueOf(tooComplex)));
        assertTrue(functions > CLASSES / 100 && slots > CLASSES / 100 && tooLarge < CLASSES / 10, "the classes are too much alike");
        assertTrue(tooComplex <= TOO_COMPLEX_MOST, tooComplex + " are too complex for the checker, seed " + seed);
    }

    @Test
    void methodsWithBoundsFarFromTheirUseAreAccepted() throws ReflectiveOperationException, UntranslatableException {
        for (long classSeed : FAR_BOUNDS) {
            byte[] packet = new byte[RandomClass.PACKET_BYTES];
            assertTrue(compare(RandomClass.of(classSeed), packet, "class " + classSeed).isAccepted(), "class " + classSeed);
        }
    }

    private static CheckedProgram compare(byte[] classFile, byte[] input, String which)
            throws ReflectiveOperationException, UntranslatableException {
        ClassNode type = new ClassNode();
        new ClassReader(classFile).accept(type, ClassReader.SKIP_FRAMES);
        JavaProgram program = JavaTranslator.translate(type, type.methods.stream().filter(method -> method.name.equals("compute"))
                .findFirst().orElseThrow(), Hook.HANDLER, NO_SOURCES);
        Class<?> loaded = new Loader().define(classFile);
        Outcome onJvm = onJvm(loaded, input);
        CheckedProgram checked = new CheckedProgram(program.instructions(), new HostProgram.Terms(input.length, input.length,
                program.area(), 0, Program.MEMORY_WRITABLE | Program.AREA_WRITABLE));
        assertTrue(checked.isAccepted() || checked.refusal() == Refusal.TOO_COMPLEX, () -> which + "\n"
                + String.join("\n", Explanation.of(checked, program.places())));
        HostProgram.Result result = checked.host().interpret(input, BUDGET, (run, number, r1, r2, r3, r4, r5) -> fail("calls a helper"));
        assertEquals(Run.DONE, result.outcome(), which);
        assertEquals(onJvm.result(), result.value(), which);
        assertArrayEquals(onJvm.packet(), result.memory(), which);
        assertArrayEquals(area(loaded, program), result.area(), which);
        return checked;
    }

    private static Outcome onJvm(Class<?> loaded, byte[] input) throws ReflectiveOperationException {
        BytesPacket packet = new BytesPacket(input);
        try {
            long result = (long) loaded.getMethod("compute", Packet.class, int.class).invoke(null, packet, input.length);
            return new Outcome(result, packet.bytes);
        } catch (InvocationTargetException thrown) {
            throw new AssertionError(thrown.getCause());
        }
    }

    /** The class's static variables as the area should have them. */
    private static byte[] area(Class<?> loaded, JavaProgram program) throws ReflectiveOperationException {
        byte[] area = new byte[program.area().length];
        for (Map.Entry<String, Integer> variable : program.variables().entrySet()) {
            Field field = loaded.getField(variable.getKey());
            boolean array = field.getType().isArray();
            Class<?> type = array ? field.getType().getComponentType() : field.getType();
            int bytes = AreaVariable.bytes(type.descriptorString().charAt(0));
            int elements = array ? Array.getLength(field.get(null)) : 1;
            for (int index = 0; index < elements; index++) {
                long value = number(array ? Array.get(field.get(null), index) : field.get(null));
                for (int octet = 0; octet < bytes; octet++) {
                    area[variable.getValue() + index * bytes + octet] = (byte) (value >>> octet * Byte.SIZE);
                }
            }
        }
        return area;
    }

    private static long number(Object value) {
        return value instanceof Boolean truth ? (truth ? 1 : 0) : value instanceof Character unit ? unit : ((Number) value).longValue();
    }
}
