package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.aegis.Aegis;
import exo.ebpf.Addresses;
import exo.ebpf.Interpreter;
import exo.ebpf.Memory;
import exo.ebpf.Program;
import exo.ebpf.Run;
import exo.machine.CodeStore;
import exo.machine.Machine;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/**
 * Stands for a code store that executes. What is called is the text that machine code was made of when its pages were sealed, run by the
 * interpreter, which computes the same; so that what the kernel does with the code of its classes can be seen on this JVM. It sees to it that
 * only sealed pages are run, that nothing is written to them, and that code is called with what its text was checked for.
 */
final class InterpretingStore implements CodeStore {
    private static final long PAGE = 4096;
    private static final long SLOT = 8;

    /** Code that is sealed. */
    private record Sealed(int pages, long hash, long[] record, long[] text) {
    }

    /** The machine's memory, and the program that is run, beside it. */
    private static final class MemoryAndMore implements Memory {
        private static final long BESIDE = 1L << 50;
        private final Machine machine;
        private final Map<Long, Long> beside = new HashMap<>();

        MemoryAndMore(Machine machine) {
            this.machine = machine;
        }

        private long load(long address, int bytes) {
            long value = 0;
            for (int at = bytes - 1; at >= 0; at--) {
                long place = address + at;
                long octet = place < BESIDE ? machine.load8(place) & 0xff
                        : beside.getOrDefault(place & -SLOT, 0L) >>> (place & SLOT - 1) * Byte.SIZE & 0xff;
                value = value << Byte.SIZE | octet;
            }
            return value;
        }

        private void store(long address, long value, int bytes) {
            assertTrue(address >= BESIDE, "the kernel's own text writes to the machine's memory");
            for (int at = 0; at < bytes; at++) {
                long place = address + at;
                int shift = (int) (place & SLOT - 1) * Byte.SIZE;
                long octet = value >>> at * Byte.SIZE & 0xff;
                beside.merge(place & -SLOT, octet << shift, (was, is) -> was & ~(0xffL << shift) | is);
            }
        }

        @Override
        public int load8(long address) {
            return (int) load(address, Byte.BYTES);
        }

        @Override
        public int load16(long address) {
            return (int) load(address, Short.BYTES);
        }

        @Override
        public long load32(long address) {
            return load(address, Integer.BYTES);
        }

        @Override
        public long load64(long address) {
            return load(address, Long.BYTES);
        }

        @Override
        public void store8(long address, int value) {
            store(address, value, Byte.BYTES);
        }

        @Override
        public void store16(long address, int value) {
            store(address, value, Short.BYTES);
        }

        @Override
        public void store32(long address, long value) {
            store(address, value, Integer.BYTES);
        }

        @Override
        public void store64(long address, long value) {
            store(address, value, Long.BYTES);
        }
    }

    private static final long PROGRAM = MemoryAndMore.BESIDE;
    private static final long TEXT = PROGRAM + (1 << 12);
    private static final long RUN = PROGRAM + (1 << 20);
    private static final long SCRATCH = RUN + (1 << 12);
    private static final long STACK = RUN + (1 << 16);

    private final Machine machine;
    private final CodeStore pages;
    private final MemoryAndMore memory;
    private final Interpreter interpreter;
    private final Map<Integer, Sealed> sealed = new HashMap<>();
    private Aegis aegis;
    private int calls;
    private int sealings;

    private InterpretingStore(Machine machine) {
        this.machine = machine;
        this.pages = machine.codeStore();
        this.memory = new MemoryAndMore(machine);
        this.interpreter = new Interpreter(memory, (record, number, r1, r2, r3, r4, r5) -> {
            throw new AssertionError("the kernel's own text calls a helper");
        });
    }

    /** A machine that has such a store in place of its own, and the store. */
    record On(Machine machine, InterpretingStore store) {
    }

    static On on(Machine machine) {
        InterpretingStore store = new InterpretingStore(machine);
        Machine seen = (Machine) Proxy.newProxyInstance(InterpretingStore.class.getClassLoader(), new Class<?>[] {Machine.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("codeStore") ? store : method.invoke(machine, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
        return new On(seen, store);
    }

    void kernel(Aegis booted) {
        aegis = booted;
    }

    int calls() {
        return calls;
    }

    /** How often code was made ready. */
    int sealings() {
        return sealings;
    }

    int sealedPages() {
        return sealed.values().stream().mapToInt(Sealed::pages).sum();
    }

    /** Nothing was written to what is sealed. */
    void check() {
        sealed.forEach((first, code) -> assertEquals(code.hash(), hash(first, code.pages()), "a sealed page was written to"));
    }

    private long hash(int first, int count) {
        long hash = 1;
        for (long at = base() + first * PAGE; at < base() + (first + count) * PAGE; at += Long.BYTES) {
            hash = hash * 31 + machine.load64(at);
        }
        return hash;
    }

    /** Where the kernel keeps the program that it is compiling. */
    private long engine() {
        try {
            Object network = called(aegis, "network");
            Object code = called(called(network, "filters"), "code");
            Field field = code.getClass().getDeclaredField("engine");
            field.setAccessible(true);
            return field.getLong(code);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object called(Object on, String name) throws ReflectiveOperationException {
        Method method = on.getClass().getDeclaredMethod(name);
        method.setAccessible(true);
        return method.invoke(on);
    }

    private long[] words(long from, long count) {
        long[] words = new long[(int) count];
        for (int i = 0; i < count; i++) {
            words[i] = machine.load64(from + i * SLOT);
        }
        return words;
    }

    @Override
    public long base() {
        return pages.base();
    }

    @Override
    public int pageCount() {
        return pages.pageCount();
    }

    @Override
    public void seal(int firstPage, int count) {
        sealed.forEach((first, code) -> assertTrue(firstPage + count <= first || first + code.pages() <= firstPage, "sealed twice"));
        long engine = engine();
        long[] text = words(machine.load64(engine + Program.TEXT), machine.load64(engine + Program.INSTRUCTIONS));
        sealed.put(firstPage, new Sealed(count, hash(firstPage, count), words(engine, Program.BYTES / SLOT), text));
        sealings++;
    }

    @Override
    public void open(int firstPage, int count) {
        check();
        Sealed code = sealed.remove(firstPage);
        assertTrue(code != null && code.pages() == count, "what is opened is not sealed");
    }

    @Override
    public boolean executes() {
        return true;
    }

    @Override
    public long view(long physicalAddress) {
        return physicalAddress;
    }

    @Override
    public long helperEntry() {
        return 0;
    }

    @Override
    public long call(long physicalAddress, long argument) {
        Sealed code = sealed.get((int) ((physicalAddress - base()) / PAGE));
        assertNotEquals(null, code, "what is run is not sealed");
        long[] record = code.record();
        assertEquals(record[Program.CODE / 8] + record[Program.ENTRY / 8], physicalAddress, "code is entered elsewhere");
        long length = machine.load64(argument + Run.MEMORY_BYTES);
        assertTrue(length >= record[Program.MEMORY_BYTES_LEAST / 8] && length <= record[Program.MEMORY_BYTES_MOST / 8],
                "code is called with a length that it was not checked for");
        calls++;
        return interpreted(code, argument, length);
    }

    private long interpreted(Sealed code, long argument, long length) {
        memory.beside.clear();
        for (int i = 0; i < code.record().length; i++) {
            memory.store64(PROGRAM + i * SLOT, code.record()[i]);
        }
        memory.store64(PROGRAM + Program.TEXT, TEXT);
        for (int i = 0; i < code.text().length; i++) {
            memory.store64(TEXT + i * SLOT, code.text()[i]);
        }
        memory.store64(RUN + Run.MEMORY, machine.load64(argument + Run.MEMORY_DELTA) + Addresses.MEMORY);
        memory.store64(RUN + Run.MEMORY_BYTES, length);
        memory.store64(RUN + Run.AREA, machine.load64(argument + Run.AREA_DELTA) + Addresses.AREA);
        memory.store64(RUN + Run.AREA_BYTES, machine.load64(argument + Run.AREA_BYTES));
        memory.store64(RUN + Run.STACK, STACK);
        memory.store64(RUN + Run.BUDGET, machine.load64(argument + Run.BUDGET));
        interpreter.run(PROGRAM, RUN, SCRATCH);
        assertEquals(Run.DONE, memory.load64(RUN + Run.OUTCOME), "the kernel's own text comes to its end");
        return memory.load64(RUN + Run.RESULT);
    }
}
