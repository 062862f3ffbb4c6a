package exo.tests.proof.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An exploration that finds nothing says something only if it finds what is there: a kernel made wrong in one place each. */
final class PlantedFaultTest {
    private static final int STATES_MAXIMUM = 400_000;

    @ParameterizedTest(name = "{1} without {2}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
            TableDrop     | commitUnhook        | commitForget       | tables               | pages without a table are known
            Bindings      | commitBreak         | commitForgetEntry  | bindings             | a translation outlives its binding
            Bindings      | protectPage         | commitForget       | sharing              | a translation outlives its binding
            Bindings      | bindPage            | checkRights        | bindings             | page is writable and executable
            Bindings      | bindPage            | checkFrame         | bindings             | nothing of this configuration is in
            Frames        | commitGive          | commitNewGeneration | frames              | changed hands and capabilities for it are good
            Frames        | commitTake          | zero               | bindings             | handed out with what another left
            Capabilities  | capRevoke           | commitNewGeneration | capabilities        | capabilities are as good as before
            Capabilities  | validDescriptor     | generation         | capabilities         | bound by no good capability
            Accounts      | accountClose        | commitCharge       | accounts             | charged another sum
            Environments  | commitEnd           | commitOrphans      | lives                | parent has ended
            Slices        | commitEnd           | commitFree         | slices               | owned by nobody alive
            Waits         | commitAwake         | commitFlag         | transfers            | can be entered though it does not wait
            Transfers     | commitEnd           | commitWake         | transfers            | waits for the answer of the dead
            Processor     | commitStateBeyond   | clearVectorState   | registers            | vector registers were left
            AbortProtocol | isTakeable          | flags              | revocation of frames | a frame was taken that was not to be
            Revocation    | commitForgo         | commitDeadline     | revocation of slices | asked back without a deadline
            Frames        | frameGive           | checkGift          | frames               | on the list of another than its owner
            """)
    void aFaultIsFoundWithAPath(String inClass, String inMethod, String callee, String configuration, String rule) {
        PlantedFault fault = new PlantedFault(inClass, inMethod, callee);
        Outcome outcome = new FreshClasses(fault).explore(configuration, STATES_MAXIMUM, STATES_MAXIMUM);
        assertNotNull(outcome.broken(), () -> "nothing was found in " + outcome.states() + " states");
        assertTrue(outcome.broken().contains(rule), outcome::report);
        assertTrue(outcome.brokenPath().length > 0, outcome::report);
        assertEquals(outcome.brokenPath().length, Listing.of(outcome.brokenPath()).lines().count());
        System.out.println("planted: " + inMethod + " without " + callee + "; found " + outcome.report());
    }
}
