package exo.forge.ebpf;

import exo.ebpf.Opcode;
import exo.forge.ebpf.Step.Kind;
import exo.forge.ebpf.Value.Number;

/** Writes a routine's steps, whose variables have their places, as instructions. */
final class RoutineWriter {
    private static final int RESULT = 0;
    private static final int FIRST_ARGUMENT = 1;
    private static final int SHIFT_MASK = Long.SIZE - 1;

    private final InstructionWriter writer;
    private final RegisterAllocation places;

    private RoutineWriter(InstructionWriter writer, RegisterAllocation places) {
        this.writer = writer;
        this.places = places;
    }

    static void write(Routine routine, RegisterAllocation places, InstructionWriter writer) {
        RoutineWriter of = new RoutineWriter(writer, places);
        writer.begin(routine);
        writer.place = routine.steps.get(0).place;
        of.parameters(routine);
        for (Step step : routine.steps) {
            writer.place = step.place == null ? writer.place : step.place;
            of.write(step);
        }
    }

    private int register(Value value) {
        return places.register(value.variable());
    }

    /** A register, or a slot, which is negative. */
    private int place(int variable) {
        return places.slot(variable) != 0 ? places.slot(variable) : places.register(variable);
    }

    private void parameters(Routine routine) {
        ParallelMove moves = new ParallelMove(writer);
        for (int number = 0; number < routine.parameters.size(); number++) {
            int parameter = routine.parameters.get(number).variable();
            boolean read = places.slot(parameter) != 0 || places.register(parameter) != Step.NONE;
            if (read) {
                moves.add(place(parameter), FIRST_ARGUMENT + number);
            }
        }
        moves.write(register -> true);
    }

    private void write(Step step) {
        int result = step.result == Step.NONE ? Step.NONE : places.register(step.result);
        switch (step.kind) {
            case MOVE:
                move(result, step.a);
                break;
            case ARITHMETIC:
                arithmetic(step, result);
                break;
            case NEGATE:
                writer.move(result, register(step.a));
                writer.negate(result);
                break;
            case EXTEND:
                writer.moveExtended(result, register(step.a), step.code);
                break;
            case SWAP:
                writer.move(result, register(step.a));
                writer.swap(result, step.code);
                break;
            case AREA:
                writer.moveAreaAddress(result, step.offset);
                break;
            case LOAD:
                writer.load(step.code, step.signed, result, register(step.a), step.offset);
                break;
            case STORE:
                store(step);
                break;
            case SPILL, RELOAD:
                slot(step, result);
                break;
            default:
                way(step, result);
                break;
        }
    }

    private void move(int result, Value value) {
        if (value instanceof Number constant) {
            writer.moveNumber(result, constant.number());
        } else {
            writer.move(result, register(value));
        }
    }

    private void arithmetic(Step step, int result) {
        if (step.b instanceof Number constant) {
            if (step.code == Opcode.AND && constant.number() == Lowering.LOW_HALF) {
                writer.moveLow(result, register(step.a));
                return;
            }
            boolean shift = step.code == Opcode.LSH || step.code == Opcode.RSH || step.code == Opcode.ARSH;
            move(result, step.a);
            writer.arithmeticNumber(step.code, step.narrow, result, (int) constant.number() & (shift ? SHIFT_MASK : -1));
        } else if (step.isCommutative() && register(step.b) == result) {
            writer.arithmetic(step.code, step.narrow, result, register(step.a));
        } else {
            move(result, step.a);
            writer.arithmetic(step.code, step.narrow, result, register(step.b));
        }
    }

    private void store(Step step) {
        if (step.b instanceof Number constant) {
            writer.storeNumber(step.code, register(step.a), step.offset, (int) constant.number());
        } else {
            writer.store(step.code, register(step.a), step.offset, register(step.b));
        }
    }

    private void slot(Step step, int result) {
        if (step.kind == Kind.RELOAD) {
            writer.reload(result, step.offset);
        } else if (step.a instanceof Number constant) {
            writer.spillNumber(step.offset, (int) constant.number());
        } else {
            writer.spill(step.offset, register(step.a));
        }
    }

    private void way(Step step, int result) {
        switch (step.kind) {
            case HERE:
                writer.here(step.target);
                break;
            case JUMP:
                writer.jump(step.target);
                break;
            case BRANCH:
                if (step.b instanceof Number constant) {
                    writer.branchNumber(step.code, register(step.a), (int) constant.number(), step.target);
                } else {
                    writer.branch(step.code, register(step.a), register(step.b), step.target);
                }
                break;
            case RETURN:
                move(RESULT, step.a);
                writer.exit();
                break;
            default:
                call(step, result);
                break;
        }
    }

    private void call(Step step, int result) {
        ParallelMove moves = new ParallelMove(writer);
        for (int number = 0; number < step.arguments.size(); number++) {
            int argument = step.arguments.get(number).variable();
            if (argument != Step.NONE) {
                moves.add(FIRST_ARGUMENT + number, place(argument));
            }
        }
        moves.write(register -> register == RESULT);
        for (int number = 0; number < step.arguments.size(); number++) {
            if (step.arguments.get(number) instanceof Number constant) {
                writer.moveNumber(FIRST_ARGUMENT + number, constant.number());
            }
        }
        if (step.kind == Kind.HELPER) {
            writer.callHelper(step.code);
        } else {
            writer.call(step.routine);
        }
        writer.move(result, RESULT);
    }
}
