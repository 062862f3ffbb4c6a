package exo.exos.network;

import exo.abi.ClaimAny;
import exo.abi.Limits;
import exo.abi.PacketField;
import exo.exos.kernel.ClaimBounds;
import exo.exos.kernel.KernelCalls;
import exo.exos.kernel.PlanClaim;

/** One of the claims that the program was started with: the packets that are its to receive, by filters, and to send. */
public final class OwnClaim {
    private static final int PRESENT = 1;

    private final long number;
    private final long bounds;

    private OwnClaim(long record) {
        this.number = PlanClaim.claim(record);
        this.bounds = PlanClaim.boundsAddress(record);
    }

    private static long record(int index) {
        return Limits.CLAIMS_START + (long) index * PlanClaim.BYTES;
    }

    /** All of them, in the description's order; none on a machine without a network device. */
    public static OwnClaim[] all() {
        int count = 0;
        if ((KernelCalls.entryRead(KernelCalls.envSelf(), Limits.CLAIMS_START) & PRESENT) != 0) {
            while (PlanClaim.claim(record(count)) != 0) {
                count++;
            }
        }
        OwnClaim[] claims = new OwnClaim[count];
        for (int i = 0; i < count; i++) {
            claims[i] = new OwnClaim(record(i));
        }
        return claims;
    }

    /** The first of an ethertype and a protocol of IP ({@link ClaimAny#PROTOCOL}: of none), or null. */
    public static OwnClaim find(int ethertype, int protocol) {
        for (OwnClaim claim : all()) {
            if (claim.ethertype() == ethertype && claim.protocol() == protocol) {
                return claim;
            }
        }
        return null;
    }

    /** As the kernel's calls have it. */
    public long number() {
        return number;
    }

    public int ethertype() {
        return (int) ClaimBounds.ethertype(bounds);
    }

    /** Or {@link PacketField#UNTAGGED}. */
    public int vlan() {
        return (int) ClaimBounds.vlan(bounds);
    }

    /** Of IP, or {@link ClaimAny#PROTOCOL}. */
    public int protocol() {
        return (int) ClaimBounds.protocol(bounds);
    }

    public int portFirst() {
        return (int) ClaimBounds.portFirst(bounds);
    }

    public int portLast() {
        return (int) ClaimBounds.portLast(bounds);
    }

    /** How many leading bits of the address count. */
    public int addressBits() {
        return (int) ClaimBounds.addressBits(bounds);
    }

    /** Where the address lies, as in packets. */
    public long addressVa() {
        return ClaimBounds.addressAddress(bounds);
    }

    /** The first 32 bits of the address: all of an IPv4 address. */
    public int addressWord() {
        return (int) Octets.load32(addressVa());
    }
}
