package io.isobar.agent.driver.slurm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Slurm by slurmrestd, in whichever version of its interface both sides know. */
public final class RestSlurm implements SlurmCommands {
    /** The newest version that was tried. */
    static final int NEWEST = 42;
    /** The oldest whose jobs can be given nodes. */
    static final int OLDEST = 36;

    private static final Pattern VERSION = Pattern.compile("/slurm/v0\\.0\\.(\\d{1,4})/.*");
    /** Numbers of errors below are of the way to the controller, not of its rules. */
    private static final int FIRST_RULE = 2_000;

    private static final int MAX_MESSAGE = 500;

    private final RestAccess access;
    private final RestClient client;
    private final Map<String, String> charged;
    private final Map<String, String> environment;
    private volatile @Nullable Interface known;
    private volatile Queue queue = new Queue(0, List.of(), 0);
    private volatile boolean accounting = true;

    /** The interface that is spoken. */
    private record Interface(int version, RestDialect dialect) {
        String path(String rest) {
            return "/slurm/v0.0." + version + "/" + rest;
        }
    }

    /**
     * Our jobs.
     *
     * @param version of the interface that told of them
     * @param at by the controller's clock, in seconds since 1970; 0: it does not say
     */
    private record Queue(int version, List<SlurmJob> jobs, long at) {}

    /**
     * A cluster by its REST interface.
     *
     * @param charged account and qos of every job, where the site's defaults will not do
     * @param environment of the agent; scripts of jobs get of it what sbatch would give them
     */
    public RestSlurm(RestAccess access, Map<String, String> charged, Map<String, String> environment) {
        this.access = access;
        this.client = new RestClient(access);
        this.charged = Map.copyOf(charged);
        this.environment = new TreeMap<>(environment);
        this.environment.keySet().retainAll(Commands.INHERITED);
    }

    @Override
    public String means() {
        return "slurmrestd v0.0." + spoken().version() + " at " + access.address();
    }

    private Interface spoken() {
        Interface spoken = known;
        if (spoken == null) {
            spoken = negotiate();
            known = spoken;
        }
        return spoken;
    }

    private Interface negotiate() {
        RestClient.Answer answer = client.get("/openapi/v3");
        NavigableSet<Integer> offered = new TreeSet<>();
        JsonNode body = answer.body();
        if (body != null) {
            body.path("paths").fieldNames().forEachRemaining(path -> {
                Matcher matcher = VERSION.matcher(path);
                if (matcher.matches()) {
                    offered.add(Integer.parseInt(matcher.group(1)));
                }
            });
        }
        int version = choose(offered)
                .orElseThrow(() -> new SlurmUnavailableException("slurmrestd at " + access.address()
                        + " offers no version of its interface that is known here (v0.0." + OLDEST
                        + " and later), but " + (offered.isEmpty() ? "none" : offered) + "; HTTP " + answer.status()
                        + "; see which plugins it loads (slurmrestd -s list)"));
        return new Interface(version, RestDialect.of(version));
    }

    /** The newest that was tried, else the one that is the least newer. */
    static OptionalInt choose(NavigableSet<Integer> offered) {
        Integer best = offered.floor(NEWEST);
        if (best == null || best < OLDEST) {
            best = offered.higher(NEWEST);
        }
        return best == null ? OptionalInt.empty() : OptionalInt.of(best);
    }

    @Override
    public Cluster cluster() {
        return new Cluster(list("nodes", RestDialect::node), list("partitions", RestDialect::partition));
    }

    private <T> List<T> list(String what, Reader<T> reader) {
        Interface spoken = spoken();
        List<T> read = new ArrayList<>();
        RestClient.Answer answer =
                client.get(spoken.path(what), what, element -> read.add(understood(spoken, reader, element)));
        check(answer, what);
        return read;
    }

    /** Reads one thing in the words of a version. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(RestDialect dialect, JsonNode of);
    }

    private static <T> T understood(Interface spoken, Reader<T> reader, JsonNode of) {
        try {
            return reader.read(spoken.dialect(), of);
        } catch (IllegalArgumentException | ArithmeticException e) {
            String text = of.toString();
            throw new SlurmUnavailableException("what slurmrestd says is not understood: " + e.getMessage() + " in '"
                    + text.substring(0, Math.min(200, text.length())) + "'");
        }
    }

    @Override
    public List<SlurmJob> jobs() {
        Interface spoken = spoken();
        Queue before = queue;
        boolean asked = before.version() == spoken.version() && before.at() > 0;
        List<SlurmJob> ours = new ArrayList<>();
        RestClient.Answer answer =
                client.get(spoken.path("jobs") + (asked ? "?update_time=" + before.at() : ""), "jobs", job -> {
                    if (RestFields.text(job, "user_name").equals(access.user())) {
                        ours.add(understood(spoken, RestDialect::job, job));
                    }
                });
        if (asked && answer.isUnchanged()) {
            return before.jobs();
        }
        Long at = RestFields.number(check(answer, "jobs"), "last_update");
        if (asked && (at == null || at == 0)) {
            // "No job changes", which 24.11 says by an empty list that is of no time.
            return before.jobs();
        }
        queue = new Queue(spoken.version(), List.copyOf(ours), at == null ? 0 : at);
        return ours;
    }

    @Override
    public long submit(JobRequest request) {
        Interface spoken = spoken();
        RestClient.Answer answer =
                client.post(spoken.path("job/submit"), spoken.dialect().submission(request, charged, environment));
        if (answer.body() == null && answer.isFault()) {
            throw new SlurmRefusedException("slurmrestd v0.0." + spoken.version() + " answers HTTP " + answer.status());
        }
        JsonNode body = answered(answer, "job/submit");
        Problem problem = Problem.of(body);
        if (problem != null) {
            throw problem.isOfRules()
                    ? new SlurmRefusedException(problem.words())
                    : new SlurmUnavailableException("slurmrestd: " + problem.words());
        }
        Long id = RestFields.number(body, "job_id");
        if (id == null || id == 0) {
            throw new SlurmUnavailableException("slurmrestd did not say the number of the job");
        }
        return id;
    }

    /** The interface submits, or does not. */
    @Override
    public Trial tryJob(JobTrial trial) {
        return new Trial.NotAsked();
    }

    @Override
    public void terminate(long job, boolean script) {
        Interface spoken = spoken();
        signal(client.delete(spoken.path("job/" + job) + spoken.dialect().terminating(script)));
    }

    @Override
    public void cancel(long job) {
        signal(client.delete(spoken().path("job/" + job)));
    }

    /** A job that has ended cannot be signalled, which is no trouble. */
    private void signal(RestClient.Answer answer) {
        Problem problem = Problem.of(answered(answer, "job"));
        if (problem != null && !problem.isOfRules()) {
            throw new SlurmUnavailableException("slurmrestd: " + problem.words());
        }
    }

    @Override
    public Optional<SlurmJob> accounted(long job, Path folder) {
        if (!accounting) {
            return Optional.empty();
        }
        Interface spoken = spoken();
        List<SlurmJob> found = new ArrayList<>();
        RestClient.Answer answer = client.get("/slurmdb/v0.0." + spoken.version() + "/job/" + job, "jobs", known -> {
            if (SlurmJob.mayHaveRunIn(folder, RestFields.text(known, "working_directory"))) {
                found.add(understood(spoken, RestDialect::accounted, known));
            }
        });
        if (answer.isMissing()) {
            accounting = false;
            return Optional.empty();
        }
        Problem problem = Problem.of(answered(answer, "slurmdb"));
        if (problem != null && problem.words().contains("accounting storage is disabled")) {
            accounting = false;
        } else if (problem != null && !problem.isOfRules()) {
            throw new SlurmUnavailableException("slurmrestd: " + problem.words());
        }
        return found.stream().filter(known -> known.id() == job).reduce((first, second) -> second);
    }

    /** What was answered, where it is no error. */
    private JsonNode check(RestClient.Answer answer, String what) {
        JsonNode body = answered(answer, what);
        Problem problem = Problem.of(body);
        if (problem != null) {
            throw new SlurmUnavailableException("slurmrestd does not tell of " + what + ": " + problem.words()
                    + "; see whether the controller answers (scontrol ping)"
                    + (access.tokenFile() == null ? "" : ", and believes the token (slurm.rest-token-file)"));
        }
        return body;
    }

    private JsonNode answered(RestClient.Answer answer, String what) {
        JsonNode body = answer.body();
        if (body != null) {
            return body;
        }
        if (answer.status() / 100 == 2) {
            return JsonNodeFactory.instance.objectNode();
        }
        // Perhaps another version of it was started.
        known = null;
        throw new SlurmUnavailableException(
                "slurmrestd at " + access.address() + " answers " + what + " with HTTP " + answer.status());
    }

    /**
     * The first error of an answer.
     *
     * @param number Slurm's; 0: it says none
     */
    private record Problem(long number, String words) {
        static @Nullable Problem of(JsonNode body) {
            JsonNode error = body.path("errors").path(0);
            if (error.isMissingNode()) {
                return null;
            }
            Long number = RestFields.number(error, error.has("error_number") ? "error_number" : "error_code");
            String words = String.join(
                            "; ",
                            List.of(RestFields.text(error, "error"), RestFields.text(error, "description")).stream()
                                    .filter(text -> !text.isBlank())
                                    .distinct()
                                    .toList())
                    .strip();
            return new Problem(
                    number == null ? 0 : number,
                    words.length() <= MAX_MESSAGE ? words : words.substring(0, MAX_MESSAGE) + "…");
        }

        boolean isOfRules() {
            return number >= FIRST_RULE && !SlurmWords.isNoAnswer(words);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
