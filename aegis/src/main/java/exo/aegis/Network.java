package exo.aegis;

import exo.abi.BooksHeader;
import exo.abi.Status;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.network.VirtioListener;
import exo.aegis.network.VirtioNet;
import exo.machine.Machine;
import exo.machine.VirtioTransport;

/**
 * The network, put together: the device, the book of claims and filters, and what goes in and out. Without a device all of this is
 * nothing, and takes no memory. Keeps true: once packets have had their share of the processor the device does not interrupt, whatever it
 * would like, and what has arrived meanwhile waits in its slots; nothing goes on after the device is dead.
 */
public final class Network implements VirtioListener {
    /** A moment that is over, where 0 stands for never. */
    private static final long AT_ONCE = 1;

    /** Added to the moment up to which is waited for a device, so that it is no count of cycles owed. */
    private static final long PATIENCE_MARK = 1L << 62;

    private final Aegis aegis;
    private final Machine machine;
    private final KernelRecord record;
    private final VirtioTransport transport;
    private final VirtioNet device;
    private final PacketFilters filters;
    private final Reception reception;
    private final Transmission transmission;
    private final NetworkShare share;

    Network(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.record = aegis.record();
        this.transport = machine.network();
        long start = aegis.books().start;
        this.device = transport == null ? null : new VirtioNet(machine, transport, this, start);
        long receptionStart = start + VirtioNet.BYTES;
        long transmissionStart = receptionStart + Reception.BYTES;
        long shareStart = transmissionStart + Transmission.BYTES;
        this.transmission = new Transmission(aegis, device, transmissionStart);
        this.share = new NetworkShare(aegis, shareStart);
        this.filters = device == null ? null : new PacketFilters(aegis, shareStart + NetworkShare.BYTES, aegis.books().filterCount);
        this.reception = new Reception(aegis, device, receptionStart, filters);
    }

    /** What the books are to have room for, in whole frames. */
    static long byteCount(Machine machine, int filterCount) {
        return machine.network() == null ? 0 : VirtioNet.BYTES
                + Frames.wholeFrames(Reception.BYTES + Transmission.BYTES + NetworkShare.BYTES + PacketFilters.byteCount(filterCount));
    }

    /** The device, or null. */
    VirtioNet device() {
        return device;
    }

    Reception reception() {
        return reception;
    }

    Transmission transmission() {
        return transmission;
    }

    PacketFilters filters() {
        return filters;
    }

    // ---- boot --------------------------------------------------------------------------------------------------------

    /** Brings the device up, if there is one, and says so. */
    void commitStart() {
        if (device == null) {
            return;
        }
        String complaint = device.start();
        if (complaint != null) {
            line("warning net: ").text(" is not used: ").text(complaint).text("; features ").hex(device.offered()).end();
            return;
        }
        record.networkAddress(device.address());
        filters.commitFirst();
        filters.code().commitFirst();
        line("info net: ").text(", driver ok, features ").hex(device.features()).text(", address ").octets(device.address())
                .text(device.isLinkUp() ? ", link up" : ", link down").end();
        device.receiver().interrupts(true);
        reception.commitFill();
    }

    private KernelText line(String level) {
        return aegis.text().stamp().text(level).text("virtio-net at ").packed(transport.place());
    }

    // ---- interrupts --------------------------------------------------------------------------------------------------

    /** The device's interrupt. One that cannot be shut out has no use. */
    void interrupt() {
        if (device == null) {
            return;
        }
        device.acknowledgeInterrupt();
        if (!share.isShutOut()) {
            commitWork();
        } else if (share.commitLate()) {
            device.giveUp("it interrupts though it must not");
        }
    }

    /**
     * Deals with some of what has arrived. If there is more the timer rings for it at once, while packets have not had their share; when they
     * have, the device is shut out and the timer rings later. If there is no more, the device interrupts for the next. What nobody wants of the
     * processor is free. A device that is dead has nothing.
     */
    void commitWork() {
        long started = machine.cycles();
        boolean wanted = record.runnable() != 0;
        boolean receives = !filters.code().isNext();
        if (receives) {
            reception.commitReceive(started);
        }
        boolean compiling = filters.code().commitStep(machine.cycles() - started);
        long due = wanted ? share.commitTook(started, machine.cycles(), receives ? reception.charged() : 0) : 0;
        if (due != 0) {
            commitShutOut();
        } else if (commitLetIn() | compiling) {
            due = AT_ONCE;
        }
        record.networkDue(due);
    }

    private void commitShutOut() {
        device.receiver().interrupts(false);
        if (!share.isShutOut()) {
            device.letInterrupt(false);
            share.commitShutOut(true);
        }
    }

    /** The device may interrupt for what comes; true: something has come already, for which the timer is to ring. */
    private boolean commitLetIn() {
        if (share.isShutOut()) {
            device.letInterrupt(true);
            share.commitShutOut(false);
        }
        boolean sent = transmission.commitAwait();
        boolean more = device.receiver().interrupts(true);
        if (more) {
            device.receiver().interrupts(false);
        }
        return more | sent;
    }

    /** There is something to deal with, of which no interrupt will tell. */
    void commitSoon() {
        if (record.networkDue() == 0) {
            record.networkDue(AT_ONCE);
            aegis.processor().retime();
        }
    }

    /**
     * An ended environment cannot be reaped while the device has packets of its own. A device that keeps them for longer than a second is as
     * good as dead. Until when it has time stands in a field of the record that nobody else needs any more.
     */
    void commitAwaitSent(long environment) {
        if (!device.isUp()) {
            return;
        }
        transmission.commitCollect();
        long until = EnvironmentRecord.handlerCycles(machine, environment);
        if (until < PATIENCE_MARK) {
            EnvironmentRecord.handlerCycles(machine, environment, PATIENCE_MARK + machine.cycles() + machine.cyclesPerSecond());
        } else if (machine.cycles() > until - PATIENCE_MARK && EnvironmentRecord.packetsUnderWay(machine, environment) != 0) {
            device.giveUp("it does not give back what it was to send");
        }
    }

    @Override
    public void networkIsDead(String reason) {
        line("error net: ").text(" is dead: ").text(reason)
                .text(device.mayAccessMemory() ? "; it does not answer a reset" : "; it was reset").end();
        if (record.networkDue() != 0) {
            record.networkDue(0);
            aegis.processor().retime();
        }
        transport.letInterrupt(false);
        if (!device.mayAccessMemory()) {
            transmission.commitAbandon();
        }
    }

    /** The machine is about to stop: no more DMA. */
    void commitOff() {
        if (device != null && device.isUp()) {
            device.stop();
            line("info net: ").text(", packets received ").decimal(record.header(BooksHeader.PACKETS_RECEIVED)).text(", for nobody ")
                    .decimal(record.header(BooksHeader.PACKETS_UNCLAIMED)).text(", sent ")
                    .decimal(record.header(BooksHeader.PACKETS_SENT)).end();
        }
    }

    // ---- calls -------------------------------------------------------------------------------------------------------

    public long ringBegin(long frame) {
        return aegis.rings().begin(frame);
    }

    public long ringEnd(long ring) {
        return aegis.rings().end(ring);
    }

    public long filterBind(long atomsVa, long count, long claim, long ring, long program) {
        return device == null ? Status.NO_DEVICE : changed(filters.bind(atomsVa, count, claim, ring, program));
    }

    public long filterUnbind(long filter) {
        return device == null ? Status.NO_SUCH_FILTER : changed(filters.unbind(filter));
    }

    /** The decision structure is another, perhaps: what is to be compiled of it is, soon. */
    private long changed(long status) {
        if (status >= 0 && device.isUp()) {
            commitSoon();
        }
        return status;
    }

    public long packetSend(long frame, long offset, long byteCount) {
        return transmission.packetSend(frame, offset, byteCount);
    }

    public long claimSplit(long claim, long boundsVa, long account) {
        return device == null ? Status.NO_DEVICE : filters.split(claim, boundsVa, account);
    }

    public long claimReturn(long claim) {
        return device == null ? Status.NO_SUCH_CLAIM : filters.giveBack(claim);
    }
}
