package exo.ebpf;

/** What programs may call beside themselves: one of these for each place where the engine is used. */
public interface Helpers {
    /**
     * Calls helper {@code number} with r1 to r5 and gives its r0. The number is among those that the program's record permits. An address
     * among the arguments is one of {@link Addresses}, and an allegation: the helper checks it against the run's regions. r1 to r5 are
     * undefined afterwards. Takes a bounded time, which it takes off the run's budget.
     */
    long call(long run, int number, long r1, long r2, long r3, long r4, long r5);
}
