package exo.forge.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exact words for each thing wrong with a description: users search for them, so they are an interface. */
class DescriptionErrorsTest {
    private static final String HEAD = "schema = 1\n";
    private static final String WEB = "[[env]]\nname = \"web\"\nmain = \"demo.Web\"\n";

    private static void refused(String text, String... problems) {
        refused(text, Overrides.none(), problems);
    }

    private static void refused(String text, Overrides overrides, String... problems) {
        DescriptionException refusal = assertThrows(DescriptionException.class,
                () -> SystemDescription.parse(Path.of("exo.toml"), text, overrides));
        assertEquals(String.join("\n", problems), refusal.getMessage());
        assertEquals(2, refusal.exitStatus());
    }

    @Test
    void unknownKeysAreGuessed() {
        refused(HEAD + WEB + "  memmory = \"1MiB\"\n",
                "exo.toml:5:3: unknown key 'memmory' in [[env]] (did you mean 'memory'?)");
        refused(HEAD + "[machine]\nbios = 1\n" + WEB, "exo.toml:3:1: unknown key 'bios' in [machine]");
        refused("shema = 1\n" + WEB, "exo.toml:1:1: schema is missing (write 'schema = 1')",
                "exo.toml:1:1: unknown key 'shema' in the file (did you mean 'schema'?)");
    }

    @Test
    void whatComesLaterIsToldApartFromMistakes() {
        refused(HEAD + WEB + "filter = []\nkind = \"linux\"\n[image]\nformats = []\n",
                "exo.toml:5:1: key 'filter' in [[env]] is not available yet",
                "exo.toml:6:1: kind 'linux' is not available yet, only exos and native",
                "exo.toml:7:1: key 'image' in the file is not available yet");
        refused(HEAD + WEB + "kind = \"cheetah\"\n",
                "exo.toml:5:1: kind 'cheetah' is not available yet, only exos and native");
        refused(HEAD + "[machine]\ncpus = 2\n" + WEB, "exo.toml:3:1: cpus = 2 is not available yet, only 1");
    }

    @Test
    void sizesNeedUnits() {
        refused(HEAD + "[machine]\nmemory = 512\n" + WEB + "memory = \"64\"\n",
                "exo.toml:3:1: memory '512' has no unit (did you mean '512MiB'?)",
                "exo.toml:7:1: memory '64' has no unit (did you mean '64MiB'?)");
    }

    @Test
    void aSliceIsATimeInItsBounds() {
        refused(HEAD + "[machine]\nslice = 500\n" + WEB, "exo.toml:3:1: slice '500' has no unit (did you mean '500us'?)");
        refused(HEAD + "[machine]\nslice = \"soon\"\n" + WEB,
                "exo.toml:3:1: slice 'soon' is not a time such as 500us or 1ms");
        refused(HEAD + "[machine]\nslice = \"9us\"\n" + WEB, "exo.toml:3:1: slice must be from 10us to 1s, not 9us");
        refused(HEAD + "[machine]\nslice = \"2s\"\n" + WEB, "exo.toml:3:1: slice must be from 10us to 1s, not 2s");
        refused(HEAD + "[machine]\n slcie = \"1ms\"\n" + WEB,
                "exo.toml:3:2: unknown key 'slcie' in [machine] (did you mean 'slice'?)");
    }

    @Test
    void childrenAreCounted() {
        refused(HEAD + WEB + "environments = 63\naccounts = -1\n",
                "exo.toml:5:1: environments must be from 0 to 62, not 63",
                "exo.toml:6:1: accounts must be from 0 to 62, not -1");
        refused(HEAD + WEB + "environments = \"2\"\nacounts = 1\n",
                "exo.toml:5:1: environments must be a whole number",
                "exo.toml:6:1: unknown key 'acounts' in [[env]] (did you mean 'accounts'?)");
    }

    @Test
    void theFirstWhoseSlicesAreTooManyIsTold() {
        String second = "[[env]]\nname = \"b\"\nmain = \"B\"\nslices = 41\n";
        String third = "[[env]]\nname = \"c\"\nmain = \"C\"\nslices = 1\n";
        refused(HEAD + WEB + "slices = 60\n" + second + third,
                "exo.toml:9:1: slices = 41 is more than is left: 60 of 100 are taken by the [[env]] before");
        refused(HEAD + WEB + "slices = 60\n" + third, Overrides.none().set("env.c.slices", "41", "--set env.c.slices"),
                "--set env.c.slices: slices = 41 is more than is left: 60 of 100 are taken by the [[env]] before");
    }

    @Test
    void schemaOfTheFutureIsRefused() {
        refused("schema = 2\n" + WEB, "exo.toml:1:1: schema 2 is newer than this exo, which reads 1");
    }

    @Test
    void namesFollowTheRule() {
        refused(HEAD + "[[env]]\nname = \"2web\"\nmain = \"A\"\n[[env]]\nname = \"sixteen-letters-\"\nmain = \"A\"\n",
                "exo.toml:3:1: name '2web' is not allowed: "
                        + "a letter, then letters, digits, - or _, at most 15 characters",
                "exo.toml:6:1: name 'sixteen-letters-' is not allowed: "
                        + "a letter, then letters, digits, - or _, at most 15 characters");
        refused(HEAD + WEB + WEB, "exo.toml:6:1: name 'web' is taken by the [[env]] of line 2");
        refused(HEAD + "[[env]]\nname = \"steward\"\nmain = \"A\"\n",
                "exo.toml:3:1: name 'steward' is the system's own");
    }

    @Test
    void whatIsMissingIsNamed() {
        refused(HEAD, "exo.toml:1:1: no [[env]]: a system has at least one environment");
        refused(HEAD + "[env]\nname = \"web\"\n", "exo.toml:2:1: env must be tables: [[env]], with two brackets");
        refused(HEAD + "machine = 1\n" + WEB, "exo.toml:2:1: machine must be a table: [machine]");
        refused(HEAD + "[[env]]\nkind = \"exos\"\n", "exo.toml:2:1: [[env]] has no name",
                "exo.toml:2:1: [[env]] has no main: a Java class name (exos), or an ELF or C file (native)");
    }

    @Test
    void valuesOfTheWrongTypeAreNamed() {
        refused(HEAD + WEB + "console = 1\nslices = 101\narguments = [1]\nkind = \"nativ\"\n",
                "exo.toml:5:1: console must be true or false",
                "exo.toml:6:1: slices must be from 1 to 100, not 101",
                "exo.toml:7:1: arguments must be an array of strings",
                "exo.toml:8:1: unknown kind 'nativ', one of exos, native (did you mean 'native'?)");
        refused(HEAD + "[machine]\nmachine = \"q53\"\n" + WEB,
                "exo.toml:3:1: unknown machine 'q53', one of q35, microvm, pc (did you mean 'q35'?)");
    }

    @Test
    void oneConsoleOnly() {
        refused(HEAD + WEB + "console = true\n[[env]]\nname = \"b\"\nmain = \"B\"\nconsole = true\n",
                "exo.toml:9:1: the console's input is already that of 'web'");
    }

    @Test
    void brokenTomlIsToldWhereItBreaks() {
        refused("schema = \nname = 1\n", "exo.toml:1:10: Unexpected end of line, expected ', \", ''', \"\"\", "
                + "a number, a boolean, a date/time, an array, or a table");
    }

    @Test
    void flagsAreToldByTheirOwnName() {
        refused(HEAD + WEB, Overrides.none().set("env.wbe.memory", "1MiB", "--set env.wbe.memory"),
                "--set env.wbe.memory: no [[env]] is named 'wbe' (did you mean 'web'?)");
        refused(HEAD + WEB, Overrides.none().set("env.web.memmory", "1MiB", "--set env.web.memmory"),
                "--set env.web.memmory: unknown key 'memmory' in [[env]] (did you mean 'memory'?)");
        refused(HEAD + WEB, Overrides.none().set("machine.memory", "512", "--set machine.memory"),
                "--set machine.memory: memory '512' has no unit (did you mean '512MiB'?)");
        refused(HEAD + WEB, Overrides.none().set("net.mode.x", "1", "--set net.mode.x"),
                "--set net.mode.x: unknown key 'net.mode.x', such keys are machine.memory and env.NAME.memory");
    }

    @Test
    void aFileThatIsNotTextIsRefused(@TempDir Path directory) throws Exception {
        Path file = Files.write(directory.resolve("x.toml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        DescriptionException refusal = assertThrows(DescriptionException.class,
                () -> SystemDescription.read(file, Overrides.none()));
        assertEquals(file + ":1:1: not UTF-8 text", refusal.getMessage());
    }
}
