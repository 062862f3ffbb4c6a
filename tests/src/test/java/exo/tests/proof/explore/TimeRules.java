package exo.tests.proof.explore;

import static exo.tests.proof.explore.BrokenRule.require;

import exo.abi.BooksHeader;
import exo.abi.Context;
import exo.abi.EnvironmentFlag;
import exo.abi.EnvironmentRecord;
import exo.abi.EnvironmentState;
import exo.abi.Event;
import exo.abi.Limits;

/**
 * The rules on who runs, sleeps and is asked: books and processor agree on who is on it; nobody idles beside who can run; no
 * event that is waited for is pending; who can be entered waits for it; the timer rings for the nearest moment that matters.
 */
final class TimeRules {
    private final ExploredMachine machine;
    private final BookWords books;
    private final Played played;
    private int runnable;
    private int epilogues;
    private int asked;
    private long nearest;

    TimeRules(ExploredKernel kernel, Played played) {
        machine = kernel.machine;
        books = kernel.books;
        this.played = played;
    }

    void check() {
        runnable = 0;
        epilogues = 0;
        asked = 0;
        nearest = books.kernel64(BookWords.LEAVING_FRAME) != 0 ? 1 : 0;
        for (int index = 1; index < Scene.RECORDS; index++) {
            if (books.exists(index)) {
                count(index);
                checkWait(index);
                checkEntry(index);
                checkAsked(index);
            }
        }
        require(books.kernel64(BookWords.RUNNABLE) == runnable, "miscounted who can run", runnable);
        require(books.kernel64(BookWords.EPILOGUES) == epilogues, "miscounted who has an epilogue", epilogues);
        require(books.kernel64(BookWords.ASKED) == asked, "miscounted of whom something is asked back", asked);
        checkCurrent(books.current());
        checkTimer(books.current());
        int owner = (int) books.kernel64(BookWords.CONSOLE_OWNER);
        require(books.alive(owner), "owner of the console's input is none", owner);
        require(books.kernel64(BookWords.OUTPUT_HEAD) == books.kernel64(BookWords.OUTPUT_TAIL),
                "output waits for a device that is ready", books.kernel64(BookWords.OUTPUT_TAIL));
        int saving = (int) books.kernel64(BookWords.SAVING);
        require(saving == 0 || books.current() != 0 && (saving == Limits.ENVIRONMENTS_MAXIMUM || books.alive(saving)),
                "save time is somebody's who is none", saving);
    }

    private void count(int index) {
        if (books.canRun(index)) {
            runnable++;
        }
        if (books.alive(index)) {
            if (books.environment64(index, EnvironmentRecord.EPILOGUE) != 0) {
                epilogues++;
            }
            nearest = earlier(nearest, books.environment64(index, EnvironmentRecord.REVOCATION_DEADLINE));
            nearest = earlier(nearest, books.environment64(index, EnvironmentRecord.DEADLINE_CYCLES));
            require(books.environment32(index, EnvironmentRecord.FORFEITS) <= Limits.FORFEITS_MAXIMUM
                    && books.environment32(index, EnvironmentRecord.OVERRUNS) <= Limits.OVERRUNS_MAXIMUM,
                    "owes more than can be owed: environment", index);
        }
    }

    private static long earlier(long a, long b) {
        return a == 0 || b != 0 && b < a ? b : a;
    }

    private void checkWait(int index) {
        long awaited = books.environment32(index, EnvironmentRecord.EVENTS_AWAITED);
        long deadline = books.environment64(index, EnvironmentRecord.DEADLINE_CYCLES);
        long partner = books.environment64(index, EnvironmentRecord.PARTNER);
        boolean waiting = books.state(index) == EnvironmentState.WAITING;
        boolean accepting = books.flag(index, EnvironmentFlag.ACCEPTING);
        if (waiting) {
            require((books.environment32(index, EnvironmentRecord.EVENTS_PENDING) & awaited) == 0,
                    "asleep although what it waits for is pending: environment", index);
            require(accepting || awaited != 0, "sleeps for ever: environment", index);
        } else {
            require(!accepting && partner == 0, "can be entered though it does not wait: environment", index);
            require(!books.alive(index) || awaited == 0 && deadline == 0, "awake and waiting: environment", index);
        }
        require(deadline >= 0, "sleeps until a moment before all others: environment", index);
        require(accepting || partner == 0, "waits for an answer that it does not take: environment", index);
        require(partner == 0 || books.alive(books.named(partner)), "waits for the answer of the dead: environment", index);
    }

    private void checkEntry(int index) {
        boolean accepting = books.flag(index, EnvironmentFlag.ACCEPTING);
        boolean open = books.flag(index, EnvironmentFlag.OPEN);
        boolean hasEntry = books.environment64(index, EnvironmentRecord.SYNCHRONOUS) != 0;
        boolean nothingElse = (books.environment32(index, EnvironmentRecord.EVENTS_AWAITED) & ~Event.DEADLINE) == 0
                && books.environment64(index, EnvironmentRecord.DEADLINE_CYCLES) == 0;
        require(!open || accepting, "is open and does not accept: environment", index);
        require(!accepting || open == (hasEntry && nothingElse), "is open to what it does not take: environment", index);
        require(hasEntry == books.flag(index, EnvironmentFlag.SERVING), "serves without an entry, or the reverse", index);
        require(!open || books.environment64(index, EnvironmentRecord.PARTNER) == 0, "is open and has a partner", index);
        if (books.alive(index)) {
            long context = books.contextOf(index);
            require(books.flag(index, EnvironmentFlag.BASES) == ((machine.load64(context + Context.FS_BASE)
                    | machine.load64(context + Context.GS_BASE)) != 0), "segment bases are not kept of environment", index);
            require(books.flag(index, EnvironmentFlag.FOREIGN) == ((books.environment64(index, EnvironmentRecord.TEXT_START)
                    | books.environment64(index, EnvironmentRecord.TEXT_END)) != 0), "text is not kept of environment", index);
        }
    }

    private void checkAsked(int index) {
        boolean isAsked = (books.environment32(index, EnvironmentRecord.FRAMES_ASKED)
                | books.environment32(index, EnvironmentRecord.SLICES_ASKED)) != 0;
        long deadline = books.environment64(index, EnvironmentRecord.REVOCATION_DEADLINE);
        require(isAsked == (deadline != 0), "asked back without a deadline, or the reverse: environment", index);
        require(!isAsked || books.alive(index), "asked back of the dead: environment", index);
        asked += isAsked ? 1 : 0;
    }

    private void checkCurrent(int current) {
        long context = machine.word(ExploredMachine.CONTEXT);
        long record = books.environment(current);
        require(books.kernel64(BookWords.RUNNING) == record, "the kernel goes by another record than that of", current);
        if (current == 0) {
            require(context == 0, "nobody runs, but a context is selected", context);
            for (int position : played.positions) {
                require(!books.canRun(books.sliceOwner(position)) && !books.canRun(books.sliceHolder(position)),
                        "idle beside who can run and has position", position);
            }
        } else {
            require(books.canRun(current), "who runs is not runnable: environment", current);
            require(context == books.contextOf(current), "another's context is selected", context);
            require(machine.root() == books.rootOf(current) && machine.tag() == current, "another's address space", current);
            require(!books.flag(current, EnvironmentFlag.STALE), "runs with stale translations", current);
        }
        boolean uses = current != 0 && books.flag(current, EnvironmentFlag.VECTOR);
        long registers = machine.word(ExploredMachine.VECTOR_REGISTERS);
        require((machine.word(ExploredMachine.VECTOR_ACCESS) != 0) == uses, "vector registers are in reach, or not", current);
        require(registers == 0 || uses && registers == current, "somebody's vector registers were left", registers);
        long place = current == 0 ? 0 : context;
        require(machine.word(ExploredMachine.FS) == (place == 0 ? 0 : machine.load64(place + Context.FS_BASE))
                && machine.word(ExploredMachine.GS) == (place == 0 ? 0 : machine.load64(place + Context.GS_BASE)),
                "another's segment bases", current);
        require(machine.word(ExploredMachine.TEXT_START) == (current == 0 ? 0
                : books.environment64(current, EnvironmentRecord.TEXT_START))
                && machine.word(ExploredMachine.TEXT_END) == (current == 0 ? 0
                : books.environment64(current, EnvironmentRecord.TEXT_END)), "calls are taken from another text", current);
        long position = books.header64(BooksHeader.POSITION);
        require(position < Limits.SLICES && books.kernel64(BookWords.RUNNING_SLICE) == books.slices + position * 16,
                "the kernel goes by another slice than at position", position);
    }

    private void checkTimer(int current) {
        long known = books.kernel64(BookWords.NEXT_DEADLINE);
        require(nearest == 0 || known != 0 && known <= nearest, "a deadline is not known of", nearest);
        boolean sliceMatters = current != 0 && (runnable > 1 || epilogues != 0);
        long due = earlier(known, sliceMatters ? books.header64(BooksHeader.SLICE_END) : 0);
        boolean armed = machine.word(ExploredMachine.TIMER_ARMED) != 0;
        require(armed == (due != 0), "timer is armed for nothing, or not for this", due);
        require(due == 0 || machine.word(ExploredMachine.TIMER_DEADLINE) == due, "timer is armed for another moment than", due);
        require(books.kernel64(BookWords.ARMED_FOR) == due, "the kernel takes the timer to be armed for another moment", due);
    }
}
