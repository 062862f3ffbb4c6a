package exo.tests.kernel;

import exo.abi.Call;
import exo.abi.Context;
import exo.machine.simulated.ProcessorFault;
import exo.machine.simulated.ProcessorModel;
import exo.machine.simulated.SimulatedNetworkDevice;
import java.util.ArrayList;
import java.util.List;

/**
 * A machine and what has been done to it since it booted, written down: doing the same to another that boots from the same seed
 * comes to the same state. What needs a program and finds none on the processor does nothing, so that a list from which
 * something was taken out still is one.
 */
public final class Deeds {
    /** What a deed gives where there is nothing to tell, and where the processor refused an access. */
    private static final long DONE = 0;
    private static final long FAULT = -1;
    private static final String LINE = "typed ";

    private final BootedKernel kernel;
    private final List<Deed> done = new ArrayList<>();
    private final List<Long> results = new ArrayList<>();
    private long calls;

    Deeds(BootedKernel kernel) {
        this.kernel = kernel;
    }

    /**
     * A machine that has just booted.
     *
     * @param seed  of whatever is random about the machine itself, the key of capabilities for instance
     * @param tags  whether its processor tells address spaces apart in its cache
     */
    public static Deeds onFreshMachine(long seed, boolean tags) {
        return new Deeds(new BootedKernel(setup(tags).withSeed(seed)));
    }

    static Setup setup(boolean tags) {
        Setup setup = Setup.usual().withNetwork();
        return tags ? setup : setup.withModel(ProcessorModel.ADVERSARIAL.withoutTags());
    }

    /** Whether this is no failure but the machine's end. */
    public static boolean isOff(Throwable failure) {
        return failure instanceof MachineOff;
    }

    BootedKernel kernel() {
        return kernel;
    }

    /** Whether the invariants are looked at after every deed, and that what is refused changes nothing. */
    public void audits(boolean on) {
        kernel.audits(on);
    }

    public void check() {
        kernel.check();
    }

    /** Everything so far, in order. */
    public List<Deed> done() {
        return List.copyOf(done);
    }

    /** What each gave. */
    public List<Long> results() {
        return List.copyOf(results);
    }

    public long calls() {
        return calls;
    }

    /** The cycle counter. */
    public long now() {
        return kernel.machine().timer().now();
    }

    /** Name of the environment on the processor, or 0. */
    public long running() {
        return kernel.current() == 0 ? 0 : kernel.books().name(kernel.current());
    }

    int count() {
        return done.size();
    }

    /** The machine was brought back to where it was after so many deeds: the later ones have not been. */
    void forget(int count) {
        done.subList(count, done.size()).clear();
        results.subList(Math.min(count, results.size()), results.size()).clear();
    }

    long call(int number, long... arguments) {
        long[] words = new long[arguments.length + 1];
        words[0] = number;
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return perform(new Deed(Deed.Verb.CALL, words));
    }

    long perform(Deed.Verb verb, long... words) {
        return perform(new Deed(verb, words));
    }

    /** Does one thing; gives the result of a call or the value loaded. If that breaks something, it is the last on the list. */
    public long perform(Deed deed) {
        done.add(deed);
        long result = kernel.current() == 0 && needsProgram(deed.verb()) ? DONE : result(deed);
        results.add(result);
        forgetSent();
        return result;
    }

    /** What has gone out is nobody's to take. */
    private void forgetSent() {
        while (kernel.device() != null && kernel.device().departed() != null) {
            continue;
        }
    }

    private static boolean needsProgram(Deed.Verb verb) {
        return switch (verb) {
            case PASS, KEY, TYPE, DRAIN, DRAINING, ARRIVE, AUTOMATIC, FETCH_BUFFER, COMPLETE, LIE, OBEY -> false;
            default -> true;
        };
    }

    private long result(Deed deed) {
        switch (deed.verb()) {
            case CALL:
                return call(deed);
            case LOAD, FETCH, STORE, STORE_WORD:
                return access(deed);
            case ANTICIPATE:
                kernel.machine().translation().anticipate(deed.word(0));
                return DONE;
            case TRAP:
                kernel.trap((int) deed.word(0), deed.word(1), deed.word(2));
                return DONE;
            case VECTORS:
                kernel.useVectors();
                return DONE;
            case FILL:
                return fill((int) deed.word(0));
            case AT:
                kernel.register(Context.RIP, deed.word(0));
                return DONE;
            case AREA:
                return area(deed.word(0), deed.word(1));
            default:
                return fromOutside(deed);
        }
    }

    private long call(Deed deed) {
        calls++;
        long[] arguments = new long[deed.words().length - 1];
        System.arraycopy(deed.words(), 1, arguments, 0, arguments.length);
        int number = (int) deed.word(0);
        long caller = kernel.books().name(kernel.current());
        long result = kernel.call(number, arguments);
        if (result >= 0 && (number == Call.TRANSFER_SYNC || number == Call.TRANSFER_ASYNC)) {
            assertArrived(caller, arguments[0]);
        }
        return result;
    }

    private void assertArrived(long from, long to) {
        Invariants.require(kernel.books().name(kernel.current()) == to, "a transfer went elsewhere than to environment", to);
        Invariants.require(kernel.register(Context.RAX) == from, "a transfer did not say who it is from",
                kernel.register(Context.RAX));
    }

    private long access(Deed deed) {
        long va = deed.word(0);
        try {
            switch (deed.verb()) {
                case LOAD:
                    return kernel.user().load8(va);
                case FETCH:
                    return kernel.user().fetch(va);
                case STORE:
                    kernel.user().store8(va, (int) deed.word(2));
                    return DONE;
                default:
                    kernel.user().store64(va, deed.word(2));
                    return DONE;
            }
        } catch (ProcessorFault fault) {
            if (deed.word(1) != 0) {
                kernel.trap(fault);
            }
            return FAULT;
        }
    }

    /** Only what the program may reach, as a store of its own would. */
    private long fill(int octet) {
        if (kernel.machine().processor().vectorAccess()) {
            kernel.machine().processor().vectorState().fill(octet);
        }
        return DONE;
    }

    private long area(long offset, long word) {
        long area = kernel.books().saveAreaOf(kernel.current());
        if (area != 0) {
            kernel.machine().memory().store64(area + offset, word);
        }
        return DONE;
    }

    private long fromOutside(Deed deed) {
        switch (deed.verb()) {
            case PASS:
                kernel.pass(deed.word(0));
                return DONE;
            case KEY:
                kernel.machine().console().type((int) deed.word(0));
                break;
            case TYPE:
                kernel.machine().console().type(LINE.repeat((int) deed.word(0)));
                break;
            case DRAIN:
                kernel.machine().console().drain((int) deed.word(0));
                break;
            case DRAINING:
                kernel.machine().console().autoDrain(deed.word(0) != 0);
                break;
            default:
                byNetwork(deed);
        }
        kernel.interrupts();
        return DONE;
    }

    /** What the network device does, if there is one; nobody takes what it sends. */
    private void byNetwork(Deed deed) {
        SimulatedNetworkDevice device = kernel.device();
        if (device == null) {
            return;
        }
        int queue = (int) deed.word(0) & SimulatedNetworkDevice.TRANSMIT;
        switch (deed.verb()) {
            case ARRIVE:
                device.arrive(packet(deed));
                break;
            case AUTOMATIC:
                device.automatic(deed.word(0) != 0);
                break;
            case FETCH_BUFFER:
                device.fetch(queue);
                break;
            case COMPLETE:
                if (device.inFlight(queue) > deed.word(1)) {
                    device.complete(queue, (int) deed.word(1));
                }
                break;
            case LIE:
                lie(device, queue, deed);
                break;
            default:
                device.answersReset(deed.word(0) != 0);
        }
    }

    private static void lie(SimulatedNetworkDevice device, int queue, Deed deed) {
        if (device.works()) {
            device.say(queue, deed.word(1), deed.word(2));
        }
    }

    private static byte[] packet(Deed deed) {
        byte[] packet = new byte[(int) deed.word(0)];
        for (int at = 0; at < packet.length && at / Long.BYTES + 1 < deed.words().length; at++) {
            packet[at] = (byte) (deed.word(at / Long.BYTES + 1) >>> 8 * (at % Long.BYTES));
        }
        return packet;
    }

    /** A packet that comes in, as a deed: zeros at its end are not told. */
    static Deed arrival(byte[] packet) {
        int told = packet.length;
        while (told > 0 && packet[told - 1] == 0) {
            told--;
        }
        long[] words = new long[1 + (told + Long.BYTES - 1) / Long.BYTES];
        words[0] = packet.length;
        for (int at = 0; at < told; at++) {
            words[1 + at / Long.BYTES] |= (packet[at] & 0xffL) << 8 * (at % Long.BYTES);
        }
        return new Deed(Deed.Verb.ARRIVE, words);
    }
}
