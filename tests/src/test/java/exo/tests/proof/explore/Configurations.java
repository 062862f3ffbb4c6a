package exo.tests.proof.explore;

import java.util.List;
import java.util.stream.Stream;

/** All of them. */
final class Configurations {
    private Configurations() {
    }

    static List<Configuration> all() {
        return Stream.of(MemoryConfigurations.all(), TimeConfigurations.all(), LifeConfigurations.all(), CodeConfigurations.all())
                .flatMap(List::stream).toList();
    }

    static Configuration named(String name) {
        return all().stream().filter(configuration -> configuration.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no configuration " + name));
    }
}
