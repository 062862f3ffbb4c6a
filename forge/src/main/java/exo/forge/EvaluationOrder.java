package exo.forge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassReaderSource;
import org.teavm.model.Instruction;
import org.teavm.model.InvokeDynamicInstruction;
import org.teavm.model.Program;
import org.teavm.model.Variable;
import org.teavm.model.instructions.ConstructArrayInstruction;
import org.teavm.model.instructions.ConstructInstruction;
import org.teavm.model.instructions.PutElementInstruction;
import org.teavm.model.instructions.UnwrapArrayInstruction;
import org.teavm.model.util.DefinitionExtractor;
import org.teavm.model.util.UsageExtractor;

/**
 * Has a method's operands evaluated from left to right. TeaVM's instructions are in Java's order, but the step that makes
 * expressions of them puts the instruction that computes a variable in the variable's place, if that is used once and nothing
 * stands between; and C evaluates the operands of a call or an operator in any order. A variable that is used twice is computed
 * in a statement of its own. So one that would come to stand beside something that must not be done before it gets a second
 * use, of which no code comes.
 *
 * <p>Within a basic block, what may come to stand beside an operand is what lies between its instruction and the one that uses
 * it. What was computed in another block may bring a condition with it (TeaVM makes {@code ?:} of branches that compute the
 * same variable), so it stays unless it is known to do nothing. A new object or array may stand in the place of its second use,
 * its making up (constructor, elements) being made part of it.
 */
final class EvaluationOrder {
    private static final int NONE = -1;

    private final Program program;
    private final ClassReaderSource classes;
    private final int[] uses;
    private final int[] definitions;
    /** By variable, what computing it does, with all that comes to stand in its expression. */
    private final int[] effects;
    /** By variable that is a new array's elements, the variable of the array. */
    private final int[] newArrays;
    private final BitSet created = new BitSet();
    private final BitSet fromOtherBlocks = new BitSet();
    private final BitSet kept = new BitSet();

    private EvaluationOrder(Program program, ClassReaderSource classes) {
        this.program = program;
        this.classes = classes;
        uses = new int[program.variableCount()];
        definitions = new int[program.variableCount()];
        effects = new int[program.variableCount()];
        newArrays = new int[program.variableCount()];
        Arrays.fill(newArrays, NONE);
    }

    /** @param program  with registers allocated: a variable may have several definitions, and there are no phis */
    static void keep(Program program, ClassReaderSource classes) {
        EvaluationOrder order = new EvaluationOrder(program, classes);
        order.count();
        order.findNewArrays();
        for (BasicBlock block : program.getBasicBlocks()) {
            order.new Block(block).examine();
        }
        order.keepWhatComesFromOtherBlocks();
        order.addUses();
    }

    private void count() {
        for (BasicBlock block : program.getBasicBlocks()) {
            for (Instruction instruction : block) {
                for (int used : usedBy(instruction)) {
                    uses[used]++;
                }
                for (int defined : definedBy(instruction)) {
                    definitions[defined]++;
                    if (instruction instanceof ConstructInstruction || instruction instanceof ConstructArrayInstruction) {
                        created.set(defined);
                    }
                }
            }
        }
    }

    private void findNewArrays() {
        for (BasicBlock block : program.getBasicBlocks()) {
            for (Instruction instruction : block) {
                if (instruction instanceof UnwrapArrayInstruction unwrap && created.get(unwrap.getArray().getIndex())) {
                    newArrays[unwrap.getReceiver().getIndex()] = unwrap.getArray().getIndex();
                }
            }
        }
    }

    /** Whether it has so many uses that it stays as it is; a new object has one for its making up. */
    private boolean hasStatement(int variable) {
        return uses[variable] > (created.get(variable) ? 2 : 1);
    }

    private void keepWhatComesFromOtherBlocks() {
        fromOtherBlocks.stream().filter(variable -> definitions[variable] > 1 || effects[variable] != Effect.NONE)
                .forEach(kept::set);
    }

    private void addUses() {
        if (!kept.isEmpty()) {
            InvokeDynamicInstruction use = new InvokeDynamicInstruction();
            kept.stream().mapToObj(program::variableAt).forEach(use.getArguments()::add);
            program.basicBlockAt(0).addFirst(use);
        }
    }

    private static int[] usedBy(Instruction instruction) {
        UsageExtractor extractor = new UsageExtractor();
        instruction.acceptVisitor(extractor);
        return indices(extractor.getUsedVariables());
    }

    private static int[] definedBy(Instruction instruction) {
        DefinitionExtractor extractor = new DefinitionExtractor();
        instruction.acceptVisitor(extractor);
        return indices(extractor.getDefinedVariables());
    }

    private static int[] indices(Variable[] variables) {
        return Arrays.stream(variables).mapToInt(Variable::getIndex).toArray();
    }

    private final class Block {
        private final List<Instruction> instructions = new ArrayList<>();
        /** By variable, the place in the block where it is computed, if it is. */
        private final int[] places = new int[program.variableCount()];
        /** Of the new objects, those whose one other use than their making up is still to come. */
        private final BitSet inTheMaking = new BitSet();

        Block(BasicBlock block) {
            block.forEach(instructions::add);
            Arrays.fill(places, NONE);
        }

        void examine() {
            for (int place = 0; place < instructions.size(); place++) {
                Instruction instruction = instructions.get(place);
                int effect = Effect.of(instruction, classes);
                for (int operand : usedBy(instruction)) {
                    effect |= effectOfOperand(operand, place);
                }
                if (instruction instanceof PutElementInstruction put) {
                    examineElement(put, place);
                }
                for (int defined : definedBy(instruction)) {
                    define(defined, place, effect);
                }
            }
        }

        private void define(int variable, int place, int effect) {
            effects[variable] = effect;
            places[variable] = place;
            inTheMaking.set(variable, created.get(variable) && uses[variable] == 2);
        }

        /** What the operand brings into the expression that uses it. */
        private int effectOfOperand(int operand, int place) {
            if (hasStatement(operand)) {
                return Effect.NONE;
            }
            if (places[operand] == NONE) {
                fromOtherBlocks.set(operand);
                return Effect.NONE;
            }
            if (inTheMaking.get(operand)) {
                inTheMaking.clear(operand);
                places[operand] = place;
                return Effect.NONE;
            }
            if (isOrderedBefore(operand, place)) {
                kept.set(operand);
            }
            return kept.get(operand) ? Effect.NONE : effects[operand];
        }

        private boolean isOrderedBefore(int operand, int end) {
            for (int place = places[operand] + 1; place < end && effects[operand] != Effect.NONE; place++) {
                if (Effect.ordered(effects[operand], Effect.of(instructions.get(place), classes))) {
                    return true;
                }
            }
            return false;
        }

        /** TeaVM makes one call of a new array and its elements, which thus stand beside each other. */
        private void examineElement(PutElementInstruction put, int place) {
            int array = newArrays[put.getArray().getIndex()];
            if (array == NONE) {
                return;
            }
            int value = put.getValue().getIndex();
            if (!hasStatement(value) && effects[value] != Effect.NONE) {
                kept.set(value);
            }
            if (places[array] != NONE) {
                places[array] = place;
            }
        }
    }
}
