package exo.tests.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.aegis.network.VirtioNet;
import exo.aegis.network.VirtioReceiver;
import exo.aegis.network.VirtioTransmitter;

/** What was given to the device and came back, kept beside the driver and without it, to be compared with what it says. */
final class Ledger {
    private static final long NOTHING = -1;

    private final VirtioNet net;
    private final VirtioReceiver receiver;
    private final VirtioTransmitter transmitter;
    private final long[] posted;
    private final long[] sending;
    private long received;
    private long sent;

    Ledger(VirtioNet net) {
        this.net = net;
        receiver = net.receiver();
        transmitter = net.transmitter();
        posted = new long[receiver.slots()];
        sending = new long[transmitter.slots()];
        java.util.Arrays.fill(sending, NOTHING);
    }

    void post(int slot, int frame) {
        long address = Driver.FRAMES + frame * 4096L;
        boolean expected = net.isUp() && posted[slot] == 0;
        assertEquals(expected, receiver.post(slot, address));
        if (expected) {
            posted[slot] = address;
        }
    }

    void poll() {
        int slot = receiver.poll();
        if (slot != VirtioReceiver.NONE) {
            assertTrue(posted[slot] != 0, "a slot comes back that was not posted");
            assertTrue(receiver.packetBytes() >= 0
                    && receiver.packetBytes() <= VirtioReceiver.BUFFER_BYTES - VirtioReceiver.PACKET, "a packet's length");
            posted[slot] = 0;
            received++;
        }
    }

    void send(int headerBytes, int page, int payloadBytes) {
        int slot = transmitter.freeSlot();
        long payload = Driver.FRAMES + page * 4096L + 1;
        if (slot != VirtioTransmitter.NONE) {
            assertEquals(NOTHING, sending[slot]);
            sending[slot] = payloadBytes == 0 ? 0 : payload;
        }
        transmitter.send(slot, headerBytes, payload, payloadBytes, 0, 0);
    }

    void pollSent() {
        int slot = transmitter.poll();
        if (slot != VirtioTransmitter.NONE) {
            assertTrue(sending[slot] != NOTHING, "a slot comes back that was not sent");
            sending[slot] = NOTHING;
            sent++;
        }
    }

    /** Each slot's memory is with the device as far as the driver says exactly when it is, unless all DMA has ended. */
    void audit() {
        int outstanding = 0;
        for (int slot = 0; slot < posted.length; slot++) {
            assertEquals(net.mayAccessMemory() ? posted[slot] : 0, receiver.posted(slot));
            outstanding += posted[slot] != 0 ? 1 : 0;
        }
        assertEquals(net.mayAccessMemory() ? outstanding : 0, receiver.outstanding());
        for (int slot = 0; slot < sending.length; slot++) {
            boolean isSending = net.mayAccessMemory() && sending[slot] != NOTHING;
            assertEquals(isSending, transmitter.isSending(slot));
            assertEquals(isSending ? sending[slot] : 0, transmitter.payload(slot));
        }
    }

    long received() {
        return received;
    }

    long sent() {
        return sent;
    }
}
