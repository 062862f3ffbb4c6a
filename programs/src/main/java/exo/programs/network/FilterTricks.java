package exo.programs.network;

import exo.abi.ClaimAny;
import exo.abi.PacketBase;
import exo.abi.PacketField;
import exo.abi.ResourceKind;
import exo.abi.Status;
import exo.exos.Account;
import exo.exos.Books;
import exo.exos.PinnedMemory;
import exo.exos.kernel.AccountRecord;
import exo.exos.kernel.ClaimBounds;
import exo.exos.kernel.KernelCalls;
import exo.exos.network.PacketFilter;
import exo.exos.network.OwnClaim;
import exo.exos.network.ReceiveRing;

/** Filters for packets of others: outside of the thief's claim, inside claims of others, and claims to what others have. */
final class FilterTricks {
    private static final int IPV4 = 0x0800;
    private static final int ARP = 0x0806;
    private static final int IPV6 = 0x86dd;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int ECHO_PORT = 7;
    private static final int HANDLER_PORT = 8;
    private static final int DESTINATION = 16;
    private static final int ARP_TARGET = 24;
    /** The kernel has no more. */
    private static final int CLAIMS = 256;
    private static final long EVERYTHING = 1;

    private final Report report;
    private final OwnClaim own;
    private final ReceiveRing ring;
    private final long bounds = PinnedMemory.pages(ClaimBounds.BYTES);

    FilterTricks(Report report, OwnClaim own, ReceiveRing ring) {
        this.report = report;
        this.own = own;
        this.ring = ring;
    }

    private void bind(String what, PacketFilter filter, long expected) {
        report.refusal(what, filter.tryBind(own.number(), ring.name(), 0), expected);
    }

    private PacketFilter udp() {
        return PacketFilter.of(IPV4).protocol(UDP);
    }

    private PacketFilter udpHere() {
        return PacketFilter.of(own);
    }

    void bindWhatIsOthers() {
        bind("bind the ring echo's port", udpHere().port(ECHO_PORT), Status.NOT_CLAIMED);
        bind("bind the handler echo's port", udpHere().port(HANDLER_PORT), Status.NOT_CLAIMED);
        bind("bind all ports of UDP, which is wider", udpHere(), Status.NOT_CLAIMED);
        bind("bind its own port of every address", udp().port(own.portFirst()), Status.NOT_CLAIMED);
        bind("bind ports that overlap its own", udpHere().and(PacketBase.TRANSPORT, 2, 2, 0xffe0, own.portFirst() & 0xffe0),
                Status.NOT_CLAIMED);
        bind("bind a port of another's from one sender, which is narrower", udpHere().and(PacketBase.TRANSPORT, 0, 4, -1,
                5000 << Short.SIZE | ECHO_PORT), Status.NOT_CLAIMED);
        bind("bind a port by the sender's alone", udpHere().and(PacketBase.TRANSPORT, 0, 2, 0xffff, own.portFirst()),
                Status.NOT_CLAIMED);
        bind("bind all of IPv4", PacketFilter.of(IPV4), Status.NOT_CLAIMED);
        bind("bind all of ARP", PacketFilter.of(ARP), Status.NOT_CLAIMED);
        bind("bind ARP for the machine's address", PacketFilter.of(ARP).network(ARP_TARGET, own.addressWord()), Status.NOT_CLAIMED);
        bind("bind pings", PacketFilter.of(IPV4).protocol(ICMP).network(DESTINATION, own.addressWord()), Status.NOT_CLAIMED);
        bind("bind all of IPv6", PacketFilter.of(IPV6), Status.NOT_CLAIMED);
        bind("bind an Ethernet type of nobody's", PacketFilter.of(0x88b5), Status.NOT_CLAIMED);
        bind("bind its own port in a VLAN", PacketFilter.of(IPV4).and(PacketBase.FIELD, PacketField.VLAN, 2, 0xfff, 5).protocol(UDP)
                .network(DESTINATION, own.addressWord()).port(own.portFirst()), Status.NOT_CLAIMED);
        bindInClaimsOfOthers();
        bindTies();
        bindTooMany();
    }

    private boolean isOwn(long claim) {
        for (OwnClaim one : OwnClaim.all()) {
            if (one.number() == claim) {
                return true;
            }
        }
        return false;
    }

    private void bindInClaimsOfOthers() {
        int tried = 0;
        int refused = 0;
        for (long claim = 0; claim <= CLAIMS; claim++) {
            if (!isOwn(claim)) {
                tried++;
                long status = udpHere().port(ECHO_PORT).tryBind(claim, ring.name(), 0);
                refused += status == Status.NOT_YOURS || status == Status.NO_SUCH_CLAIM ? 1 : 0;
            }
        }
        report.count("bind the ring echo's port inside every claim that it does not hold", refused, tried);
    }

    private void bindTies() {
        long filter = udpHere().port(own.portFirst()).bind(own.number(), ring.name(), 0);
        bind("bind the same packets twice", udpHere().port(own.portFirst()), Status.FILTER_TIED);
        KernelCalls.filterUnbind(filter);
    }

    private void bindTooMany() {
        long limit = Account.ofSelf().limit(ResourceKind.FILTERS);
        long[] filters = new long[(int) limit + 1];
        long status = 0;
        int bound = 0;
        for (int sender = 1; status >= 0 && bound < filters.length; sender++) {
            status = udpHere().and(PacketBase.TRANSPORT, 0, 4, -1, sender << Short.SIZE | own.portFirst())
                    .tryBind(own.number(), ring.name(), 0);
            if (status > 0) {
                filters[bound++] = status;
            }
        }
        report.report("bind more filters than it may", bound + " bound of " + limit + " that it may, then the kernel refuses",
                bound == limit && status == Status.OVER_LIMIT);
        for (int i = 0; i < bound; i++) {
            KernelCalls.filterUnbind(filters[i]);
        }
    }

    // ---- claims ----------------------------------------------------------------------------------------------------------

    private void describe(int ethertype, int protocol, int portFirst, int portLast) {
        ClaimBounds.ethertype(bounds, ethertype);
        ClaimBounds.vlan(bounds, ethertype == ClaimAny.ETHERTYPE ? ClaimAny.VLAN : PacketField.UNTAGGED);
        ClaimBounds.protocol(bounds, protocol);
        ClaimBounds.addressBits(bounds, 0);
        ClaimBounds.portFirst(bounds, portFirst);
        ClaimBounds.portLast(bounds, portLast);
    }

    void takeClaims() {
        long account = KernelCalls.accountSelf();
        describe(ClaimAny.ETHERTYPE, ClaimAny.PROTOCOL, 0, 65535);
        report.refusal("split all that is nobody's off for itself", KernelCalls.claimSplit(EVERYTHING, bounds, account),
                Status.NOT_YOURS);
        describe(IPV4, UDP, ECHO_PORT, ECHO_PORT);
        report.refusal("split more off from its claim than that is", KernelCalls.claimSplit(own.number(), bounds, account),
                Status.BAD_ARGUMENT);
        int split = 0;
        int returned = 0;
        int tried = 0;
        for (long claim = 0; claim <= CLAIMS; claim++) {
            if (!isOwn(claim)) {
                tried++;
                long status = KernelCalls.claimSplit(claim, bounds, account);
                split += status == Status.NOT_YOURS || status == Status.NO_SUCH_CLAIM ? 1 : 0;
                status = KernelCalls.claimReturn(claim);
                returned += status == Status.NOT_YOURS || status == Status.NO_SUCH_CLAIM ? 1 : 0;
            }
        }
        report.count("split a part off from every claim that it does not hold", split, tried);
        report.count("return every claim that it does not hold", returned, tried);
        giveToOthers();
    }

    /** So that another could be made to answer for its packets. */
    private void giveToOthers() {
        long victim = AccountRecord.name(Books.accountOf(Books.find("ring-echo")));
        ClaimBounds.addressBits(bounds, 0);
        report.refusal("push a claim of its own on another", KernelCalls.claimSplit(own.number(), bounds, victim), Status.NOT_YOURS);
    }
}
