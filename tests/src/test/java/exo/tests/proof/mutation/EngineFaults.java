package exo.tests.proof.mutation;

import static exo.tests.proof.mutation.Fault.of;

import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;

/** Faults in the engine of downloaded code: what it takes, what it knows of numbers and of memory, and what it does. */
final class EngineFaults {
    private static final String ENGINE = MutatedKernel.ENGINE;
    private static final String WELL_FORMED = "what is no instruction of RFC 9669's is refused";
    private static final String STANDS_FOR = "what is known of a number stands for all that it can be";
    private static final String HOLDS = "what the checker knows of a program holds in every run";
    private static final String INSIDE = "no access reaches outside of its region";
    private static final String COMPUTES = "a program computes what RFC 9669 says";

    private EngineFaults() {
    }

    static List<Fault> all() {
        return Stream.of(form(), numbers(), comparisons(), memory(), ways(), runs()).flatMap(List::stream).toList();
    }

    private static List<Fault> form() {
        return List.of(
                of("the upper half of an immediate may be missing", ENGINE + "StructureCheck.lookAtInstruction",
                        Change.neverIf(Opcodes.IF_ICMPGE, 1), WELL_FORMED, "StructureCheck"),
                of("fields of the upper half may be anything", ENGINE + "StructureCheck.lookAtImmediate",
                        Change.answer("Instruction.offset", 0), WELL_FORMED, "InstructionFields", "StructureCheck"),
                of("jumps lead into immediates", ENGINE + "StructureCheck.lookAtTarget", Change.answer("StructureCheck.isSecondSlot", 1, 0),
                        WELL_FORMED, "StructureCheck"),
                of("jumps lead behind the end", ENGINE + "StructureCheck.lookAtTarget", Change.neverIf(Opcodes.IFGE, 1), WELL_FORMED,
                        "StructureCheck", "RandomPrograms"),
                of("functions are called behind the end", ENGINE + "StructureCheck.lookAtCall", Change.alwaysIf(Opcodes.IFLT, 3), WELL_FORMED,
                        "StructureCheck", "RandomPrograms"),
                of("a function goes on into the next", ENGINE + "StructureCheck.lookAtTarget", Change.answer("Jumps.neverGoesOn", 1),
                        WELL_FORMED, "StructureCheck"),
                of("helpers are called that are not permitted", ENGINE + "StructureCheck.lookAtCall", Change.constant(11, 0), WELL_FORMED,
                        "StructureCheck"),
                of("an address behind the area is one of it", ENGINE + "StructureCheck.isInArea", Change.neverIf(Opcodes.IFGT, 1), INSIDE,
                        "StructureCheck", "RefusedPrograms"),
                of("the frame's pointer is written", ENGINE + "Shape.written", Change.neverIf(Opcodes.IF_ICMPNE, 1), WELL_FORMED,
                        "InstructionFields"),
                of("there are more registers than there are", ENGINE + "Shape.read", Change.constant(11, 16), WELL_FORMED,
                        "InstructionFields"),
                of("fields that an operand does not use may be anything", ENGINE + "Shape.operand", Change.answer("Instruction.immediate", 0),
                        WELL_FORMED, "InstructionFields"));
    }

    private static List<Fault> numbers() {
        return List.of(
                of("sums do not wrap", ENGINE + "NumberArithmetic.overflows", Change.returns(0), STANDS_FOR, "Numbers"),
                of("differences do not wrap", ENGINE + "NumberArithmetic.underflows", Change.returns(0), STANDS_FOR, "Numbers"),
                of("the least number has an opposite", ENGINE + "NumberArithmetic.negate", Change.neverIf(Opcodes.IFEQ, 1), STANDS_FOR,
                        "Numbers"),
                of("a positive number and any other are positive together", ENGINE + "NumberArithmetic.or", Change.neverIf(Opcodes.IFLT, 1),
                        STANDS_FOR, "Numbers"),
                of("and with a negative number is no more than it", ENGINE + "NumberArithmetic.and", Change.neverIf(Opcodes.IFLT, 1),
                        STANDS_FOR, "Numbers"),
                of("what is shifted out was not there", ENGINE + "NumberArithmetic.shiftLeftBy", Change.neverIf(Opcodes.IFNE, 1), STANDS_FOR,
                        "Numbers"),
                of("a range of both signs is shifted like one", ENGINE + "NumberArithmetic.shiftRight", Change.neverIf(Opcodes.IFLT, 2),
                        STANDS_FOR, "Numbers"),
                of("large factors have small products", ENGINE + "NumberArithmetic.multiply", Change.never("NumberArithmetic.isWithin", 1),
                        STANDS_FOR, "Numbers"));
    }

    private static List<Fault> comparisons() {
        return List.of(
                of("halves are compared like wholes", ENGINE + "Branches.isHalf", Change.returns(1), HOLDS, "RefusedPrograms",
                        "AcceptedPrograms"),
                of("a number of any size is extended by nothing", ENGINE + "Computation.extendsNothing", Change.returns(1), HOLDS,
                        "RefusedPrograms", "AcceptedPrograms"),
                of("a mask clears nothing", ENGINE + "Computation.clearsNothing", Change.returns(1), HOLDS, "RefusedPrograms",
                        "AcceptedPrograms"),
                of("a jump is taken for a byte swap", ENGINE + "Computation.isByteSwap", Change.alwaysIf(Opcodes.IF_ICMPEQ, 1), HOLDS,
                        "AcceptedPrograms"),
                of("what is not the end is two before it", ENGINE + "LengthComparison.differ", Change.constant(1, 2, 2), HOLDS,
                        "RefusedPrograms", "AcceptedPrograms"),
                of("a negative end is far above", ENGINE + "LengthComparison.assume", Change.neverIf(Opcodes.IFLT, 1), HOLDS,
                        "RefusedPrograms", "AcceptedPrograms"));
    }

    private static List<Fault> memory() {
        return List.of(
                of("an access begins before memory", ENGINE + "CheckedAccess.proof", Change.neverIf(Opcodes.IFLT, 3), INSIDE,
                        "RefusedPrograms", "AcceptedPrograms"),
                of("an access ends behind memory", ENGINE + "CheckedAccess.proof", Change.answer("States.tail", 1 << 20), INSIDE,
                        "RefusedPrograms", "AcceptedPrograms"),
                of("what is read only is written", ENGINE + "CheckedAccess.isReadOnly", Change.returns(0), INSIDE, "RefusedPrograms",
                        "AcceptedPrograms"),
                of("the stack is read before it is written", ENGINE + "CheckedAccess.readsUninitialisedStack", Change.returns(0), HOLDS,
                        "RefusedPrograms", "AcceptedPrograms"),
                of("registers are stored that were not written", ENGINE + "CheckedAccess.readsUninitialised", Change.returns(0), HOLDS,
                        "RefusedPrograms", "AcceptedPrograms"),
                of("a spilled value is known though it is written over", ENGINE + "CheckedAccess.store", Change.drop("StackBytes.forget"),
                        HOLDS, "RefusedPrograms", "AcceptedPrograms"),
                of("a word somewhere on the stack is written, and all that was known stays", ENGINE + "CheckedAccess.writeAnywhere",
                        Change.drop("StackBytes.forgetAll"), HOLDS, "RefusedPrograms", "AcceptedPrograms"),
                of("more of the stack is initialised than was written", ENGINE + "StackBytes.isInitialised", Change.returns(1), HOLDS,
                        "RefusedPrograms", "AcceptedPrograms"),
                of("bytes that are loaded with their sign have none", ENGINE + "CheckedAccess.load", Change.alwaysIf(Opcodes.IF_ICMPNE, 3), HOLDS,
                        "RefusedPrograms", "AcceptedPrograms"));
    }

    private static List<Fault> ways() {
        return List.of(
                of("where ways meet, memory is as long as on the first", ENGINE + "Joins.lower", Change.returns(0), HOLDS, "RefusedPrograms",
                        "AcceptedPrograms"),
                of("where ways meet, bytes are initialised on one", ENGINE + "Joins.joinHeads", Change.drop("Memory.store64"), HOLDS,
                        "RefusedPrograms", "AcceptedPrograms"),
                of("where ways meet, values are those of the first", ENGINE + "Joins.joinNumbered", Change.drop("Values.copyValue"), HOLDS,
                        "RefusedPrograms", "AcceptedPrograms"),
                of("a place that is reached is not looked at", ENGINE + "Places.becomeAnother", Change.drop("Places.setPending"),
                        HOLDS, "RefusedPrograms", "AcceptedPrograms"),
                of("the way where a jump is taken is not looked at", ENGINE + "Evaluation.goOnBranching", Change.answer("Evaluation.reach", 0),
                        HOLDS, "RefusedPrograms", "AcceptedPrograms"),
                of("a function gives what it gave first", ENGINE + "FunctionResults.joinNext", Change.drop("Values.copyValue"), HOLDS,
                        "RefusedPrograms", "AcceptedPrograms"));
    }

    private static List<Fault> runs() {
        return List.of(
                of("an access ends a byte behind its region", ENGINE + "Regions.within", Change.neverIf(Opcodes.IFGT, 1), INSIDE, "Regions"),
                of("a read-only region is written as it runs", ENGINE + "Regions.has", Change.returns(1), INSIDE, "Regions", "Access"),
                of("a load has no sign", ENGINE + "Access.execute", Change.alwaysIf(Opcodes.IF_ICMPNE, 2), COMPUTES, "Access"),
                of("what is exchanged is not given back", ENGINE + "Access.exchange", Change.drop("Registers.set", 2), COMPUTES, "Access"),
                of("an exchange compares all of a register with a word", ENGINE + "Access.exchange", Change.neverIf(Opcodes.IF_ICMPNE, 1),
                        COMPUTES, "Access"));
    }
}
