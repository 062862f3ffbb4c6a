package exo.aegis;

import exo.abi.BooksHeader;
import exo.abi.ClaimBounds;
import exo.abi.EnvironmentState;
import exo.abi.FilterAtom;
import exo.abi.FilterLimits;
import exo.abi.Limits;
import exo.abi.ProgramHook;
import exo.abi.ResourceKind;
import exo.abi.Status;
import exo.aegis.layout.EnvironmentRecord;
import exo.aegis.layout.ProgramRecord;
import exo.aegis.network.NetworkBook;
import exo.aegis.network.NetworkStatus;
import exo.machine.Inlined;
import exo.machine.Machine;

/**
 * Claims and filters as environments ask for them: whose they are, what they cost, and where their packets go. Which filters there can be,
 * and which packet is whose, is decided in {@code exo.aegis.network}, which knows accounts and no environments. Keeps true: what a filter
 * delivers to is of its owner, and stays while the filter does; filters are charged to the account of who bound them.
 */
final class PacketFilters {
    /** Filters looked at by one env_reap, to find the ended environment's. */
    private static final int LOOKED_AT_BY_REAP = 512;
    private static final int ATOMS_ALIGNMENT = 8;
    private static final long BOOK_ALIGNMENT = 128;

    private final Aegis aegis;
    private final Machine machine;
    private final int count;
    private final exo.aegis.network.Network network;
    private final ClassCode code;
    /** Where bounds are copied to, so that nobody changes them while they are looked at. */
    private final long bounds;

    /** @param start  physical address of {@link #byteCount} cleared bytes */
    PacketFilters(Aegis aegis, long start, int count) {
        this.aegis = aegis;
        this.machine = aegis.machine();
        this.count = count;
        this.bounds = start;
        NetworkBook book = new NetworkBook(machine, start + ClaimBounds.BYTES + ClassCode.BYTES + BOOK_ALIGNMENT - 1 & -BOOK_ALIGNMENT, count);
        this.code = new ClassCode(aegis, start + ClaimBounds.BYTES, book);
        this.network = new exo.aegis.network.Network(book, code);
    }

    static long byteCount(int count) {
        return ClaimBounds.BYTES + ClassCode.BYTES + BOOK_ALIGNMENT + NetworkBook.bytes(count);
    }

    /** How many filters there can be. */
    int count() {
        return count;
    }

    ClassCode code() {
        return code;
    }

    exo.aegis.network.Network network() {
        return network;
    }

    /** At boot: everything is the first account's. The device's address is in the books already. */
    void commitFirst() {
        network.initialise(Accounts.ROOT, aegis.books().header + BooksHeader.NETWORK_ADDRESS);
    }

    // ---- telling packets -----------------------------------------------------------------------------------------------

    @Inlined("a call and what it saves: 8 instructions of a packet")
    int classify(long packet, long byteCount) {
        long entry = code.usualEntry(packet, byteCount);
        return entry != 0 ? code.runUsual(entry, packet, byteCount) : network.classifier().classify(packet, byteCount);
    }

    /** Whom a filter's packets are for: see {@link PacketTarget}. */
    long target(int filter) {
        return network.filters().cookie(filter);
    }

    /** Whether an environment may send a packet that begins like this. */
    boolean permits(int owner, long header, int headerBytes, int byteCount) {
        long environment = aegis.environments().record(owner);
        int account = (int) EnvironmentRecord.account(machine, environment);
        int claim = (int) EnvironmentRecord.sentBy(machine, environment);
        if (network.usual().permits(account, claim, header, headerBytes, byteCount)
                || network.templates().permitsBy(account, claim, header, headerBytes, byteCount) > 0) {
            return true;
        }
        claim = network.templates().permits(account, header, headerBytes, byteCount);
        EnvironmentRecord.sentBy(machine, environment, claim > 0 ? claim : 0);
        return claim > 0;
    }

    // ---- statuses ------------------------------------------------------------------------------------------------------

    /** What a refusal is to the caller, who finds in its record whose claim or filter stood against it. */
    private long told(int refusal) {
        long caller = aegis.record().running();
        EnvironmentRecord.refusedAccount(machine, caller, NetworkStatus.account(refusal));
        EnvironmentRecord.refusedItem(machine, caller, NetworkStatus.index(refusal));
        switch (NetworkStatus.code(refusal)) {
            case NetworkStatus.NO_SUCH_CLAIM:
                return Status.NO_SUCH_CLAIM;
            case NetworkStatus.NOT_YOURS:
                return Status.NOT_YOURS;
            case NetworkStatus.OVERLAPS:
                return Status.CLAIMED;
            case NetworkStatus.HAS_FILTERS:
            case NetworkStatus.IS_SPLIT:
            case NetworkStatus.IS_ROOT:
                return Status.CLAIM_BUSY;
            case NetworkStatus.NO_FREE_CLAIM:
                return Status.NO_FREE_CLAIM;
            case NetworkStatus.OUTSIDE_CLAIM:
                return Status.NOT_CLAIMED;
            case NetworkStatus.TIE:
            case NetworkStatus.TOO_MANY_TO_COMPARE:
                return Status.FILTER_TIED;
            case NetworkStatus.NO_FREE_FILTER:
            case NetworkStatus.NO_FREE_SHAPE:
            case NetworkStatus.COLLISION:
                return Status.NO_FREE_FILTER;
            case NetworkStatus.NO_SUCH_FILTER:
                return Status.NO_SUCH_FILTER;
            default:
                return Status.BAD_ARGUMENT;
        }
    }

    // ---- filters -------------------------------------------------------------------------------------------------------

    /** Physical address of what a program has within one page, aligned; -1: there is no such thing. */
    private long within(long userVa, long byteCount) {
        boolean fits = (userVa & ATOMS_ALIGNMENT - 1) == 0
                && (userVa & Limits.BYTES_IN_FRAME - 1) + byteCount <= Limits.BYTES_IN_FRAME;
        return fits ? aegis.userMemory().resolve(aegis.record().current(), userVa, false) : -1;
    }

    long bind(long atomsVa, long atoms, long claim, long ringName, long programName) {
        if (atoms < 1 || atoms > FilterLimits.ATOMS || ringName == 0 && programName == 0) {
            return Status.BAD_ARGUMENT;
        }
        long place = within(atomsVa, atoms * FilterAtom.BYTES);
        if (place < 0) {
            return Status.BAD_ADDRESS;
        }
        long ring = ringName == 0 ? 0 : aegis.rings().own(ringName);
        long program = programName == 0 ? 0 : aegis.programs().ownReady(programName, ProgramHook.HANDLER);
        if (ring < 0 || program < 0) {
            return ring < 0 ? ring : program;
        }
        int caller = aegis.record().current();
        int account = aegis.accounts().of(caller);
        if (aegis.accounts().room(account, ResourceKind.FILTERS) < 1) {
            return Status.OVER_LIMIT;
        }
        if (claim < 0 || claim != (int) claim) {
            return Status.NO_SUCH_CLAIM;
        }
        int filter = network.filters().bind(account, (int) claim, place, (int) atoms,
                PacketTarget.of(caller, (int) ring, (int) program));
        if (filter < 0) {
            return told(filter);
        }
        code.commitChanged();
        commitCount(caller, PacketTarget.of(caller, (int) ring, (int) program), 1);
        return filter;
    }

    /** Rings and programs of the ended are gone, and what has their places is not counted for. */
    private void commitCount(int owner, long target, int change) {
        long environment = aegis.environments().record(owner);
        int ring = PacketTarget.ring(target);
        int program = PacketTarget.program(target);
        EnvironmentRecord.filtersHeld(machine, environment, EnvironmentRecord.filtersHeld(machine, environment) + change);
        aegis.accounts().commitCharge(aegis.accounts().of(owner), ResourceKind.FILTERS, change);
        if (aegis.environments().state(owner) == EnvironmentState.ENDED) {
            return;
        }
        if (ring != 0) {
            aegis.rings().countUse(ring, change);
        }
        if (program != 0) {
            long record = aegis.programs().record(program);
            ProgramRecord.uses(machine, record, ProgramRecord.uses(machine, record) + change);
        }
    }

    long unbind(long filter) {
        if (filter < 1 || filter > count || !network.filters().exists((int) filter)) {
            return Status.NO_SUCH_FILTER;
        }
        if (PacketTarget.owner(target((int) filter)) != aegis.record().current()) {
            return Status.NOT_YOURS;
        }
        commitUnbind((int) filter);
        return Status.OK;
    }

    private void commitUnbind(int filter) {
        long target = target(filter);
        network.filters().unbind(network.filters().account(filter), filter);
        code.commitChanged();
        commitCount(PacketTarget.owner(target), target, -1);
    }

    /**
     * Unbinds some of an ended environment's filters; true: it may have more. Where it has got to is kept in a field of the record that
     * nobody else needs any more.
     */
    boolean commitDropSome(int owner) {
        long environment = aegis.environments().record(owner);
        if (EnvironmentRecord.filtersHeld(machine, environment) == 0) {
            return false;
        }
        int filter = (int) EnvironmentRecord.refusedItem(machine, environment);
        int dropped = 0;
        for (int looked = 0; looked < LOOKED_AT_BY_REAP && dropped < exo.aegis.network.NetworkLimits.DROPPED_IN_STEP; looked++) {
            filter = filter >= count ? 1 : filter + 1;
            if (network.filters().exists(filter) && PacketTarget.owner(target(filter)) == owner) {
                commitUnbind(filter);
                dropped++;
            }
        }
        EnvironmentRecord.refusedItem(machine, environment, filter);
        return true;
    }

    // ---- claims --------------------------------------------------------------------------------------------------------

    long split(long claim, long boundsVa, long accountName) {
        long place = within(boundsVa, ClaimBounds.BYTES);
        if (place < 0) {
            return Status.BAD_ADDRESS;
        }
        if (claim < 0 || claim != (int) claim) {
            return Status.NO_SUCH_CLAIM;
        }
        long account = aegis.accounts().named(accountName);
        if (account < 0) {
            return account;
        }
        int own = aegis.accounts().of(aegis.record().current());
        if (account != own && !aegis.accounts().isBelow((int) account, own)) {
            return Status.NOT_YOURS;
        }
        machine.copy(bounds, place, ClaimBounds.BYTES);
        int made = network.claims().split(own, (int) claim, bounds, (int) account);
        return made < 0 ? told(made) : made;
    }

    long giveBack(long claim) {
        if (claim < 0 || claim != (int) claim || !network.claims().exists((int) claim)) {
            return Status.NO_SUCH_CLAIM;
        }
        int holder = network.claims().holder((int) claim);
        int own = aegis.accounts().of(aegis.record().current());
        if (holder != own && !aegis.accounts().isBelow(holder, own)) {
            return Status.NOT_YOURS;
        }
        int status = network.claims().giveBack(holder, (int) claim);
        return status < 0 ? told(status) : Status.OK;
    }

    /** Whether an account holds a claim, so that it cannot be closed. */
    boolean holdsClaims(int account) {
        return network.claims().firstHeld(account) != 0;
    }
}
