package io.isobar.integration.telemetry;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.telemetry.Figure;
import io.isobar.broker.telemetry.FigureBoard;
import io.isobar.broker.telemetry.Verdict;
import io.isobar.broker.telemetry.kafka.KafkaTelemetry;
import io.isobar.broker.telemetry.kafka.SignalReader;
import io.isobar.broker.telemetry.kafka.TelemetryTopics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The telemetry of one broker, in a JVM of its own: what it is asked on its standard input it answers on its standard output. Arguments: the
 * address of Kafka, the partitions of the raw topic, then settings of Kafka Streams as name=value.
 */
public final class ReplicaProcess {
    /** Answered by one line: pools in its state, metric records it counted, those it knew already. */
    static final String COUNTS = "counts";

    private final FigureBoard board = new FigureBoard();
    private final KafkaTelemetry telemetry;

    private ReplicaProcess(String bootstrapServers, int partitions, Map<String, String> settings) {
        telemetry = new KafkaTelemetry(bootstrapServers, new TelemetryTopics(partitions), settings);
        Thread.ofPlatform().daemon().start(telemetry::run);
        Thread.ofPlatform().daemon().start(new SignalReader(bootstrapServers, board, InstantSource.system())::run);
    }

    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // What libraries print must not pass for an answer.
        System.setOut(System.err);
        var settings = Arrays.stream(arguments)
                .skip(2)
                .map(setting -> setting.split("=", 2))
                .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
        var replica = new ReplicaProcess(arguments[0], Integer.parseInt(arguments[1]), settings);
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var question = in.readLine(); question != null; question = in.readLine()) {
            out.println(replica.answer(question));
        }
    }

    private String answer(String question) {
        if (question.equals(COUNTS)) {
            var counts = telemetry.counts();
            return counts.pools() + " " + counts.judged(Verdict.TAKEN) + " " + counts.judged(Verdict.DUPLICATE);
        }
        return board.of(new RegionName(question)).stream()
                .map(ReplicaProcess::print)
                .collect(Collectors.joining(";"));
    }

    /** As {@link NumberedFeed} expects it. */
    private static String print(Figure figure) {
        var sliding = figure.sliding();
        return sliding == null
                ? figure.quantity() + " without a window"
                : NumberedFeed.line(
                        figure.pool(),
                        figure.quantity(),
                        sliding.count(),
                        Math.round(sliding.mean() * sliding.count()),
                        (long) sliding.minimum(),
                        (long) sliding.maximum(),
                        (long) figure.value());
    }
}
