package io.isobar.cli.verb;

import io.isobar.cli.broker.Broker;
import io.isobar.cli.problem.ExitCode;
import io.isobar.cli.problem.Problem;
import io.isobar.proto.catalog.v1.Accelerator;
import io.isobar.proto.catalog.v1.ResolveAcceleratorRequest;
import io.isobar.proto.catalog.v1.ResolveAcceleratorResponse;
import io.isobar.proto.catalog.v1.SpellingMatch;
import io.isobar.proto.catalog.v1.SpellingReading;
import java.util.List;

/** Asks the broker what a spelling of accelerators means. */
final class Spellings {
    private static final String LIST = "isobar accelerators lists the catalogue";

    private Spellings() {}

    static ResolveAcceleratorResponse resolve(Broker broker, String text) {
        return broker.catalog()
                .resolveAccelerator(
                        ResolveAcceleratorRequest.newBuilder().setText(text).build());
    }

    /** The one request that a spelling stands for; throws a {@link Problem} where it means nothing, or several models. */
    static String request(Broker broker, String text) {
        var readings = resolve(broker, text).getReadingsList();
        if (readings.size() != 1) {
            throw Problem.usage("\"" + text + "\" asks for several things", "name one kind of accelerator");
        }
        var reading = readings.getFirst();
        if (reading.getMatch() == SpellingMatch.SPELLING_MATCH_UNSPECIFIED) {
            throw unknown(reading);
        }
        if (reading.getMatch() != SpellingMatch.SPELLING_MATCH_EXACT) {
            throw new Problem(
                    ExitCode.USAGE,
                    "\"" + reading.getText() + "\" may mean " + reading.getAcceleratorsCount() + " accelerators",
                    reading.getAcceleratorsList().stream()
                            .map(Accelerator::getName)
                            .toList(),
                    "write one of these names");
        }
        if (reading.getRequest().isEmpty()) {
            throw Problem.usage(
                    "\"" + reading.getText() + "\" is a part of a device, which is not sold by itself",
                    "ask for the device: " + reading.getAccelerators(0).getName());
        }
        return reading.getRequest();
    }

    static Problem unknown(SpellingReading reading) {
        var nearest = reading.getNearestList();
        return new Problem(
                ExitCode.NOT_FOUND,
                "\"" + reading.getText() + "\" means no accelerator of the catalogue",
                List.of(reading.getUnderstood()),
                nearest.isEmpty() ? LIST : "did you mean " + String.join(", ", nearest) + "? " + LIST);
    }
}
