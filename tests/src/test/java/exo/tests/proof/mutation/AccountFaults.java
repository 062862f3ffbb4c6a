package exo.tests.proof.mutation;

import static exo.tests.proof.mutation.Fault.of;

import java.util.List;
import org.objectweb.asm.Opcodes;

/** Faults in who may hold how much, and in what is charged to whom. */
final class AccountFaults {
    private AccountFaults() {
    }

    static List<Fault> all() {
        return List.of(
                of("frames are given out beyond the limit", "Frames.frameAlloc", Change.always("Environments.hasRoom"),
                        "no account uses more than its limit", "Accounts"),
                of("one frame more than the limit", "Environments.hasRoom", Change.comparison(Opcodes.IFLE, 1, Opcodes.IFLT),
                        "no account uses more than its limit", "Accounts"),
                of("a range goes beyond the limit", "FrameGrants.allocateRange", Change.always("Accounts.room"),
                        "no account uses more than its limit", "FrameRange"),
                of("a frame is given beyond the receiver's limit", "Frames.canReceive", Change.returns(1),
                        "no account uses more than its limit", "Accounts"),
                of("a table is given beyond the receiver's limit", "Frames.tableGive", Change.always("Frames.canReceive"),
                        "no account uses more than its limit", "Accounts"),
                of("slices are given out beyond the limit", "Slices.sliceAlloc", Change.always("Accounts.room"),
                        "no account uses more than its limit", "Slices", "EveryStatus"),
                of("a slice is given beyond the receiver's limit", "Slices.sliceGive", Change.always("Accounts.room"),
                        "no account uses more than its limit", "Slices", "EveryStatus"),
                of("environments are made beyond the limit", "Environments.envCreate", Change.never("Accounts.room", 1),
                        "no account uses more than its limit", "Accounts"),
                of("an environment's frames go beyond its account's limit", "Environments.envCreate",
                        Change.constant(2, 0), "no account uses more than its limit", "Accounts"),
                of("accounts are made beyond the limit", "Accounts.accountCreate", Change.never("Accounts.room"),
                        "no account uses more than its limit", "Accounts"),
                of("the tree of accounts is one deeper", "Accounts.accountCreate", Change.constant(8, 9),
                        "the tree of accounts has a depth", "Accounts"),
                of("more is lent than there is", "Accounts.accountLend", Change.always("Accounts.room"),
                        "no account uses more than its limit", "Accounts"),
                of("what is in use is taken back", "Accounts.accountReclaim", Change.always("Accounts.room"),
                        "no account uses more than its limit", "Accounts"),
                of("a count may be negative", "Accounts.isKindAndCount", Change.neverBehind(0, 2),
                        "nobody lends what it has not", "Accounts"),
                of("a kind may be any number", "Accounts.isKindAndCount", Change.constant(6, 64),
                        "a kind is one of those there are", "Accounts", "EveryStatus"),
                of("anyone changes anyone's account", "Accounts.belowCaller", Change.always("Accounts.isBelow"),
                        "an account is changed from above", "Accounts"),
                of("a child may spend from any account", "Accounts.forChild", Change.always("Accounts.parent"),
                        "nobody spends from an account that was not made under its own", "Accounts"),
                of("the name of a closed account is believed", "Accounts.named", Change.all(Change.never("AccountRecord.name"),
                        Change.always("AccountRecord.depth")), "the name of an account is never used again", "Accounts"),
                of("an account in use is closed", "Accounts.accountClose", Change.always("Machine.load64", 1),
                        "an account is closed only when nothing is charged to it", "Accounts"),
                of("a closed account keeps its limits", "Accounts.accountClose", Change.drop("Accounts.commitLend"),
                        "what was lent comes back", "Accounts"),
                of("a closed account is still counted", "Accounts.accountClose", Change.drop("Accounts.commitCharge"),
                        "what is charged is what is held", "Accounts"),
                of("a new account is not counted", "Accounts.accountCreate", Change.drop("Accounts.commitCharge"),
                        "what is charged is what is held", "Accounts"),
                of("what is lent is not missing above", "Accounts.commitLend", Change.drop("Accounts.commitCharge"),
                        "the sum of all limits is what there is", "Accounts"),
                of("a frame is not charged", "Frames.commitOwner", Change.drop("Accounts.commitCharge"),
                        "what is charged is what is held", "Frames"),
                of("a frame that left is still charged", "Frames.commitDisown", Change.drop("Accounts.commitCharge"),
                        "what is charged is what is held", "Frames"),
                of("a slice is not charged", "Slices.commitTake", Change.drop("Accounts.commitCharge"),
                        "what is charged is what is held", "Slices"),
                of("a slice that left is still charged", "Slices.commitFree", Change.drop("Accounts.commitCharge"),
                        "what is charged is what is held", "Slices"),
                of("an environment is not charged", "Environments.commitRecord", Change.drop("Accounts.commitCharge"),
                        "what is charged is what is held", "Boot"),
                of("a buried environment is still charged", "Reaper.bury", Change.drop("Accounts.commitCharge"),
                        "what is charged is what is held", "Reap"));
    }
}
