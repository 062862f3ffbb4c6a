package exo.abi.spec;

import static exo.abi.spec.CallBuilder.call;

import java.util.List;

/** The calls by which code is downloaded into the kernel, and by which an environment sleeps until such code says otherwise. */
final class CodeCalls {
    static final Family CODE = new Family("Downloaded code", "programs", 0xa0, 0xa7,
            "Programs of eBPF instructions (RFC 9669) that the kernel checks, compiles and runs for their owners. A program sees "
                    + "its own regions of memory and nothing else, by addresses of its own; it is made of its owner's frames, and "
                    + "its time is charged to its owner.");

    static final String NO_PROGRAM = "program is stale, or was never a name";
    static final String NOT_OWNED = "the program is not the caller's";
    static final String NOT_READY = "the program is not ready";

    private CodeCalls() {
    }

    static List<Call> all() {
        return List.of(
                call(CODE, 0xa0, "program_begin")
                        .paper("application-specific code, downloaded (ASHs, packet filters, wakeup predicates; UDFs later)")
                        .means("Hands over frames in a row: the first ones hold the instructions, from the first byte on, the others "
                                + "are the checker's until the program is ready, and then the caller's again. The program is "
                                + "checked and compiled by program_step.")
                        .argument("first_frame", Kind.FRAME, "the first of the frames handed over")
                        .argument("frames", Kind.FRAME_COUNT, "how many: those of the text and PROGRAM_SCRATCH_FRAMES or "
                                + "more, PROGRAM_FRAMES_MAXIMUM at most")
                        .argument("instructions", Kind.COUNT, "how many slots of 8 bytes the text has")
                        .argument("hook", Kind.ITEM, "what it is for (ProgramHook), and PROGRAM_GUARDED")
                        .rights("anyone, with unbound ordinary frames of its own").result("the program's name")
                        .fails(Statuses.BAD_ARGUMENT, "hook is none, instructions is 0 or above PROGRAM_INSTRUCTIONS_MAXIMUM, or "
                                + "GUARDED_STEPS_MAXIMUM if it is guarded, or there are too few or too many frames")
                        .fails(Statuses.NO_SUCH_FRAME, Calls.NO_MEMORY_THERE)
                        .fails(Statuses.NOT_YOURS, "one of the frames is not the caller's")
                        .fails(Statuses.FRAME_BUSY, "one of the frames handed over has bindings or serves as something")
                        .fails(Statuses.NO_FREE_PROGRAM, "all PROGRAMS_MAXIMUM records are in use").row(),
                call(CODE, 0xa1, "program_step")
                        .paper("ours: Aegis verifies and compiles downloaded code in one go")
                        .means("Goes on with checking and compiling a program, for a bounded time. A program that breaks a rule is "
                                + "refused: its record in the public books says which, and at which instruction.")
                        .argument("program", Kind.PROGRAM, "the program")
                        .rights("its owner").result("1: there is more to do; 0: it is ready")
                        .fails(Statuses.NO_SUCH_PROGRAM, NO_PROGRAM)
                        .fails(Statuses.NOT_YOURS, NOT_OWNED)
                        .fails(Statuses.REFUSED, "the program breaks a rule")
                        .fails(Statuses.OVER_LIMIT, "the caller's account cannot be charged so many pages of machine code")
                        .fails(Statuses.NO_FREE_CODE, "there are not so many pages for machine code free in a row").row(),
                call(CODE, 0xa4, "program_area")
                        .paper("ours: what an ASH keeps from message to message")
                        .means("Gives a program that has not been stepped yet its area, which is what it keeps from run to run: frames in "
                                + "a row, which stay the caller's, bound or not, and are pinned while the program lives.")
                        .argument("program", Kind.PROGRAM, "the program")
                        .argument("first_frame", Kind.FRAME, "the first frame of the area")
                        .argument("frames", Kind.FRAME_COUNT, "how many, 1 to PROGRAM_AREA_FRAMES_MAXIMUM")
                        .rights("its owner, with ordinary frames of its own").result("0")
                        .fails(Statuses.NO_SUCH_PROGRAM, NO_PROGRAM)
                        .fails(Statuses.NOT_YOURS, NOT_OWNED + ", or one of the frames is not the caller's, or is not ordinary")
                        .fails(Statuses.WRONG_STATE, "the program has an area, or has been stepped")
                        .fails(Statuses.BAD_ARGUMENT, "there are too few or too many frames")
                        .fails(Statuses.NO_SUCH_FRAME, Calls.NO_MEMORY_THERE).row(),
                call(CODE, 0xa2, "program_end")
                        .paper("ours: downloaded code, taken out again")
                        .means("Unloads a program, ready or not. Its frames are ordinary ones of the caller's again.")
                        .argument("program", Kind.PROGRAM, "the program")
                        .rights("its owner").result("0")
                        .fails(Statuses.NO_SUCH_PROGRAM, NO_PROGRAM)
                        .fails(Statuses.NOT_YOURS, NOT_OWNED)
                        .fails(Statuses.PROGRAM_BUSY, "a filter delivers to it").row(),
                call(CODE, 0xa3, "wait_until")
                        .paper("wakeup predicate (Xok: wkpred)")
                        .means("Sleeps until a program of the caller's says so, an asked event is pending, or the deadline is reached. The "
                                + "program is run when something may have changed and the caller could run: not while nothing runs. It is "
                                + "called with a PredicateInput, and wakes the caller by a result other than 0, or by not coming to "
                                + "its end.")
                        .argument("program", Kind.PROGRAM, "a ready program for PROGRAM_HOOK_PREDICATE")
                        .argument("events", Kind.EVENTS, "the events asked for besides; 0: none")
                        .argument("deadline_cycles", Kind.CYCLES, "when to wake at the latest, below 2^63; 0: no deadline")
                        .rights("its owner")
                        .result("sum of the asked events that were pending, EVENT_PREDICATE among them if the program said so; 0 when "
                                + "an upcall ended the wait")
                        .fails(Statuses.BAD_ARGUMENT, "events has a bit that is no event")
                        .fails(Statuses.NO_SUCH_PROGRAM, NO_PROGRAM)
                        .fails(Statuses.NOT_YOURS, NOT_OWNED)
                        .fails(Statuses.WRONG_STATE, NOT_READY + ", or is for another hook").row());
    }
}
