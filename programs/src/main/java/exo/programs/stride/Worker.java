package exo.programs.stride;

import exo.abi.Limits;
import exo.abi.Right;
import exo.exos.AddressSpace;
import exo.exos.BareChild;
import exo.exos.kernel.KernelCalls;
import org.teavm.interop.Address;

/**
 * A child that does nothing but count, in a page that the scheduler sees too; with its tickets, and what stride scheduling
 * keeps of it: the pass, which the one with the lowest is next by.
 */
final class Worker {
    /** 1: inc qword [rdi]; jmp 1b */
    static final byte[] CODE = {0x48, (byte) 0xff, 0x07, (byte) 0xeb, (byte) 0xfb};
    private static final long STRIDE_OF_ONE_TICKET = 1 << 20;
    private static final long CODE_PAGE = 0x40_0000L;
    private static final long COUNTER_PAGE = 0x40_1000L;

    private final AddressSpace self;
    private final BareChild child;
    private final long counterPage;
    private final int tickets;
    private long pass;
    private int quanta;

    Worker(AddressSpace self, int number, int tickets, long codeFrame, long counterPage) {
        this.self = self;
        this.tickets = tickets;
        this.counterPage = counterPage;
        this.child = new BareChild(self, "worker-" + number, 0);
        child.show(CODE_PAGE, codeFrame, Right.READ | Right.EXECUTE);
        long frame = child.map(COUNTER_PAGE, Right.READ | Right.WRITE);
        self.bind(counterPage, frame, Right.READ);
        child.start(CODE_PAGE, Limits.USER_START, COUNTER_PAGE, 0);
    }

    int tickets() {
        return tickets;
    }

    int quanta() {
        return quanta;
    }

    long pass() {
        return pass;
    }

    long counter() {
        return Address.fromLong(counterPage).getLong();
    }

    /** Lets it run for the rest of the slice, and notes that it has had its turn. */
    void run() {
        KernelCalls.yieldTo(child.environment());
        pass += STRIDE_OF_ONE_TICKET / tickets;
        quanta++;
    }

    void clearAway() {
        child.end();
        self.unbind(counterPage);
        child.reap();
    }
}
