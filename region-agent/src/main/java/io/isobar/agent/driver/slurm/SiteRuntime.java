package io.isobar.agent.driver.slurm;

import io.isobar.agent.admission.Refusal;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.failure.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a site has between a job and the work in it: a program that runs images, and what makes a software stack ready.
 *
 * <p>The words of {@code exec} and {@code run} may hold {@link #IMAGE}, {@link #FOLDER} and {@link #STATE_FOLDER}.
 *
 * @param exec the words before a command that is to run in an image; empty: no images are run
 * @param run the words that run what an image brings itself, to which nothing is added; empty: images without a command are not run
 * @param prepare by stack: shell text that is run on the node before the command, in its environment
 */
public record SiteRuntime(List<String> exec, List<String> run, Map<String, String> prepare) {
    /** In whose place the image stands. */
    public static final String IMAGE = "{image}";

    /** In whose place the attempt's folder stands: work folders, output and progress of its replicas are in it. */
    public static final String FOLDER = "{folder}";

    /** In whose place the folder stands that all attempts of a workload share. */
    public static final String STATE_FOLDER = "{state-folder}";

    /** Of a site that runs commands on its nodes as they are. */
    public static final SiteRuntime NONE = new SiteRuntime(List.of(), List.of(), Map.of());

    public SiteRuntime {
        exec = List.copyOf(exec);
        run = List.copyOf(run);
        prepare = Map.copyOf(prepare);
        requireImage(exec);
        requireImage(run);
        if (exec.isEmpty() && !run.isEmpty()) {
            throw new IllegalArgumentException("runs what images bring themselves, and no commands in them");
        }
    }

    private static void requireImage(List<String> words) {
        if (!words.isEmpty() && words.stream().skip(1).noneMatch(word -> word.contains(IMAGE))) {
            throw new IllegalArgumentException(
                    "'" + String.join(" ", words) + "' does not say after the program where " + IMAGE + " stands");
        }
    }

    boolean runsImages() {
        return !exec.isEmpty();
    }

    /** Why the order's image cannot be run here; empty: it can, or there is none. */
    Optional<Refusal> objection(LaunchOrder order) {
        String image = order.image();
        if (image == null) {
            return Optional.empty();
        }
        if (!runsImages()) {
            return refused("this region runs commands on the nodes of Slurm; it cannot run images");
        }
        if (image.startsWith("-")) {
            return refused("'" + image + "' would be taken for an option of " + exec.getFirst());
        }
        return order.command().isEmpty() && run.isEmpty()
                ? refused(
                        "this region runs commands in images, and not what an image brings itself; give the variant a command")
                : Optional.empty();
    }

    private static Optional<Refusal> refused(String why) {
        return Optional.of(new Refusal(Reason.IMAGE_UNSUPPORTED, why));
    }

    /** What is executed on the node for the order; to one that {@link #objection} has nothing against. */
    List<String> command(LaunchOrder order, Path folder, Path stateFolder) {
        String image = order.image();
        if (image == null) {
            return order.command();
        }
        return Stream.concat(
                        (order.command().isEmpty() ? run : exec)
                                .stream()
                                        .map(word -> word.replace(FOLDER, folder.toString())
                                                .replace(STATE_FOLDER, stateFolder.toString())
                                                .replace(IMAGE, image)),
                        order.command().stream())
                .toList();
    }

    /** Shell text that makes the order's stack ready; empty: nothing needs to be done. */
    String preparation(LaunchOrder order) {
        return prepare.getOrDefault(order.stack(), "");
    }
}
