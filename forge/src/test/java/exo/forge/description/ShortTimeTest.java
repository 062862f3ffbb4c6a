package exo.forge.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times of slices in and out of text. */
class ShortTimeTest {

    @ParameterizedTest
    @CsvSource({"10us,10", "500us,500", "1ms,1000", "20 ms,20000", "1s,1000000", "0us,0"})
    void unitsAreMicrosecondsMillisecondsSeconds(String text, long microseconds) {
        assertEquals(OptionalLong.of(microseconds), ShortTime.microseconds(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "500", "ms", "-1ms", "1.5ms", "1m", "1MS", "9999999999us"})
    void whatIsNoSuchTimeIsEmpty(String text) {
        assertTrue(ShortTime.microseconds(text).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"10,10us", "1000,1ms", "1500,1500us", "1000000,1s"})
    void peopleReadTheLargestUnitThatFits(long microseconds, String text) {
        assertEquals(text, ShortTime.text(microseconds));
    }
}
