package exo.abi.spec;

import static exo.abi.spec.CallBuilder.call;
import static exo.abi.spec.LayoutBuilder.layout;

import java.util.List;

/** The calls by which packets are claimed, told apart, received and sent, and where they are found. */
final class NetworkCalls {
    static final Family NETWORK = new Family("The network", "network", 0xb0, 0xbf,
            "Packets, told apart by filters that are bound inside claims, so that nobody reads or forges another's. Claims are held by "
                    + "accounts, which no two of overlap; filters and rings are an environment's.");

    private static final String NO_RING = "ring is stale, or was never a name";
    private static final String NO_CLAIM = "claim is no claim's number";
    private static final String NOT_HELD = "the claim is not held by the caller's account";

    private NetworkCalls() {
    }

    static List<Call> all() {
        return List.of(
                call(NETWORK, 0xb0, "ring_begin")
                        .paper("ours: packet rings are Xok's (net_ring), here of frames that change hands")
                        .means("Makes a frame of the caller's a PacketRing, cleared. The frame is pinned while the ring lives.")
                        .argument("frame", Kind.FRAME, "the frame; may be bound")
                        .rights("anyone, with an ordinary frame of its own").result("the ring's name")
                        .fails(Statuses.NO_SUCH_FRAME, Calls.NO_MEMORY_THERE)
                        .fails(Statuses.NOT_YOURS, "the frame is not the caller's, or is not ordinary")
                        .fails(Statuses.NO_FREE_RING, "all RINGS_MAXIMUM records are in use").row(),
                call(NETWORK, 0xb1, "ring_end")
                        .paper("ours: as ring_begin")
                        .means("Ends a ring. The frames in it are the caller's, as they are all along.")
                        .argument("ring", Kind.RING, "the ring")
                        .rights("its owner").result("0")
                        .fails(Statuses.NO_SUCH_RING, NO_RING)
                        .fails(Statuses.NOT_YOURS, "the ring is not the caller's")
                        .fails(Statuses.RING_BUSY, "a filter delivers to it").row(),
                call(NETWORK, 0xb2, "filter_bind")
                        .paper("packet filter, downloaded (DPF), bound inside a claim, which is ours")
                        .means("Binds a filter: from now on the packets that match it, and no filter that is more specific, are the "
                                + "caller's. A handler is run with each and says what becomes of it (PacketVerdict); without one it "
                                + "goes to the ring.")
                        .argument("atoms_va", Kind.USER_ADDRESS, "FilterAtoms, in canonical order, within a page")
                        .argument("count", Kind.COUNT, "how many; 1 to FilterLimits.ATOMS")
                        .argument("claim", Kind.ITEM, "the claim that it is bound inside, by number")
                        .argument("ring", Kind.RING, "where the packets go; 0: nowhere but to the handler")
                        .argument("program", Kind.PROGRAM, "a ready program for PROGRAM_HOOK_HANDLER; 0: none")
                        .rights("anyone whose account holds the claim").result("the filter's number")
                        .fails(Statuses.BAD_ADDRESS, "the atoms are not within a page that the caller can read, or not aligned to 8")
                        .fails(Statuses.BAD_ARGUMENT, "the atoms are not a filter in canonical order, or there is neither ring nor handler")
                        .fails(Statuses.NO_SUCH_RING, NO_RING)
                        .fails(Statuses.NO_SUCH_PROGRAM, CodeCalls.NO_PROGRAM)
                        .fails(Statuses.NO_SUCH_CLAIM, NO_CLAIM)
                        .fails(Statuses.NOT_YOURS, "ring or program is not the caller's, or the claim is not its account's")
                        .fails(Statuses.WRONG_STATE, "the program is not ready, or is for another hook")
                        .fails(Statuses.NOT_CLAIMED, "it could match what is outside of the claim")
                        .fails(Statuses.CLAIM_BUSY, "part of the claim is another's")
                        .fails(Statuses.FILTER_TIED, "it overlaps a filter of the same account that is as specific")
                        .fails(Statuses.OVER_LIMIT, "the account cannot be charged another filter")
                        .fails(Statuses.NO_DEVICE, "there is no network device")
                        .fails(Statuses.NO_FREE_FILTER, "there is no room for another filter, for its shape, or for its code").row(),
                call(NETWORK, 0xb3, "filter_unbind")
                        .paper("packet filter, taken out")
                        .means("Unbinds a filter: no packet that comes later is told by it.")
                        .argument("filter", Kind.ITEM, "the filter, by number")
                        .rights("its owner").result("0")
                        .fails(Statuses.NO_SUCH_FILTER, "filter is no filter's number")
                        .fails(Statuses.NOT_YOURS, "the filter is not the caller's").row(),
                call(NETWORK, 0xb4, "packet_send")
                        .paper("ours: in Aegis and Xok anyone sends anything (Xok: net_xmit)")
                        .means("Sends a packet from a frame of the caller's, from the Ethernet header on, without its checksum. Its "
                                + "source is checked against the claims of the caller's account, on a copy of its headers, which is "
                                + "what is sent. The frame is pinned until the device has sent the rest.")
                        .argument("frame", Kind.FRAME, "where the packet is")
                        .argument("offset", Kind.BYTE_COUNT, "where in the frame it begins")
                        .argument("byte_count", Kind.BYTE_COUNT, "its length, PACKET_BYTES_MINIMUM to PACKET_BYTES_MAXIMUM")
                        .rights("anyone, with an ordinary frame of its own, for packets from what its account claims").result("0")
                        .fails(Statuses.NO_SUCH_FRAME, Calls.NO_MEMORY_THERE)
                        .fails(Statuses.NOT_YOURS, "the frame is not the caller's, or is not ordinary")
                        .fails(Statuses.BAD_ARGUMENT, "the packet is too short or too long, or is not within the frame")
                        .fails(Statuses.NOT_CLAIMED, "the packet is not from what the caller's account holds a claim to, or cannot be told")
                        .fails(Statuses.WOULD_BLOCK, "the device has no room, or the caller has SENDS_MAXIMUM packets under way: wait "
                                + "for EVENT_SENT")
                        .fails(Statuses.NO_DEVICE, "there is no network device, or it has failed").row(),
                call(NETWORK, 0xb5, "claim_split")
                        .paper("ours: who arbitrates between filters")
                        .means("Gives an account a claim to part of what a claim of the caller's account is to. The part is the new "
                                + "claim's from then on, until that is returned.")
                        .argument("claim", Kind.ITEM, "the claim, by number")
                        .argument("bounds_va", Kind.USER_ADDRESS, "ClaimBounds of the part, within a page")
                        .argument("account", Kind.ACCOUNT, "who is to hold it: the caller's own account or one below it")
                        .rights("whoever spends from the account that holds the claim").result("the new claim's number")
                        .fails(Statuses.BAD_ADDRESS, "the bounds are not within a page that the caller can read, or not aligned to 8")
                        .fails(Statuses.BAD_ARGUMENT, "the bounds are malformed, or not within the claim's")
                        .fails(Statuses.NO_SUCH_CLAIM, NO_CLAIM)
                        .fails(Statuses.NOT_YOURS, NOT_HELD + ", or account is neither the caller's nor below it")
                        .fails(Statuses.NO_SUCH_ACCOUNT, "account is stale, or was never a name")
                        .fails(Statuses.CLAIMED, "part of it is another claim's already: the caller's record says whose")
                        .fails(Statuses.CLAIM_BUSY, "a filter is bound inside the claim")
                        .fails(Statuses.NO_DEVICE, "there is no network device")
                        .fails(Statuses.NO_FREE_CLAIM, "all records of claims are in use").row(),
                call(NETWORK, 0xb6, "claim_return")
                        .paper("ours: as claim_split")
                        .means("Gives a claim back to the one that it was split from.")
                        .argument("claim", Kind.ITEM, "the claim, by number")
                        .rights("whoever spends from the account that holds it, or from one above").result("0")
                        .fails(Statuses.NO_SUCH_CLAIM, NO_CLAIM)
                        .fails(Statuses.NOT_YOURS, "the claim is held neither by the caller's account nor by one below it")
                        .fails(Statuses.CLAIM_BUSY, "a filter is bound inside it, or part of it is another's, or it is the first").row());
    }

    static List<Layout> layouts() {
        return List.of(
                layout("PacketRing", 4096, "Where packets come to, and frames for them go from: a frame shared by an environment and "
                        + "the kernel. The environment offers unbound ordinary frames of its own; each packet comes in a frame that "
                        + "was another's, for one of these: the two change hands. The counts only ever rise; an entry is found by a "
                        + "count modulo PACKET_RING.")
                        .kernel(Access.WRITES)
                        .user(Access.WRITES)
                        .u64(0, "received", "packets ever put into the ring; the kernel's to write")
                        .u64(8, "taken", "packets ever taken out; the environment's to write")
                        .u64(16, "offered", "frames ever offered; the environment's to write")
                        .u64(24, "accepted", "frames ever taken up; the kernel's to write")
                        .u64(32, "dropped", "packets that there was no room or no frame for; the kernel's to write")
                        .u64(40, "refused", "offers that were no unbound ordinary frame of the ring's owner; the kernel's to write")
                        .octets(1024, "entries", 1024, "PACKET_RING of PacketEntry")
                        .octets(2048, "offers", 512, "PACKET_RING numbers of frames, 64 bits each")
                        .record(),
                layout("PacketEntry", 16, "One packet in a ring. It begins PACKET_OFFSET bytes into its frame, which is the ring owner's.")
                        .kernel(Access.WRITES)
                        .user(Access.READS)
                        .u32(0, "frame", "number of the frame")
                        .u32(4, "byteCount", "length of the packet, from the Ethernet header on, without its checksum")
                        .u32(8, "filter", "index of the filter that told it")
                        .u32(12, "flags", "sum of PacketFlag")
                        .record(),
                layout("RingRecord", 64, "The kernel's book on one packet ring.")
                        .kernel(Access.WRITES)
                        .user(Access.READS)
                        .u64(0, "name", "generation and index, as of an environment (EnvironmentName)")
                        .u32(8, "owner", "index of the environment whose it is, or 0: the record is free")
                        .u32(12, "frame", "number of its frame")
                        .u32(16, "uses", "filters that deliver to it")
                        .u64(24, "received", "as in the ring")
                        .u64(32, "accepted", "as in the ring")
                        .u64(40, "dropped", "as in the ring")
                        .u64(48, "refused", "as in the ring")
                        .record());
    }

    static List<ConstantGroup> constants() {
        return List.of(
                new ConstantGroup("PacketVerdict", "PACKET", "What a handler's result says of the packet; any other is as DROP.", List.of(
                        Constants.narrow("DROP", 0, "there is nothing more to do with it"),
                        Constants.narrow("DELIVER", 1, "it goes to the filter's ring"))),
                new ConstantGroup("PacketFlag", "PACKET_FLAG", "What else there is to know of a packet; sums.", List.of(
                        Constants.narrow("CHECKED", 1, "the device has found the checksum of its transport header right"),
                        Constants.narrow("PARTIAL", 2, "it has no such checksum, as it never was on a wire"))),
                new ConstantGroup("HandlerHelper", "HANDLER_HELPER", "What a packet handler can call.", List.of(
                        Constants.narrow("SEND", 1, "r1: how many bytes of the packet, edited in place, are sent, as by packet_send; 0 or a "
                                + "status"),
                        Constants.narrow("COPY", 2, "r1: an address in the area; r2: one in the packet; r3: how many bytes are copied; their "
                                + "ones' complement sum, as 16 bits, or a status"),
                        Constants.narrow("WAKE", 3, "posts EVENT_PACKET to the owner; 0"),
                        Constants.narrow("CYCLES", 4, "the cycle counter"))));
    }
}
