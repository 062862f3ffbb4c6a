package exo.aegis;

import exo.abi.EnvironmentRecord;
import exo.abi.Info;
import exo.abi.Limits;
import exo.abi.Reason;
import exo.abi.Status;
import exo.machine.Machine;

/** The machine as a whole: what it is, for everyone to ask, and turning it off, for the first environment. */
public final class Power {
    private static final int STATUS_MAXIMUM = 255;
    /** The machine itself can report seven bits; the control channel carries the whole status. */
    private static final int MACHINE_STATUS_MAXIMUM = 127;

    private final Aegis aegis;
    private final Machine machine;

    Power(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
    }

    public long powerOff(long status, long reason, long environment) {
        if (aegis.record().current() != Environments.ROOT) {
            return Status.NOT_YOURS;
        }
        if (status < 0 || status > STATUS_MAXIMUM || reason < 0 || reason > Reason.OVERRUN) {
            return Status.BAD_ARGUMENT;
        }
        long index = environment == 0 ? 0 : aegis.environments().named(environment);
        if (index < 0) {
            return index;
        }
        commitOff((int) status, (int) reason, (int) index);
        return Status.OK;
    }

    /** The first environment is no more, and with it whoever could decide anything. */
    void commitRootEnded(int status, int reason) {
        commitOff(status, reason, Environments.ROOT);
    }

    private static String nameOf(int reason) {
        switch (reason) {
            case Reason.EXIT:
                return "exit";
            case Reason.FAULT:
                return "fault";
            case Reason.OVERRUN:
                return "overrun";
            default:
                return "ended";
        }
    }

    private void commitOff(int status, int reason, int index) {
        aegis.network().commitOff();
        aegis.console().flush();
        aegis.control().text("exit ").decimal(status).text(" ")
                .text(nameOf(reason)).text(" ");
        if (index == 0) {
            aegis.control().text("-");
        } else {
            aegis.control().label(exo.aegis.layout.EnvironmentRecord.labelAddress(aegis.environments().record(index)),
                    EnvironmentRecord.LABEL_BYTES);
        }
        aegis.control().text("\n");
        machine.powerOff(status > MACHINE_STATUS_MAXIMUM ? MACHINE_STATUS_MAXIMUM : status);
    }

    public long machineInfo(long item) {
        KernelRecord record = aegis.record();
        if (item != (int) item) {
            return Status.BAD_ARGUMENT;
        }
        switch ((int) item) {
            case Info.FRAMES_TOTAL:
                return record.totalFrames();
            case Info.FRAMES_FREE:
                return record.freeFrames();
            case Info.CYCLES_PER_SECOND:
                return machine.cyclesPerSecond();
            case Info.SLICE_CYCLES:
                return record.sliceCycles();
            case Info.ARCHIVE_FRAME:
                return record.archiveBase() / Limits.BYTES_IN_FRAME;
            case Info.ARCHIVE_BYTES:
                return record.archiveBytes();
            case Info.ABI_VERSION:
                return Limits.ABI_VERSION;
            case Info.SAVE_CYCLES:
                return record.saveCycles();
            case Info.KERNEL_ENTRIES:
                return machine.counter(Machine.KERNEL_ENTRIES);
            case Info.ADDRESS_SPACE_SWITCHES:
                return machine.counter(Machine.ADDRESS_SPACE_SWITCHES);
            case Info.TRANSLATION_FLUSHES:
                return machine.counter(Machine.TRANSLATION_FLUSHES);
            default:
                return Status.BAD_ARGUMENT;
        }
    }
}
