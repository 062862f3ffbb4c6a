package exo.programs.netmeter;

import exo.abi.Limits;
import exo.exos.Cycles;
import exo.exos.kernel.BooksHeader;
import exo.exos.network.OwnClaim;
import exo.exos.network.PacketFilter;
import exo.exos.network.ReceiveRing;

/**
 * What packets take of the kernel, beside so many filters: "IPv4 to an address, TCP, destination port P", of which a packet matches one.
 * It asks for packets by lines {@code feed PORT}, one at a time, which whoever is at the other end of the wire sends; and prints lines as
 * the meter does. The kernel itself tells in the header of its books what the last packet took.
 */
public final class NetMeter {
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int TCP = 6;
    private static final int FIRST_PORT = 1000;
    private static final int ROUNDS = 32;
    /** While the decision structure becomes machine code, some steps at each packet. */
    private static final int WARM_UP_ROUNDS = 64;
    private static final int BINDS = 16;

    private static final int FEW = 10;
    private static final int MANY = 10_000;

    private final ReceiveRing ring = new ReceiveRing();
    private final OwnClaim claim = OwnClaim.find(ETHERTYPE_IPV4, TCP);
    private int filters;
    private long classifyLeast;
    private long classifyMost;
    private long receiveLeast;
    private long receiveMost;

    private NetMeter() {
    }

    public static void main(String[] arguments) {
        NetMeter meter = new NetMeter();
        meter.bindUpTo(FEW);
        meter.measurePackets();
        print("classify_" + FEW, meter.classifyLeast, meter.classifyMost, ROUNDS);
        print("receive", meter.receiveLeast, meter.receiveMost, ROUNDS);
        meter.bindUpTo(MANY);
        meter.measureBinding();
        meter.measurePackets();
        print("classify_" + MANY, meter.classifyLeast, meter.classifyMost, ROUNDS);
    }

    private PacketFilter next() {
        return PacketFilter.of(claim).port(FIRST_PORT + filters++);
    }

    private void bindUpTo(int count) {
        while (filters < count) {
            next().bind(claim.number(), ring.name(), 0);
        }
    }

    private void measureBinding() {
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int round = 0; round < BINDS; round++) {
            PacketFilter filter = next();
            long started = Cycles.now();
            filter.bind(claim.number(), ring.name(), 0);
            long took = Cycles.now() - started;
            least = Math.min(least, took);
            most = Math.max(most, took);
        }
        print("bind_beside_" + MANY, least, most, BINDS);
    }

    private void measurePackets() {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            receive(round);
        }
        classifyLeast = Long.MAX_VALUE;
        receiveLeast = Long.MAX_VALUE;
        classifyMost = 0;
        receiveMost = 0;
        for (int round = 0; round < ROUNDS; round++) {
            receive(round);
            long classify = BooksHeader.classifyCycles(Limits.BOOKS_START);
            long receive = BooksHeader.receiveCycles(Limits.BOOKS_START);
            classifyLeast = Math.min(classifyLeast, classify);
            classifyMost = Math.max(classifyMost, classify);
            receiveLeast = Math.min(receiveLeast, receive);
            receiveMost = Math.max(receiveMost, receive);
        }
    }

    private void receive(int round) {
        System.out.println("feed " + (FIRST_PORT + filters - 1 - round % filters));
        while (!ring.next()) {
            ring.await(0, 0);
        }
    }

    private static void print(String name, long least, long most, int rounds) {
        System.out.println("bench " + name + " " + least + " 0 0 0 " + rounds + " " + most);
    }
}
