package exo.programs.network;

import exo.abi.EnvironmentName;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.exos.AddressSpace;
import exo.exos.Books;
import exo.exos.KernelException;
import exo.exos.PinnedMemory;
import exo.exos.kernel.FrameRecord;
import exo.exos.kernel.KernelCalls;
import exo.exos.kernel.PacketEntry;
import exo.exos.kernel.PacketRing;
import exo.exos.network.PacketFilter;
import exo.exos.network.OwnClaim;
import org.teavm.interop.Address;

/** Frames offered for packets that are not the thief's to give: whoever took them would have the packets of others, or their memory. */
final class OfferTricks {
    private static final long NO_NUMBER = 1L << 40;

    private final Report report;
    private final OwnClaim own;
    private final long self = KernelCalls.envSelf() & EnvironmentName.INDEX_MASK;
    private final long ring = PinnedMemory.pages(PacketRing.BYTES);
    private final Provocation provocation;

    OfferTricks(Report report, OwnClaim own, Provocation provocation) {
        this.report = report;
        this.own = own;
        this.provocation = provocation;
    }

    void offerWhatIsNotItsOwn() {
        long name = KernelException.checked("ring_begin", KernelCalls.ringBegin(AddressSpace.ofSelf().frameAt(ring)));
        long filter = PacketFilter.of(own).port(own.portFirst()).bind(own.number(), name, 0);
        offer("offer a frame of another's for packets", BookTricks.frameOfAnother(self, 0, FrameKind.ORDINARY));
        offer("offer a frame of the device's", BookTricks.frameOfAnother(self, 0, FrameKind.NETWORK));
        offer("offer a frame of the kernel's", BookTricks.frameOfAnother(self, 0, FrameKind.KERNEL));
        offer("offer a frame that it sees itself", AddressSpace.ofSelf().frameAt(PinnedMemory.pages(AddressSpace.PAGE_BYTES)));
        offer("offer the ring's own frame", AddressSpace.ofSelf().frameAt(ring));
        offer("offer a frame that the machine has not", NO_NUMBER);
        lie();
        KernelCalls.filterUnbind(filter);
        KernelCalls.ringEnd(name);
    }

    private void place(long frame) {
        long offered = PacketRing.offered(ring);
        Address.fromLong(PacketRing.offersAddress(ring) + offered % Limits.PACKET_RING * Long.BYTES).putLong(frame);
        PacketRing.offered(ring, offered + 1);
    }

    /**
     * One that it must not offer and one that it may: the packet must come for the latter. Meanwhile others do as they like with what is
     * theirs, and the device may have filled the very frame that was offered; so it is not asked whose the former is now.
     */
    private void offer(String what, long frame) {
        long refused = PacketRing.refused(ring);
        boolean before = isOwn(frame);
        long good = AddressSpace.freshFrame();
        long received = PacketRing.received(ring);
        place(frame);
        place(good);
        if (!provocation.until(() -> PacketRing.received(ring) > received)) {
            withdraw();
            report.leaveOut(what, "no packet came");
            return;
        }
        boolean came = !isOwn(good) && (isOwn(frame) == before || frame == frameOfPacket(received));
        report.report(what, PacketRing.refused(ring) - refused + " offer refused, the packet came for the frame that is its own",
                came && PacketRing.refused(ring) == refused + 1 && isOwn(frameOfPacket(received)));
        PacketRing.taken(ring, PacketRing.received(ring));
        withdraw();
    }

    /** What the kernel has not looked at yet is offered no more: each attempt begins with an empty ring. */
    private void withdraw() {
        PacketRing.offered(ring, PacketRing.accepted(ring));
    }

    private long frameOfPacket(long received) {
        return PacketEntry.frame(PacketRing.entriesAddress(ring) + received % Limits.PACKET_RING * PacketEntry.BYTES);
    }

    private boolean isOwn(long frame) {
        return frame != NO_NUMBER && FrameRecord.owner(Books.frame(frame)) == self;
    }

    /** The counts are the thief's to write as well, and the kernel's own decide. */
    private void lie() {
        String what = "write counts that cannot be into its ring";
        long received = PacketRing.received(ring);
        PacketRing.received(ring, Long.MIN_VALUE);
        PacketRing.accepted(ring, -1);
        PacketRing.dropped(ring, -1);
        place(AddressSpace.freshFrame());
        if (provocation.until(() -> PacketRing.received(ring) != Long.MIN_VALUE)) {
            report.report(what, "the kernel's own counts stand there again", PacketRing.received(ring) == received + 1);
        } else {
            report.leaveOut(what, "no packet came");
        }
    }
}
