package io.isobar.broker.manifest.slurm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options of a job, or of one component of a heterogeneous job. Of an option given twice, the last one counts. */
final class Component {
    final int line;
    private final List<Given> options = new ArrayList<>();

    Component(int line) {
        this.line = line;
    }

    void add(Given given) {
        options.add(given);
    }

    List<Given> all() {
        return List.copyOf(options);
    }

    Optional<Given> last(SbatchOption... wanted) {
        var names = List.of(wanted);
        for (int i = options.size() - 1; i >= 0; i--) {
            if (names.contains(options.get(i).option())) {
                return Optional.of(options.get(i));
            }
        }
        return Optional.empty();
    }

    boolean has(SbatchOption option) {
        return last(option).isPresent();
    }
}
