package io.isobar.standalone.command;

import io.isobar.standalone.federation.LaunchSettings;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A command line, understood.
 *
 * @param command the first word
 * @param part the part it is about, when it is about one
 * @param federation the file, when not the default one
 * @param ports that take the place of those in the file
 * @param brokers that take the place of how many the file has
 * @param enginesOnly to start PostgreSQL and Kafka alone, for a broker that runs in an IDE
 */
record Arguments(
        String command,
        Optional<String> part,
        Optional<Path> federation,
        Map<String, Integer> ports,
        OptionalInt brokers,
        boolean enginesOnly) {
    static final String USAGE = """
            Usage: isobar-standalone COMMAND [options]

              up                start everything in the background and wait until it is ready
              run               the same, but stay attached: Ctrl-C stops everything
              down              stop everything, with the work of the regions
              status            every part: state, address, memory, restarts
              footprint         resident memory of every part and of all
              restart PART      stop one part in good order and start it again
              kill PART         end one part with SIGKILL, to see it come back

            PART is postgres, kafka, broker (broker-2 …) or the name of an agent.

              --federation FILE  another federation file
              --http-port N      port of the broker's REST API (8080)
              --broker-port N    port of the broker's gRPC API (9090)
              --brokers N        so many brokers, of which one leads and the others wait (1)
              --engines-only     start PostgreSQL and Kafka, nothing else

            Environment: ISOBAR_HOME names the data folder (.isobar); ISOBAR_POSTGRES_BIN the folder of
            PostgreSQL's programs, or "bundled" for those that come with Isobar.""";

    private static final int MAX_PORT = 65_535;

    Arguments {
        ports = Map.copyOf(ports);
    }

    static Arguments parse(List<String> words) {
        Deque<String> left = new ArrayDeque<>(words);
        List<String> plain = new ArrayList<>();
        Optional<Path> federation = Optional.empty();
        Map<String, Integer> ports = new TreeMap<>();
        OptionalInt brokers = OptionalInt.empty();
        boolean enginesOnly = false;
        while (!left.isEmpty()) {
            String word = left.removeFirst();
            switch (word) {
                case "--federation" -> federation = Optional.of(Path.of(value(word, left)));
                case "--http-port" -> ports.put(LaunchSettings.HTTP, port(word, value(word, left)));
                case "--broker-port" -> ports.put(LaunchSettings.GRPC, port(word, value(word, left)));
                case "--brokers" -> brokers = OptionalInt.of(brokers(word, value(word, left)));
                case "--engines-only" -> enginesOnly = true;
                case "-h", "--help" -> plain.addFirst("help");
                default -> {
                    if (word.startsWith("-")) {
                        throw new UsageException("unknown option " + word);
                    }
                    plain.add(word);
                }
            }
        }
        if (plain.isEmpty()) {
            throw new UsageException("a command is missing");
        }
        return new Arguments(plain.getFirst(), partOf(plain), federation, ports, brokers, enginesOnly);
    }

    private static Optional<String> partOf(List<String> plain) {
        boolean needed = plain.getFirst().equals("restart") || plain.getFirst().equals("kill");
        if (needed && plain.size() != 2) {
            throw new UsageException(plain.getFirst() + " needs the name of one part");
        }
        if (!needed && plain.size() > 1 && !plain.getFirst().equals("help")) {
            throw new UsageException("unexpected argument " + plain.get(1));
        }
        return needed ? Optional.of(plain.get(1)) : Optional.empty();
    }

    private static String value(String option, Deque<String> left) {
        if (left.isEmpty()) {
            throw new UsageException(option + " needs a value");
        }
        return left.removeFirst();
    }

    private static int port(String option, String value) {
        return number(option, value, "a port", MAX_PORT);
    }

    private static int brokers(String option, String value) {
        return number(option, value, "a number", LaunchSettings.MOST_BROKERS);
    }

    private static int number(String option, String value, String what, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered below, with the value.
        }
        throw new UsageException(option + " is '" + value + "'; " + what + " from 1 to " + most + " is needed");
    }
}
