package exo.programs.meter;

import exo.abi.Limits;
import exo.abi.ProgramHook;
import exo.exos.AddressSpace;
import exo.exos.network.OwnClaim;
import exo.exos.network.PacketFilter;
import exo.exos.network.ReceiveRing;
import java.util.ArrayList;
import java.util.List;

/**
 * The longest time that the kernel keeps interrupts off, with the network and downloaded code at work, beside 10,000 filters. It asks for
 * packets by lines, see {@link BurstPath}.
 */
public final class NetworkPaths {
    private static final int FILTERS = 10_000;
    private static final int FIRST_PORT = 1000;
    private static final int BURST_PORT = 14_000;
    private static final int LONG_PACKET = 1400;
    private static final int SHORT_PACKET = 18;
    private static final int LONGEST = Limits.PROGRAM_INSTRUCTIONS_MAXIMUM;
    private static final int LONGEST_GUARDED = Limits.GUARDED_STEPS_MAXIMUM;
    private static final int SLEEPERS = 2;

    private NetworkPaths() {
    }

    public static void main(String[] arguments) {
        AddressSpace self = AddressSpace.ofSelf();
        OwnClaim[] claims = OwnClaim.all();
        OwnClaim claim = claims[0];
        ReceiveRing ring = new ReceiveRing();
        for (int filter = 0; filter < FILTERS; filter++) {
            PacketFilter.of(claim).port(FIRST_PORT + filter).bind(claim.number(), ring.name(), 0);
        }
        List<Measurement> paths = new ArrayList<>();
        addPrograms(paths, self);
        FilterPaths.addAll(paths, claim, ring.name(), new OwnClaim[] {claims[1], claims[2]});
        addBursts(paths, claim, ring);
        LongestPath.print(paths.stream().<Measurement>map(Settled::new).toList());
    }

    private static void addPrograms(List<Measurement> paths, AddressSpace self) {
        paths.add(new ProgramPath(self, "checked accesses", DearPrograms.atomics(LONGEST_GUARDED), ProgramHook.GUARDED));
        paths.add(new ProgramPath(self, "divisions", DearPrograms.divisions(LONGEST), 0));
        paths.add(new ProgramPath(self, "ways that meet", DearPrograms.joins(LONGEST), 0));
        OwnerPaths.addAll(paths, self);
        paths.add(new PredicatePath(self, "checked accesses", DearPrograms.atomicsThatEnd(LONGEST_GUARDED), ProgramHook.GUARDED, SLEEPERS));
        paths.add(new PredicatePath(self, "divisions", DearPrograms.divisionsThatEnd(LONGEST), 0, SLEEPERS));
    }

    private static void addBursts(List<Measurement> paths, OwnClaim claim, ReceiveRing ring) {
        int port = BURST_PORT;
        paths.add(new BurstPath("to a ring", claim, ring, null, 0, port++, LONG_PACKET));
        paths.add(new BurstPath("with a handler that copies", claim, ring, DearPrograms.copies(LONG_PACKET), 0, port++, LONG_PACKET));
        paths.add(new BurstPath("with a handler that sends", claim, ring, DearPrograms.sends(), 0, port++, SHORT_PACKET));
        paths.add(new BurstPath("with a handler of divisions", claim, ring, DearPrograms.divisions(LONGEST), 0, port++, SHORT_PACKET));
        paths.add(new BurstPath("with a handler of checked accesses", claim, ring, DearPrograms.atomics(LONGEST_GUARDED), ProgramHook.GUARDED,
                port, SHORT_PACKET));
    }
}
