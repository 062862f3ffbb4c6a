package exo.programs.meter;

import exo.abi.Call;
import exo.abi.Limits;
import exo.abi.PacketBase;
import exo.exos.AddressSpace;
import exo.exos.Books;
import exo.exos.KernelException;
import exo.exos.PinnedMemory;
import exo.exos.kernel.AccountRecord;
import exo.exos.kernel.ClaimBounds;
import exo.exos.kernel.KernelCalls;
import exo.exos.network.Octets;
import exo.exos.network.OwnClaim;
import exo.exos.network.PacketFilter;
import java.util.List;

/** Long work on claims and filters, and what is sent by who has many. */
final class FilterPaths {
    private FilterPaths() {
    }

    static void addAll(List<Measurement> paths, OwnClaim claim, long ring, OwnClaim[] toSplit) {
        paths.add(new Bind(claim, ring));
        paths.add(new RingBegin());
        paths.add(new Split(toSplit));
        paths.add(new Send());
    }

    /** One of another shape, and as many bits, as some that it could tie with; and unbinding it. */
    private static final class Bind extends Measurement {
        private static final int COMPARED = 20;
        private static final int FIRST_PORT = 15_000;
        private static final int IPV4_SOURCE = 12;
        private static final int UDP_LENGTH = 4;
        private static final int ROUNDS = 10;

        private final OwnClaim claim;
        private final long ring;
        private final long[] compared = new long[COMPARED];

        Bind(OwnClaim claim, long ring) {
            this.claim = claim;
            this.ring = ring;
        }

        @Override
        String what() {
            return "filter_bind or filter_unbind, of a new shape and " + COMPARED + " filters that it may tie with";
        }

        @Override
        void prepare() {
            for (int i = 0; i < COMPARED; i++) {
                compared[i] = PacketFilter.of(claim.ethertype()).protocol(claim.protocol()).network(IPV4_SOURCE, i)
                        .network(IPV4_SOURCE + Integer.BYTES, claim.addressWord()).port(FIRST_PORT + i).bind(claim.number(), ring, 0);
            }
        }

        @Override
        long cycles() {
            PacketFilter filter = PacketFilter.of(claim).port(FIRST_PORT + COMPARED)
                    .and(PacketBase.TRANSPORT, UDP_LENGTH, Integer.BYTES, -1, 1);
            long bind = Timed.call(Call.FILTER_BIND, filter.atoms(), filter.atomCount(), claim.number(), ring, 0);
            return Math.max(bind, Timed.call(Call.FILTER_UNBIND, Timed.status()));
        }

        @Override
        void cleanUp() {
            for (long filter : compared) {
                KernelException.checked("filter_unbind", KernelCalls.filterUnbind(filter));
            }
        }

        @Override
        int roundsMaximum() {
            return ROUNDS;
        }
    }

    private static final class RingBegin extends Measurement {
        private final long frame = AddressSpace.freshFrame();

        @Override
        String what() {
            return "ring_begin";
        }

        @Override
        long cycles() {
            return Timed.call(Call.RING_BEGIN, frame);
        }

        @Override
        void cleanUp() {
            KernelException.checked("ring_end", KernelCalls.ringEnd(Timed.status()));
        }
    }

    /** As many claims as one can be split into, of several; they stay, for what is sent to be looked for in. */
    private static final class Split extends Measurement {
        private static final int PARTS = 96;

        private final OwnClaim[] claims;
        private final long bounds = PinnedMemory.pages(ClaimBounds.BYTES);

        Split(OwnClaim[] claims) {
            this.claims = claims;
        }

        @Override
        String what() {
            return "claim_split, " + PARTS + " times of each of " + claims.length;
        }

        @Override
        long cycles() {
            long account = AccountRecord.name(Books.accountOf(KernelCalls.envSelf()));
            long most = 0;
            for (OwnClaim claim : claims) {
                for (int part = 0; part < PARTS; part++) {
                    write(claim, claim.portLast() - part);
                    most = Math.max(most, Timed.attempt(Call.CLAIM_SPLIT, claim.number(), bounds, account, 0, 0));
                }
            }
            return most;
        }

        private void write(OwnClaim claim, int port) {
            ClaimBounds.ethertype(bounds, claim.ethertype());
            ClaimBounds.vlan(bounds, claim.vlan());
            ClaimBounds.protocol(bounds, claim.protocol());
            ClaimBounds.addressBits(bounds, claim.addressBits());
            ClaimBounds.portFirst(bounds, port);
            ClaimBounds.portLast(bounds, port);
            Octets.copy(ClaimBounds.addressAddress(bounds), claim.addressVa(), 2 * Long.BYTES);
        }

        @Override
        int roundsMaximum() {
            return 1;
        }
    }

    /** A packet from an address that none of the claims is to. */
    private static final class Send extends Measurement {
        private static final int BYTES = 60;
        private static final int LINK_SOURCE = 6;
        private static final int LINK_ADDRESS_BYTES = 6;
        private static final int TYPE = 12;
        private static final int IPV4 = 0x0800;
        private static final int NETWORK = 14;
        private static final int UDP = 17;
        private static final int TIME_TO_LIVE = 64;

        private final long page = PinnedMemory.pages(Limits.BYTES_IN_FRAME);
        private final long frame = AddressSpace.ofSelf().frameAt(page);

        @Override
        String what() {
            return "packet_send, in none of as many claims";
        }

        @Override
        void prepare() {
            for (int i = 0; i < LINK_ADDRESS_BYTES; i++) {
                Octets.store8(page + LINK_SOURCE + i, (int) (Books.networkAddress() >>> Byte.SIZE * i));
            }
            Octets.store16(page + TYPE, IPV4);
            Octets.store8(page + NETWORK, 0x45);
            Octets.store16(page + NETWORK + 2, BYTES - NETWORK);
            Octets.store8(page + NETWORK + 8, TIME_TO_LIVE);
            Octets.store8(page + NETWORK + 9, UDP);
        }

        @Override
        long cycles() {
            return Timed.attempt(Call.PACKET_SEND, frame, 0, BYTES, 0, 0);
        }
    }
}
