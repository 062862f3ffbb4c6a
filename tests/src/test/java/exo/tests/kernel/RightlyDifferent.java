package exo.tests.kernel;

import exo.abi.BooksHeader;
import exo.abi.Call;
import exo.abi.EnvironmentRecord;
import exo.abi.Info;
import exo.abi.ProgramRecord;
import exo.abi.Status;
import exo.ebpf.Program;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the simulated machine and QEMU are not to be compared, each with the reason. All else is to be the same, to the last
 * frame's number and the last link of the books.
 */
final class RightlyDifferent {
    /** Words of the books' header: what time it is, and how fast the cycle counter runs, which the metal measures. */
    static final long IN_HEADER = words(BooksHeader.SLICE_END, BooksHeader.SLICE_CYCLES, BooksHeader.SAVE_CYCLES,
            BooksHeader.BOOT_CYCLES);
    /**
     * Words of an environment's record: moments and lengths of time; where in our page of code it raised an exception; the
     * address space with its tag, for QEMU's processor may have none.
     */
    static final long IN_ENVIRONMENTS = words(EnvironmentRecord.CYCLES_USED, EnvironmentRecord.DEADLINE_CYCLES,
            EnvironmentRecord.REVOCATION_DEADLINE, EnvironmentRecord.FAULT_INSTRUCTION, EnvironmentRecord.ADDRESS_SPACE,
            EnvironmentRecord.HANDLER_CYCLES);
    /** Words of a program's record: what its runs took, where its code is, and what that is blinded with while it is made. */
    static final long IN_PROGRAMS = words(ProgramRecord.CYCLES, ProgramRecord.ENGINE + Program.CODE,
            ProgramRecord.ENGINE + Program.BLINDING);

    /** Of {@code machine_info}: measured rates, lengths in them, and counts that include interrupts of the machine's own. */
    private static final Set<Long> ITEMS = Set.of((long) Info.CYCLES_PER_SECOND, (long) Info.SLICE_CYCLES,
            (long) Info.SAVE_CYCLES, (long) Info.KERNEL_ENTRIES, (long) Info.ADDRESS_SPACE_SWITCHES,
            (long) Info.TRANSLATION_FLUSHES);

    /** By call, statuses that no program can force on QEMU, whatever it does. */
    private static final Map<Integer, Map<Long, String>> NOT_ON_QEMU = Map.of(Call.CONSOLE_WRITE, Map.of(Status.WOULD_BLOCK,
            "QEMU's serial port takes bytes faster than a program hands them to the kernel, so the ring never fills"),
            Call.PROGRAM_STEP, Map.of(Status.NO_FREE_CODE,
            "the pages are so many that it takes texts of thousands of words, which a list of steps has no room to store"));

    private RightlyDifferent() {
    }

    private static long words(int... fields) {
        long mask = 0;
        for (int field : fields) {
            mask |= 1L << field / Long.BYTES;
        }
        return mask;
    }

    /** Whether a step's result may be another there, as long as both are values. */
    static boolean resultOf(Step step) {
        return step.kind() == Step.CALL && step.number() == Call.MACHINE_INFO && ITEMS.contains(step.argument(0));
    }

    static boolean cannotBeForced(int call, long status) {
        return NOT_ON_QEMU.getOrDefault(call, Map.of()).containsKey(status);
    }

    /** All of these, as number of a call and name of a status. */
    static Set<String> cannotBeForced() {
        Set<String> all = new TreeSet<>();
        NOT_ON_QEMU.forEach((call, statuses) -> statuses.keySet()
                .forEach(status -> all.add(call + " " + DeclaredStatuses.nameOf(status))));
        return all;
    }
}
