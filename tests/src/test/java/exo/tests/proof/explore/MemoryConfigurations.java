package exo.tests.proof.explore;

import exo.abi.BooksHeader;
import exo.abi.Call;
import exo.abi.FrameKind;
import exo.abi.Limits;
import exo.abi.Right;
import exo.tests.kernel.Replay;
import java.util.List;

/**
 * Configurations about memory. In all of them the environments are: 1 the first, which sleeps; 2, which runs; 3 the hoarder; 4 and
 * 5, children of 2, if there are any.
 */
final class MemoryConfigurations {
    static final int FIRST = 1;
    static final int RUNNER = 2;
    static final int CHILD = 4;
    static final int SIBLING = 5;
    private static final long R = Right.READ;
    private static final long RX = Right.READ | Right.EXECUTE;
    static final long RW = Right.READ | Right.WRITE;
    private static final long NO_SUCH_FRAME = 1L << 40;

    private MemoryConfigurations() {
    }

    static List<Configuration> all() {
        return List.of(
                new Configuration("frames", "three environments hand frames round: allocated, given, guaranteed, freed, "
                        + "reaped", MemoryConfigurations::frames),
                new Configuration("bindings", "an environment, two pages, two frames of its own and one free: bindings, "
                        + "entries and accesses", MemoryConfigurations::bindings),
                new Configuration("sharing", "a parent and its child that bind, break and protect each other's pages, and "
                        + "run in turns", MemoryConfigurations::sharing),
                new Configuration("capabilities", "a parent makes, weakens and revokes capabilities for a frame, its child "
                        + "binds by them, and both alter them", MemoryConfigurations::capabilities),
                new Configuration("tables", "page tables of two regions made, dropped, and bound in by batches",
                        MemoryConfigurations::tables),
                new Configuration("pool", "frames that become a child's tables and are nobody's when it is reaped",
                        MemoryConfigurations::pool));
    }

    private static long kernelFrame(Scene scene) {
        for (long frame = 1; frame < scene.kernel.books.frameCount; frame++) {
            if (scene.kernel.books.kind(frame) == FrameKind.KERNEL) {
                return frame;
            }
        }
        throw new IllegalStateException("the kernel has no frame");
    }

    private static Alphabet bindings(Scene scene) {
        long runner = scene.runner(10, 5, 1, 0, 1, 0);
        long first = scene.frame();
        long second = scene.frame();
        long kernels = kernelFrame(scene);
        Choice whose = Choice.names(Scene.indexOf(runner)).badStale(RUNNER).badName(FIRST).bad(0);
        Choice pages = Choice.of(Places.page(0), Places.page(1)).bad(Places.page(0) + 8, 0, Limits.USER_END);
        return new Alphabet()
                .call(Call.BIND, whose, pages, Choice.of(first, second).bad(kernels, NO_SUCH_FRAME, -1),
                        Choice.of(R, RW, RX).bad(0, Right.WRITE, RW | Right.EXECUTE))
                .call(Call.UNBIND, whose, pages)
                .call(Call.PROTECT, whose, pages, Choice.of(R, RW, RX).bad(0, RW | Right.EXECUTE))
                .call(Call.ENTRY_READ, whose, pages)
                .call(Call.ENTRY_CLEAN, whose, pages)
                .call(Call.ENTRY_WRITE, whose, pages, Choice.of(0, 2).bad(1, Long.MIN_VALUE))
                .call(Call.FRAME_FREE, Choice.of(first, second).bad(kernels, NO_SUCH_FRAME))
                .call(Call.FRAME_ALLOC, Choice.of(Limits.ANY_FRAME, first).bad(kernels, NO_SUCH_FRAME))
                .call(Call.FRAME_BREAK, Choice.of(first, second).bad(kernels, NO_SUCH_FRAME))
                .call(Call.FRAME_INFO, Choice.of(first).bad(kernels, NO_SUCH_FRAME))
                .accesses(0, 1);
    }

    private static Alphabet sharing(Scene scene) {
        scene.runner(18, 5, 2, 0, 1, 0);
        long parents = scene.frame();
        long child = scene.child(0, 5);
        long childs = scene.framed(child);
        scene.start(child);
        Choice whose = Choice.names(RUNNER, CHILD).badStale(CHILD).badName(FIRST);
        Choice page = Choice.of(Places.page(0)).bad(Places.page(0) + 1);
        Choice frame = Choice.of(parents, childs);
        return new Alphabet()
                .call(Call.BIND, whose, page, frame, Choice.of(R, RW).bad(RX, RW | Right.EXECUTE))
                .call(Call.UNBIND, whose, page)
                .call(Call.PROTECT, whose, page, Choice.of(R, RW).bad(0))
                .call(Call.FRAME_BREAK, frame)
                .call(Call.FRAME_GIVE, frame, Choice.names(CHILD, RUNNER).badName(FIRST).badStale(CHILD))
                .call(Call.FRAME_FREE, Choice.of(childs))
                .call(Call.YIELD, Choice.names(RUNNER, CHILD))
                .by(RUNNER).call(Call.ENV_END, Choice.names(CHILD), Choice.of(0))
                .call(Call.ENV_REAP, Choice.names(CHILD)).by()
                .event(Replay.LOAD, 0).event(Replay.STORE, 0);
    }

    private static Alphabet capabilities(Scene scene) {
        scene.runner(19, 5, 2, 0, 1, 0);
        long letters = scene.frame();
        long wanted = scene.frame();
        long child = scene.child(0, 5);
        scene.start(child);
        scene.call(Call.BIND, scene.kernel.environmentName(RUNNER), Places.page(0), letters, RW);
        scene.call(Call.BIND, child, Places.page(0), letters, RW);
        long kernels = kernelFrame(scene);
        Choice place = Choice.of(Places.page(0) + Places.CAPABILITY)
                .bad(Places.page(2) + Places.CAPABILITY, Places.page(0) + Places.CAPABILITY + 8, 0, -32);
        Choice frame = Choice.of(wanted).bad(letters, kernels, NO_SUCH_FRAME);
        Choice rights = Choice.of(R, RW).bad(RX, 0, Right.WRITE, 8);
        return new Alphabet()
                .call(Call.CAP_MAKE, Choice.of(1).bad(0, 2), frame, rights.bad(RW | Right.EXECUTE), place)
                .call(Call.CAP_RESTRICT, place, rights, Choice.of(Places.page(0) + Places.CAPABILITY).bad(1, 0))
                .call(Call.CAP_REVOKE, Choice.of(1).bad(0, 2), frame)
                .call(Call.CAP_BIND, Choice.names(CHILD).badName(RUNNER).badStale(CHILD).badName(FIRST),
                        Choice.of(Places.page(1)).bad(Places.page(1) + 1, 0), place, rights)
                .call(Call.UNBIND, Choice.names(CHILD), Choice.of(Places.page(1)))
                .call(Call.PROTECT, Choice.names(CHILD), Choice.of(Places.page(1)), Choice.of(R, RW))
                .call(Call.FRAME_BREAK, Choice.of(wanted))
                .call(Call.FRAME_FREE, Choice.of(wanted))
                .call(Call.FRAME_ALLOC, Choice.of(wanted))
                .call(Call.FRAME_GIVE, Choice.of(wanted), Choice.names(CHILD))
                .call(Call.YIELD, Choice.names(RUNNER, CHILD))
                .event(Replay.WIDEN, 0)
                .event(Replay.STORE, 1);
    }

    private static Alphabet tables(Scene scene) {
        scene.runner(14, 8, 2, 0, 1, 0);
        long own = scene.frame();
        long listed = scene.frame();
        long lists = Lists.write(scene, listed, own);
        scene.child(0, 0);
        Choice whose = Choice.names(RUNNER).badStale(CHILD).badName(FIRST);
        Choice pages = Choice.of(Places.page(0), Places.page(3)).bad(Places.page(0) + 1, Limits.USER_END);
        return new Alphabet()
                .call(Call.TABLE_DROP, whose.badName(CHILD), Choice.of(Places.page(0), Places.page(3)).bad(0, 1L << 40,
                        Limits.USER_END))
                .call(Call.BIND, whose, pages, Choice.of(own), Choice.of(RW))
                .call(Call.BIND, whose, Choice.of(Places.page(2)), Choice.of(listed), Choice.of(R))
                .call(Call.UNBIND, whose, pages)
                .call(Call.ENTRY_WRITE, whose, pages, Choice.of(0, 2))
                .call(Call.BATCH, whose, Choice.of(Lists.addresses(lists)).bad(lists + 8, 0), Choice.of(2).bad(0, 101))
                .call(Call.FRAME_GUARANTEE, Choice.of(own), Choice.of(0, 1))
                .event(Replay.STORE, 0, 3);
    }

    /** The child's pool is what it takes for one region, and one more. */
    private static Alphabet pool(Scene scene) {
        scene.runner(13, 0, 2, 0, 1, 0);
        long spare = scene.frame();
        long shown = scene.frame();
        long child = scene.child(0, 5);
        scene.start(child);
        Choice whose = Choice.names(CHILD, RUNNER).badStale(CHILD).badName(FIRST);
        Choice pages = Choice.of(Places.page(0), Places.page(3)).bad(Places.page(0) + 1, Limits.USER_END);
        return new Alphabet()
                .call(Call.TABLE_GIVE, whose, Choice.of(spare, shown).bad(0, NO_SUCH_FRAME))
                .call(Call.TABLE_DROP, whose, Choice.of(Places.page(0), Places.page(3)).bad(0))
                .call(Call.BIND, Choice.names(CHILD), pages, Choice.of(shown).bad(spare), Choice.of(RW))
                .call(Call.UNBIND, Choice.names(CHILD), pages)
                .call(Call.ENTRY_WRITE, Choice.names(CHILD), Choice.of(Places.page(1)), Choice.of(2))
                .call(Call.FRAME_GIVE, Choice.of(spare), Choice.names(CHILD))
                .by(RUNNER).call(Call.ENV_END, Choice.names(CHILD), Choice.of(0))
                .call(Call.ENV_REAP, Choice.names(CHILD)).by()
                .call(Call.YIELD, Choice.names(RUNNER, CHILD))
                .event(Replay.LOAD, 0);
    }

    private static Alphabet frames(Scene scene) {
        scene.runner(12, 0, 3, 0, 1, 0);
        long one = scene.frame();
        long two = scene.frame();
        long child = scene.child(0, 0);
        scene.start(child);
        long sibling = scene.child(0, 0);
        scene.start(sibling);
        long three = scene.kernel.books.header64(BooksHeader.FIRST_FREE);
        Choice frame = Choice.of(one, two, three).bad(kernelFrame(scene), NO_SUCH_FRAME, 0);
        return new Alphabet()
                .call(Call.FRAME_ALLOC, Choice.of(Limits.ANY_FRAME, one, three).bad(NO_SUCH_FRAME))
                .call(Call.FRAME_ALLOC_RANGE, Choice.of(one, two), Choice.of(1, 2).bad(0, 17, -1))
                .call(Call.FRAME_FREE, frame)
                .call(Call.FRAME_GIVE, frame, Choice.names(RUNNER, CHILD, SIBLING).badName(FIRST).badStale(CHILD))
                .call(Call.FRAME_GUARANTEE, frame, Choice.of(0, 1).bad(2))
                .call(Call.FRAME_INFO, frame)
                .call(Call.YIELD, Choice.names(RUNNER, CHILD, SIBLING))
                .by(RUNNER).call(Call.ENV_END, Choice.names(CHILD), Choice.of(0))
                .call(Call.ENV_REAP, Choice.names(CHILD)).by();
    }
}
