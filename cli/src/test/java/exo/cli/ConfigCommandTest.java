package exo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo.forge.description.DescriptionException;
import exo.forge.description.Overrides;
import exo.forge.description.SystemDescription;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Every value that a run would have, and its origin. */
class ConfigCommandTest {

    @Test
    void everyKeyHasItsValueAndOrigin() throws DescriptionException {
        SystemDescription system = SystemDescription.parse(Path.of("exo.toml"), """
                schema = 1
                name = "shop"
                [machine]
                slice = "500us"
                [[env]]
                name = "web"
                main = "demo.Shop"
                environments = 3
                """, Overrides.none().set("env.web.accounts", "2", "--set env.web.accounts"));
        assertEquals("""
                name = "shop"                                  # exo.toml:2
                machine.memory = "64MiB"                       # built-in
                machine.cpus = 1                               # built-in
                machine.machine = "q35"                        # built-in
                machine.slice = "500us"                        # exo.toml:4
                env.web.kind = "exos"                          # built-in
                env.web.main = "demo.Shop"                     # exo.toml:7
                env.web.memory = "4MiB"                        # built-in
                env.web.slices = "as the steward likes"        # built-in
                env.web.environments = 3                       # exo.toml:8
                env.web.accounts = 2                           # --set env.web.accounts
                env.web.console = false                        # built-in
                env.web.arguments = []                         # built-in""",
                String.join("\n", ConfigCommand.lines(system)));
    }
}
