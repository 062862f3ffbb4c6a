package exo.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.teavm.model.AccessLevel;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ElementModifier;
import org.teavm.model.FieldHolder;
import org.teavm.model.FieldReference;
import org.teavm.model.Instruction;
import org.teavm.model.InvokeDynamicInstruction;
import org.teavm.model.MethodReference;
import org.teavm.model.MutableClassHolderSource;
import org.teavm.model.Program;
import org.teavm.model.ValueType;
import org.teavm.model.Variable;
import org.teavm.model.instructions.AssignInstruction;
import org.teavm.model.instructions.ConstructInstruction;
import org.teavm.model.instructions.GetFieldInstruction;
import org.teavm.model.instructions.IntegerConstantInstruction;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.model.instructions.JumpInstruction;

/** Which variables keep a statement of their own. */
final class EvaluationOrderTest {
    private static final String OWNER = "some.Owner";

    private final MutableClassHolderSource classes = new MutableClassHolderSource();
    private final Program program = new Program();
    private BasicBlock block = program.createBasicBlock();

    EvaluationOrderTest() {
        ClassHolder owner = new ClassHolder(OWNER);
        owner.addField(field("changing", Set.of()));
        owner.addField(field("fixed", Set.of(ElementModifier.FINAL)));
        classes.putClassHolder(owner);
    }

    private static FieldHolder field(String name, Set<ElementModifier> modifiers) {
        FieldHolder field = new FieldHolder(name);
        field.setType(ValueType.INTEGER);
        field.setLevel(AccessLevel.PRIVATE);
        field.getModifiers().add(ElementModifier.STATIC);
        field.getModifiers().addAll(modifiers);
        return field;
    }

    private Variable call(Variable... arguments) {
        InvokeInstruction call = new InvokeInstruction();
        ValueType[] signature = new ValueType[arguments.length + 1];
        Arrays.fill(signature, ValueType.INTEGER);
        call.setType(InvocationType.SPECIAL);
        call.setMethod(new MethodReference(OWNER, "call", signature));
        call.setArguments(arguments);
        call.setReceiver(program.createVariable());
        block.add(call);
        return call.getReceiver();
    }

    private Variable read(String field) {
        GetFieldInstruction read = new GetFieldInstruction();
        read.setField(new FieldReference(OWNER, field));
        read.setFieldType(ValueType.INTEGER);
        read.setReceiver(program.createVariable());
        block.add(read);
        return read.getReceiver();
    }

    private Variable constant() {
        IntegerConstantInstruction constant = new IntegerConstantInstruction();
        constant.setReceiver(program.createVariable());
        block.add(constant);
        return constant.getReceiver();
    }

    private void copy(Variable from, Variable to) {
        AssignInstruction copy = new AssignInstruction();
        copy.setAssignee(from);
        copy.setReceiver(to);
        block.add(copy);
    }

    private void nextBlock() {
        JumpInstruction jump = new JumpInstruction();
        BasicBlock next = program.createBasicBlock();
        jump.setTarget(next);
        block.add(jump);
        block = next;
    }

    private void assertKept(Variable... kept) {
        EvaluationOrder.keep(program, classes);
        Instruction first = program.basicBlockAt(0).getFirstInstruction();
        List<Variable> found = first instanceof InvokeDynamicInstruction uses ? uses.getArguments() : List.of();
        assertEquals(List.of(kept), found);
    }

    @Test
    void ofTwoCallsTheFirstIsKept() {
        Variable first = call();
        call(first, call());
        assertKept(first);
    }

    @Test
    void aCallBesideWhatDoesNothingIsNot() {
        call(constant(), call(), constant());
        assertKept();
    }

    @Test
    void aCallInACallIsNot() {
        call(call(call()));
        assertKept();
    }

    @Test
    void whatACallMayChangeIsReadBeforeIt() {
        Variable read = read("changing");
        call(read, call());
        assertKept(read);
    }

    @Test
    void whatACallHasChangedIsReadBehindIt() {
        Variable called = call();
        call(called, read("changing"));
        assertKept(called);
    }

    @Test
    void whatNothingChangesMayBeReadLate() {
        call(read("fixed"), call());
        call(read("changing"), read("changing"));
        assertKept();
    }

    @Test
    void anOperandIsAllThatItIsComputedOf() {
        Variable first = program.createVariable();
        copy(call(), first);
        call(first, call());
        assertKept(first);
    }

    @Test
    void aNewObjectMayStandWhereItIsUsed() {
        ConstructInstruction construct = new ConstructInstruction();
        construct.setType(OWNER);
        construct.setReceiver(program.createVariable());
        block.add(construct);
        call(construct.getReceiver(), call());
        call(construct.getReceiver(), constant());
        assertKept();
    }

    @Test
    void aNewObjectIsMadeBeforeTheNextOperand() {
        ConstructInstruction construct = new ConstructInstruction();
        construct.setType(OWNER);
        construct.setReceiver(program.createVariable());
        block.add(construct);
        call(construct.getReceiver());
        call(construct.getReceiver(), call());
        assertKept(construct.getReceiver());
    }

    @Test
    void whatAnotherBlockCalledIsKept() {
        Variable called = call();
        Variable constant = constant();
        nextBlock();
        call(called, constant);
        assertKept(called);
    }

    @Test
    void whatTwoBranchesComputeIsKept() {
        Variable chosen = program.createVariable();
        copy(constant(), chosen);
        nextBlock();
        copy(constant(), chosen);
        nextBlock();
        call(chosen, call());
        assertKept(chosen);
    }
}
