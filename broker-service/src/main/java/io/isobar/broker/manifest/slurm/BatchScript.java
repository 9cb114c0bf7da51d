package io.isobar.broker.manifest.slurm;

import java.util.List;

/**
 * A batch script, taken apart but not understood.
 *
 * @param interpreter program and arguments behind {@code #!}
 * @param components one, or several of a heterogeneous job
 * @param text the whole script
 * @param body line number of the first command; 0: there is none
 */
record BatchScript(List<String> interpreter, List<Component> components, String text, int body) {
    BatchScript {
        interpreter = List.copyOf(interpreter);
        components = List.copyOf(components);
    }
}
