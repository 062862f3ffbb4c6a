package exo.aegis;

import exo.abi.Capability;
import exo.abi.CapabilityKind;
import exo.abi.FrameKind;
import exo.abi.Right;
import exo.abi.Status;
import exo.aegis.layout.FrameRecord;
import exo.machine.Machine;

/**
 * Self-authenticating capabilities, as in Aegis of the 1995 paper: a descriptor and a keyed hash of it. The kernel keeps no
 * list of them; it keeps the key, and each resource's generation, which never returns to a value it had. Checked when
 * something is bound by them, never when the binding is used. An owner acts on its own by identity and needs none.
 */
public final class Capabilities {
    private static final long ALL_RIGHTS = Right.READ | Right.WRITE | Right.EXECUTE;
    private static final int RIGHTS_SHIFT = 8;
    private static final int INDEX_SHIFT = 32;
    /** Bits of a descriptor that mean something; a capability with others set was not made here. */
    private static final long DESCRIPTOR_MASK = 0xffff_ffff_0000_ffffL;

    private final Aegis aegis;
    private final Machine machine;
    private final KernelRecord record;

    Capabilities(Aegis aegis) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.record = aegis.record();
    }

    // ---- making and reading them; the place is a physical address that has been resolved ----------------------------------------

    private static long descriptor(int kind, long rights, long index) {
        return kind | rights << RIGHTS_SHIFT | index << INDEX_SHIFT;
    }

    private static long rightsOf(long descriptor) {
        return descriptor >>> RIGHTS_SHIFT & 0xff;
    }

    private static long indexOf(long descriptor) {
        return descriptor >>> INDEX_SHIFT;
    }

    private long authenticator(long descriptor, long generation) {
        return SipHash.of(record.key0(), record.key1(), descriptor, generation);
    }

    private void commitWrite(long place, long descriptor, long generation) {
        machine.store64(place, descriptor);
        machine.store64(place + Capability.GENERATION, generation);
        machine.store64(place + Capability.AUTHENTICATOR, authenticator(descriptor, generation));
        machine.store64(place + Capability.AUTHENTICATOR + 8, 0);
    }

    /**
     * The descriptor of a capability for a frame that is good now, or 0. Each of its words is read once; whether it was never
     * made, altered or revoked cannot be told apart.
     */
    private long validDescriptor(long place) {
        long descriptor = machine.load64(place);
        long generation = machine.load64(place + Capability.GENERATION);
        long shown = machine.load64(place + Capability.AUTHENTICATOR);
        long frame = indexOf(descriptor);
        boolean genuine = shown == authenticator(descriptor, generation);
        boolean wellFormed = (descriptor & ~DESCRIPTOR_MASK) == 0 && (descriptor & 0xff) == CapabilityKind.FRAME;
        if (!genuine || !wellFormed || !aegis.frames().exists(frame)
                || aegis.frames().kind(frame) != FrameKind.ORDINARY) {
            return 0;
        }
        return FrameRecord.generation(machine, aegis.frames().record(frame)) == generation ? descriptor : 0;
    }

    /** The frame that the capability in a place permits to write, if it is good now, or 0. */
    long writableFrame(long place) {
        long descriptor = validDescriptor(place);
        return (rightsOf(descriptor) & Right.WRITE) == 0 ? 0 : indexOf(descriptor);
    }

    /** Where in physical memory a capability of the caller's is, or is to be; -1: not there, not aligned, not permitted. */
    private long place(long userVa, boolean toWrite) {
        return (userVa & Capability.BYTES - 1) != 0 ? -1
                : aegis.userMemory().resolve(record.current(), userVa, toWrite);
    }

    private long checkOwned(long kind, long frame) {
        if (kind != CapabilityKind.FRAME) {
            return Status.BAD_ARGUMENT;
        }
        if (!aegis.frames().exists(frame)) {
            return Status.NO_SUCH_FRAME;
        }
        return aegis.frames().owner(frame) == record.current() && aegis.frames().kind(frame) == FrameKind.ORDINARY
                ? Status.OK : Status.NOT_YOURS;
    }

    private static boolean areRights(long rights) {
        return (rights & Right.READ) != 0 && (rights & ~ALL_RIGHTS) == 0;
    }

    // ---- calls -------------------------------------------------------------------------------------------------------

    public long capMake(long kind, long resource, long rights, long toVa) {
        long status = areRights(rights) ? checkOwned(kind, resource) : Status.BAD_ARGUMENT;
        if (status != Status.OK) {
            return status;
        }
        long place = place(toVa, true);
        if (place < 0) {
            return Status.BAD_ADDRESS;
        }
        commitWrite(place, descriptor(CapabilityKind.FRAME, rights, resource),
                FrameRecord.generation(machine, aegis.frames().record(resource)));
        return Status.OK;
    }

    public long capRestrict(long fromVa, long rights, long toVa) {
        long from = place(fromVa, false);
        long to = place(toVa, true);
        if (from < 0 || to < 0) {
            return Status.BAD_ADDRESS;
        }
        long descriptor = validDescriptor(from);
        if (descriptor == 0) {
            return Status.BAD_CAPABILITY;
        }
        if ((rights & ~rightsOf(descriptor)) != 0) {
            return Status.NOT_YOURS;
        }
        if ((rights & Right.READ) == 0) {
            return Status.BAD_ARGUMENT;
        }
        long frame = indexOf(descriptor);
        commitWrite(to, descriptor(CapabilityKind.FRAME, rights, frame),
                FrameRecord.generation(machine, aegis.frames().record(frame)));
        return Status.OK;
    }

    public long capRevoke(long kind, long resource) {
        long status = checkOwned(kind, resource);
        if (status == Status.OK) {
            aegis.frames().commitNewGeneration(resource);
        }
        return status;
    }

    public long capBind(long environment, long userVa, long capabilityVa, long rights) {
        long target = aegis.environments().selfOrChild(environment);
        if (target < 0) {
            return target;
        }
        long place = place(capabilityVa, false);
        if (place < 0) {
            return Status.BAD_ADDRESS;
        }
        long descriptor = validDescriptor(place);
        if (descriptor == 0) {
            return Status.BAD_CAPABILITY;
        }
        long more = rights & ALL_RIGHTS & ~rightsOf(descriptor);
        return aegis.bindings().bindGranted((int) target, userVa, indexOf(descriptor), rights,
                more == 0 ? Status.OK : Status.NOT_YOURS);
    }
}
