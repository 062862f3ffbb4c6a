package exo.programs.network;

import exo.abi.Event;
import exo.abi.Info;
import exo.exos.Cycles;
import exo.exos.kernel.KernelCalls;
import exo.exos.network.OwnClaim;
import java.util.function.BooleanSupplier;

/**
 * Has packets come: asks the host's port 6060, where a harness that wants the thief to try all of its tricks sends back what comes. If
 * nobody has answered for as long as {@code patience=MILLISECONDS} says, nobody is asked again.
 */
final class Provocation {
    private static final String PATIENCE = "patience=";
    private static final long PATIENCE_MILLISECONDS = 500;
    private static final long MILLISECONDS_IN_SECOND = 1000;
    /** Asked again after so long, looked after a part of that. */
    private static final long ATTEMPT_MILLISECONDS = 200;
    private static final int LOOKS = 20;

    private final OwnClaim own;
    private final ForgedPacket packet = new ForgedPacket();
    private final long cyclesInMillisecond = KernelCalls.machineInfo(Info.CYCLES_PER_SECOND) / MILLISECONDS_IN_SECOND;
    private final long patience;
    private boolean givenUp;

    Provocation(OwnClaim own, String[] arguments) {
        this.own = own;
        String milliseconds = Lifetime.value(arguments, PATIENCE);
        patience = milliseconds == null ? PATIENCE_MILLISECONDS : Long.parseLong(milliseconds);
    }

    /** Whether something happened that a packet makes happen. */
    boolean until(BooleanSupplier happened) {
        for (long waited = 0; waited < patience && !givenUp && !happened.getAsBoolean(); waited += ATTEMPT_MILLISECONDS) {
            packet.udp(own.addressWord(), own.portFirst()).send();
            long attempt = ATTEMPT_MILLISECONDS * cyclesInMillisecond;
            long end = Cycles.now() + attempt;
            while (!happened.getAsBoolean() && Cycles.now() < end) {
                KernelCalls.waitFor(Event.PACKET, Cycles.now() + attempt / LOOKS);
            }
        }
        givenUp = !happened.getAsBoolean();
        return !givenUp;
    }
}
