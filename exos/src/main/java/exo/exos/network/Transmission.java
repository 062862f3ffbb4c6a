package exo.exos.network;

import exo.abi.Event;
import exo.abi.Status;
import exo.exos.kernel.KernelCalls;

/** Sending, with the waiting that it takes. */
public final class Transmission {
    private Transmission() {
    }

    /**
     * Sends a packet from a frame of the caller's; waits while the device has no room.
     *
     * @return  0, or the status that says why the kernel does not send it
     */
    public static long send(long frame, int offset, int byteCount) {
        long status = KernelCalls.packetSend(frame, offset, byteCount);
        while (status == Status.WOULD_BLOCK) {
            KernelCalls.waitFor(Event.SENT, 0);
            status = KernelCalls.packetSend(frame, offset, byteCount);
        }
        return status;
    }
}
