package exo.tests.kernel;

import static exo.abi.Status.BAD_ADDRESS;
import static exo.abi.Status.BAD_ARGUMENT;
import static exo.abi.Status.CLAIMED;
import static exo.abi.Status.CLAIM_BUSY;
import static exo.abi.Status.FILTER_TIED;
import static exo.abi.Status.NOT_CLAIMED;
import static exo.abi.Status.NOT_YOURS;
import static exo.abi.Status.NO_FREE_CLAIM;
import static exo.abi.Status.NO_FREE_FILTER;
import static exo.abi.Status.NO_SUCH_ACCOUNT;
import static exo.abi.Status.NO_SUCH_CLAIM;
import static exo.abi.Status.NO_SUCH_FILTER;
import static exo.abi.Status.NO_SUCH_PROGRAM;
import static exo.abi.Status.NO_SUCH_RING;
import static exo.abi.Status.OVER_LIMIT;
import static exo.abi.Status.PROGRAM_BUSY;
import static exo.abi.Status.RING_BUSY;
import static exo.abi.Status.WOULD_BLOCK;
import static exo.abi.Status.WRONG_STATE;

import exo.abi.Call;
import exo.abi.Limits;
import exo.abi.ProgramHook;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Beside {@link StatusCases}, what a network device alone can bring about; each has a machine with one of its own. */
final class NetworkStatusCases {
    private static final int PORT = 7;
    private static final int ROOT = PacketScene.ROOT_CLAIM;

    private final List<StatusCase> cases = new ArrayList<>();

    private NetworkStatusCases() {
        filters();
        manyFilters();
        claims();
        packets();
        add(Call.RING_END, RING_BUSY, s -> {
            long ring = s.ring();
            s.udp(PORT, ring, 0);
            return s.kernel.call(Call.RING_END, ring);
        });
        add(Call.PROGRAM_END, PROGRAM_BUSY, s -> {
            long program = s.handler(Texts.giving(0), s.family.frame());
            s.udp(PORT, 0, program);
            return s.kernel.call(Call.PROGRAM_END, program);
        });
    }

    static List<StatusCase> all() {
        return List.copyOf(new NetworkStatusCases().cases);
    }

    private void add(int call, long status, ToLongFunction<PacketScene> deed) {
        cases.add(new StatusCase(call, status, ignored -> deed.applyAsLong(new PacketScene())));
    }

    private static long inChild(PacketScene s) {
        long child = s.family.started("child", 40);
        s.family.run(child);
        return s.family.accountOf(child);
    }

    private void filters() {
        int bind = Call.FILTER_BIND;
        add(bind, BAD_ARGUMENT, s -> s.tryUdp(PORT, ROOT, 0, 0));
        add(bind, BAD_ADDRESS, s -> s.kernel.call(bind, 8, 1, ROOT, s.ring(), 0));
        add(bind, NO_SUCH_RING, s -> s.tryUdp(PORT, ROOT, 1, 0));
        add(bind, NO_SUCH_PROGRAM, s -> s.tryUdp(PORT, ROOT, 0, 1));
        add(bind, NO_SUCH_CLAIM, s -> s.tryUdp(PORT, 2, s.ring(), 0));
        add(bind, NO_SUCH_CLAIM, s -> s.tryUdp(PORT, -1, s.ring(), 0));
        add(bind, NOT_YOURS, s -> {
            long ring = s.ring();
            inChild(s);
            return s.tryUdp(PORT, ROOT, ring, 0);
        });
        add(bind, WRONG_STATE, s -> s.tryUdp(PORT, ROOT, 0, s.downloads.begun(Texts.giving(0), ProgramHook.HANDLER)));
        add(bind, OVER_LIMIT, s -> {
            inChild(s);
            return s.tryUdp(PORT, ROOT, s.ring(), 0);
        });
        add(bind, NOT_CLAIMED, s -> {
            int claim = s.split(ROOT, PORT, PORT, s.account());
            return s.tryUdp(PORT + 1, claim, s.ring(), 0);
        });
        add(bind, CLAIM_BUSY, s -> {
            s.split(ROOT, PORT, PORT, s.account());
            return s.tryUdp(PORT + 1, ROOT, s.ring(), 0);
        });
        add(bind, FILTER_TIED, s -> {
            long ring = s.ring();
            s.udp(PORT, ring, 0);
            return s.tryUdp(PORT, ROOT, ring, 0);
        });
        add(Call.FILTER_UNBIND, NO_SUCH_FILTER, s -> s.kernel.call(Call.FILTER_UNBIND, 1));
        add(Call.FILTER_UNBIND, NOT_YOURS, s -> {
            long filter = s.udp(PORT, s.ring(), 0);
            inChild(s);
            return s.kernel.call(Call.FILTER_UNBIND, filter);
        });
    }

    /** Each of another shape, by how many bits of a port it fixes, until there are too many shapes. */
    private void manyFilters() {
        add(Call.FILTER_BIND, NO_FREE_FILTER, s -> {
            long ring = s.ring();
            long result = 1;
            for (int bits = 9; bits <= 16 && result > 0; bits++) {
                for (int source = 9; source <= 16 && result > 0; source++) {
                    s.atom(0, 0, 2, 0, 0xffff, 0x0800);
                    s.atom(1, 0, 1, 8, 0xff, 17);
                    s.atom(2, 3, 4, 0, (0xffffL << 16 - source & 0xffff) << 16 | 0xffff << 16 - bits & 0xffff, 0);
                    result = s.kernel.call(Call.FILTER_BIND, s.atoms(), 3, ROOT, ring, 0);
                    result = result == FILTER_TIED ? 1 : result;
                }
            }
            return result;
        });
    }

    private void claims() {
        int split = Call.CLAIM_SPLIT;
        add(split, BAD_ADDRESS, s -> s.kernel.call(split, ROOT, 8, s.account()));
        add(split, BAD_ARGUMENT, s -> s.trySplit(ROOT, PORT, PORT - 1, s.account()));
        add(split, NO_SUCH_CLAIM, s -> s.trySplit(2, PORT, PORT, s.account()));
        add(split, NOT_YOURS, s -> {
            long account = inChild(s);
            return s.trySplit(ROOT, PORT, PORT, account);
        });
        add(split, NO_SUCH_ACCOUNT, s -> s.trySplit(ROOT, PORT, PORT, 0));
        add(split, CLAIMED, s -> {
            s.split(ROOT, PORT, PORT, s.account());
            return s.trySplit(ROOT, PORT, PORT, s.account());
        });
        add(split, CLAIM_BUSY, s -> {
            s.udp(PORT, s.ring(), 0);
            return s.trySplit(ROOT, PORT, PORT, s.account());
        });
        add(split, NO_FREE_CLAIM, s -> {
            long result = 1;
            for (int port = 1; result > 0; port++) {
                result = s.trySplit(ROOT, port, port, s.account());
            }
            return result;
        });
        add(Call.CLAIM_RETURN, NO_SUCH_CLAIM, s -> s.kernel.call(Call.CLAIM_RETURN, 2));
        add(Call.CLAIM_RETURN, CLAIM_BUSY, s -> s.kernel.call(Call.CLAIM_RETURN, ROOT));
        add(Call.CLAIM_RETURN, NOT_YOURS, s -> {
            inChild(s);
            return s.kernel.call(Call.CLAIM_RETURN, ROOT);
        });
    }

    private void packets() {
        add(Call.PACKET_SEND, NOT_CLAIMED, s -> s.send(s.family.frame(), PacketScene.udp(PORT, PacketScene.SHORT, false)));
        add(Call.PACKET_SEND, WOULD_BLOCK, s -> {
            s.device.automatic(false);
            long frame = s.family.frame();
            long result = 0;
            for (int packet = 0; packet <= Limits.SENDS_MAXIMUM; packet++) {
                result = s.send(frame, PacketScene.udp(PORT, PacketScene.SHORT, true));
            }
            return result;
        });
    }
}
