package io.isobar.cli.samples;

import io.isobar.cli.shell.Outlet;
import io.isobar.cli.shell.Surroundings;
import io.isobar.cli.verb.Commands;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a command line printed and how it ended. The time stands still. */
public record Run(int code, String out, String err) {
    /** Nobody sits at the terminal. */
    public static final Surroundings.Answers NOBODY = new Answer(false, "");

    /** Somebody who types the same line whatever is asked. */
    public record Answer(boolean isSomebodyThere, String line) implements Surroundings.Answers {
        @Override
        public String ask(String question) {
            return line;
        }
    }

    public static Run of(FakeBroker broker, String... arguments) {
        return of(broker.address(), "", NOBODY, arguments);
    }

    public static Run of(String address, String input, Surroundings.Answers answers, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = Commands.run(surroundings(address, input, answers, out, err), arguments);
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    public static Surroundings surroundings(
            String address, String input, Surroundings.Answers answers, OutputStream out, OutputStream err) {
        var random = new Random(1);
        return new Surroundings(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new Outlet(out),
                new Outlet(err),
                Map.of("ISOBAR_BROKER", address),
                InstantSource.fixed(Records.NOW),
                ZoneId.of("Asia/Shanghai"),
                random,
                answers,
                duration -> Thread.sleep(10));
    }

    public List<String> lines() {
        return out.lines().toList();
    }
}
