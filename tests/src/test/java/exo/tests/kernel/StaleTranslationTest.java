package exo.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo.abi.Call;
import exo.abi.Status;
import exo.machine.simulated.ProcessorModel;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * After a binding is broken no translation of it is left that anyone could use: not in the environment that runs, not in
 * another that ran before, not under an index that is used again; with tags in the processor's cache and without.
 */
class StaleTranslationTest {
    private static final int ROUNDS = 200;

    static Stream<ProcessorModel> models() {
        return Stream.of(ProcessorModel.ADVERSARIAL, ProcessorModel.ADVERSARIAL.withoutTags(),
                ProcessorModel.ADVERSARIAL.withoutCachedTables(), ProcessorModel.ADVERSARIAL.withTranslationsMax(3));
    }

    private static BootedKernel kernel(ProcessorModel model) {
        return new BootedKernel(Setup.usual().withModel(model));
    }

    private static boolean sees(BootedKernel kernel, long va) {
        return BootedKernel.permitted(() -> kernel.user().load64(va));
    }

    @ParameterizedTest
    @MethodSource("models")
    void theRunningEnvironmentLosesThePageAtOnce(ProcessorModel model) {
        BootedKernel kernel = kernel(model);
        Family family = new Family(kernel);
        long self = family.self();
        for (int round = 0; round < ROUNDS; round++) {
            long frame = family.map(self, Family.PAGE, Family.WRITE);
            assertEquals(0, kernel.user().load64(Family.PAGE));
            kernel.user().store64(Family.PAGE, round + 1);
            assertEquals(frame, kernel.call(Call.UNBIND, self, Family.PAGE));
            assertFalse(sees(kernel, Family.PAGE));
            assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, frame));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void anotherEnvironmentLosesThePageBeforeItRunsAgain(ProcessorModel model) {
        BootedKernel kernel = kernel(model);
        Family family = new Family(kernel);
        long self = family.self();
        long child = family.started("child", 20);
        for (int round = 0; round < ROUNDS; round++) {
            long frame = family.map(child, Family.PAGE, Family.WRITE);
            family.run(child);
            kernel.user().store64(Family.PAGE, 77);
            family.run(self);
            assertEquals(frame, kernel.call(Call.UNBIND, child, Family.PAGE));
            family.run(child);
            assertFalse(sees(kernel, Family.PAGE));
            family.run(self);
            assertEquals(Status.OK, kernel.call(Call.FRAME_FREE, frame));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aPageBoundAgainWithFewerRightsHasFewerRights(ProcessorModel model) {
        BootedKernel kernel = kernel(model);
        Family family = new Family(kernel);
        long self = family.self();
        long frame = family.map(self, Family.PAGE, Family.WRITE);
        kernel.user().store64(Family.PAGE, 1);
        kernel.call(Call.UNBIND, self, Family.PAGE);
        family.bind(self, Family.PAGE, frame, Family.READ);
        assertEquals(1, kernel.user().load64(Family.PAGE));
        assertFalse(BootedKernel.permitted(() -> kernel.user().store64(Family.PAGE, 2)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aFrameMovesFromChildToChildAndOnlyTheLastSeesIt(ProcessorModel model) {
        BootedKernel kernel = kernel(model);
        Family family = new Family(kernel);
        long self = family.self();
        long one = family.started("one", 20);
        long two = family.started("two", 20);
        long frame = family.frame();
        for (int round = 0; round < ROUNDS; round++) {
            long to = round % 2 == 0 ? one : two;
            long from = round % 2 == 0 ? two : one;
            family.bind(to, Family.PAGE, frame, Family.WRITE);
            family.run(to);
            kernel.user().store64(Family.PAGE, round);
            family.run(from);
            assertFalse(sees(kernel, Family.PAGE));
            family.run(self);
            assertEquals(frame, kernel.call(Call.UNBIND, to, Family.PAGE));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aNewEnvironmentFindsNothingOfTheOneThatHadItsIndex(ProcessorModel model) {
        BootedKernel kernel = kernel(model);
        Family family = new Family(kernel);
        long self = family.self();
        for (int round = 0; round < 20; round++) {
            long child = family.started("child", 20);
            family.map(child, Family.PAGE, Family.WRITE);
            family.run(child);
            assertEquals(0, kernel.user().load64(Family.PAGE));
            assertFalse(sees(kernel, Family.PAGE + 4096L * (round + 1)));
            kernel.user().store64(Family.PAGE, 0xbad);
            family.run(self);
            family.end(child);
            family.reap(child);
            long next = family.started("next", 20);
            assertEquals(Family.index(child), Family.index(next));
            family.run(next);
            assertFalse(sees(kernel, Family.PAGE));
            family.run(self);
            family.end(next);
            family.reap(next);
            assertTrue(kernel.current() == RawBooks.ROOT);
        }
    }
}
