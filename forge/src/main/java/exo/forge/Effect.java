package exo.forge;

import java.util.Set;
import org.teavm.interop.Address;
import org.teavm.model.ClassReaderSource;
import org.teavm.model.ElementModifier;
import org.teavm.model.FieldReader;
import org.teavm.model.FieldReference;
import org.teavm.model.Instruction;
import org.teavm.model.MethodReference;
import org.teavm.model.instructions.ArrayLengthInstruction;
import org.teavm.model.instructions.AssignInstruction;
import org.teavm.model.instructions.BinaryInstruction;
import org.teavm.model.instructions.BinaryOperation;
import org.teavm.model.instructions.BoundCheckInstruction;
import org.teavm.model.instructions.CastInstruction;
import org.teavm.model.instructions.CastIntegerInstruction;
import org.teavm.model.instructions.CastNumberInstruction;
import org.teavm.model.instructions.ClassConstantInstruction;
import org.teavm.model.instructions.DoubleConstantInstruction;
import org.teavm.model.instructions.EmptyInstruction;
import org.teavm.model.instructions.FloatConstantInstruction;
import org.teavm.model.instructions.GetElementInstruction;
import org.teavm.model.instructions.GetFieldInstruction;
import org.teavm.model.instructions.IntegerConstantInstruction;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.model.instructions.IsInstanceInstruction;
import org.teavm.model.instructions.LongConstantInstruction;
import org.teavm.model.instructions.NegateInstruction;
import org.teavm.model.instructions.NullCheckInstruction;
import org.teavm.model.instructions.NullConstantInstruction;
import org.teavm.model.instructions.NumericOperandType;
import org.teavm.model.instructions.StringConstantInstruction;
import org.teavm.model.instructions.UnwrapArrayInstruction;

/**
 * What an instruction does that makes its place among others matter, as a set of bits: it reads what nothing changes any more
 * (a final field, the length of an array), it reads what others may change, it may throw, it acts (changes something,
 * allocates, or calls what may do anything).
 */
final class Effect {
    static final int NONE = 0;
    private static final int READS_FINAL = 1;
    private static final int READS = 2;
    private static final int THROWS = 4;
    private static final int ACTS = 8;

    private static final Set<Class<? extends Instruction>> WITHOUT_EFFECT = Set.of(EmptyInstruction.class,
            ClassConstantInstruction.class, NullConstantInstruction.class, IntegerConstantInstruction.class,
            LongConstantInstruction.class, FloatConstantInstruction.class, DoubleConstantInstruction.class,
            StringConstantInstruction.class, AssignInstruction.class, NegateInstruction.class, CastNumberInstruction.class,
            CastIntegerInstruction.class, UnwrapArrayInstruction.class, IsInstanceInstruction.class);
    private static final Set<String> ADDRESS_ARITHMETIC = Set.of("fromInt", "fromLong", "toInt", "toLong", "toStructure",
            "add", "isLessThan", "align", "sizeOf");

    private Effect() {
    }

    /** What is not known to do less acts. */
    static int of(Instruction instruction, ClassReaderSource classes) {
        if (WITHOUT_EFFECT.contains(instruction.getClass())) {
            return NONE;
        }
        if (instruction instanceof BinaryInstruction binary) {
            return mayTrap(binary) ? THROWS : NONE;
        }
        if (instruction instanceof GetFieldInstruction read) {
            return isFinal(read.getField(), classes) ? READS_FINAL : READS;
        }
        if (instruction instanceof GetElementInstruction) {
            return READS;
        }
        if (instruction instanceof ArrayLengthInstruction) {
            return READS_FINAL;
        }
        if (instruction instanceof NullCheckInstruction) {
            return THROWS;
        }
        if (instruction instanceof BoundCheckInstruction) {
            return READS_FINAL | THROWS;
        }
        if (instruction instanceof CastInstruction cast) {
            return cast.isWeak() ? NONE : THROWS;
        }
        return instruction instanceof InvokeInstruction call ? ofCall(call.getMethod()) : ACTS;
    }

    /**
     * Whether the two must be done in this order. Nothing is read before what may throw, as that may be the check that what is
     * read is there; nor before what acts, as it could be a reference, and collecting garbage moves what that refers to.
     */
    static boolean ordered(int first, int second) {
        if (first == NONE || second == NONE) {
            return false;
        }
        return (first & (THROWS | ACTS)) != 0 || (first & READS) != 0 && (second & ACTS) != 0;
    }

    private static boolean isFinal(FieldReference reference, ClassReaderSource classes) {
        FieldReader field = classes.resolve(reference);
        return field != null && field.hasModifier(ElementModifier.FINAL);
    }

    private static boolean mayTrap(BinaryInstruction binary) {
        boolean divides = binary.getOperation() == BinaryOperation.DIVIDE || binary.getOperation() == BinaryOperation.MODULO;
        boolean integers = binary.getOperandType() == NumericOperandType.INT
                || binary.getOperandType() == NumericOperandType.LONG;
        return divides && integers;
    }

    /** Of all calls, those that become no call: arithmetic with addresses, and reading by them. */
    private static int ofCall(MethodReference method) {
        if (!method.getClassName().equals(Address.class.getName())) {
            return ACTS;
        }
        if (ADDRESS_ARITHMETIC.contains(method.getName())) {
            return NONE;
        }
        return method.getName().startsWith("get") ? READS : ACTS;
    }
}
