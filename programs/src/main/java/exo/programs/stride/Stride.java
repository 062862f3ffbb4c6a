package exo.programs.stride;

import exo.exos.AddressSpace;
import exo.exos.BareChild;
import exo.exos.Cycles;

/**
 * A stride scheduler (Waldspurger and Weihl 1995) as a program: the kernel knows nothing of it but that it owns slices and
 * yields each to one of three children, which own none. What they counted shows how the time was split. Ends with status 1
 * if the split is not the one asked for.
 */
public final class Stride {
    private static final int[] TICKETS = {3, 2, 1};
    private static final int QUANTA = 100;
    private static final long COUNTERS = 0x4200_0000_0000L;

    private Stride() {
    }

    public static void main(String[] arguments) {
        AddressSpace self = AddressSpace.ofSelf();
        long codeFrame = BareChild.codeFrame(self, Worker.CODE);
        Worker[] workers = new Worker[TICKETS.length];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(self, i + 1, TICKETS[i], codeFrame, COUNTERS + (long) i * AddressSpace.PAGE_BYTES);
        }
        for (int i = 0; i < QUANTA; i++) {
            next(workers).run();
        }
        boolean fair = report(workers);
        for (Worker worker : workers) {
            worker.clearAway();
        }
        System.exit(fair ? 0 : 1);
    }

    private static Worker next(Worker[] workers) {
        Worker next = workers[0];
        for (Worker worker : workers) {
            next = worker.pass() < next.pass() ? worker : next;
        }
        return next;
    }

    /** Whether each had its quanta, to within one. What it did with them is told: on a busy host one quantum is not like another. */
    private static boolean report(Worker[] workers) {
        long counted = 0;
        int tickets = 0;
        for (Worker worker : workers) {
            counted += worker.counter();
            tickets += worker.tickets();
        }
        StringBuilder asked = new StringBuilder();
        StringBuilder quanta = new StringBuilder();
        StringBuilder shares = new StringBuilder();
        boolean fair = counted > 0;
        for (Worker worker : workers) {
            long thousandths = counted == 0 ? 0 : (worker.counter() * 1000 + counted / 2) / counted;
            fair &= Math.abs(worker.quanta() * tickets - QUANTA * worker.tickets()) <= tickets;
            asked.append(asked.length() == 0 ? "" : ":").append(worker.tickets());
            quanta.append(quanta.length() == 0 ? "" : ":").append(worker.quanta());
            shares.append(' ').append(thousandths / 10).append('.').append(thousandths % 10).append('%');
        }
        System.out.println(asked + " asked, " + quanta + " quanta, counters" + shares + " of " + counted + "; " + Cycles.used()
                + " cycles used");
        return fair;
    }
}
