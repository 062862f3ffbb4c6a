package exo.tests.proof.random;

import java.util.function.UnaryOperator;

/** From the text of a recording to the rule that it breaks, in words; null, if it breaks none. */
public final class Replayer implements UnaryOperator<String> {
    @Override
    public String apply(String text) {
        return Playback.of(Recording.parsed(text)).broken();
    }
}
