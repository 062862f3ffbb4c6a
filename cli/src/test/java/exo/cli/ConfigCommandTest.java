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
                claims = ["udp port 7", "icmp"]
                """, Overrides.none().set("env.web.accounts", "2", "--set env.web.accounts")
                .set("net.publish", "[\"7007:7/udp\"]", "--publish"));
        assertEquals("""
                name = "shop"                                  # exo.toml:2
                machine.memory = "64MiB"                       # built-in
                machine.cpus = 1                               # built-in
                machine.machine = "q35"                        # built-in
                machine.slice = "500us"                        # exo.toml:4
                net.mode = "user"                              # built-in
                net.publish = ["7007:7/udp"]                   # --publish
                net.mac = "52:54:00:12:34:56"                  # built-in
                net.address = "10.0.2.15"                      # built-in
                env.web.kind = "exos"                          # built-in
                env.web.main = "demo.Shop"                     # exo.toml:7
                env.web.memory = "4MiB"                        # built-in
                env.web.slices = "as the steward likes"        # built-in
                env.web.environments = 3                       # exo.toml:8
                env.web.accounts = 2                           # --set env.web.accounts
                env.web.console = false                        # built-in
                env.web.arguments = []                         # built-in
                env.web.claims = ["udp port 7", "icmp"]        # exo.toml:9
                env.web.filters = 16                           # built-in
                env.web.code = 8                               # built-in""",
                String.join("\n", ConfigCommand.lines(system)));
    }
}
