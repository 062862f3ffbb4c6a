package exo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which QEMU will do. */
class DoctorCommandTest {

    @ParameterizedTest
    @CsvSource({"QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18),ok",
        "QEMU emulator version 7.1.0,MISSING: too old",
        "QEMU emulator version 6.2.0,MISSING: too old", "QEMU emulator version 10.0.2,ok",
        "QEMU emulator version 11.0.0,newer than tried", "something else,unknown version"})
    void qemuRange(String answer, String verdict) {
        assertEquals(verdict, DoctorCommand.qemuVerdict(answer));
    }
}
