package io.isobar.agent.onboarding;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.isobar.agent.endpoint.HostPort;
import io.isobar.proto.catalog.v1.Accelerator;
import io.isobar.proto.catalog.v1.CatalogServiceGrpc;
import io.isobar.proto.catalog.v1.ResolveAcceleratorRequest;
import io.isobar.proto.catalog.v1.SpellingReading;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Asks the broker what names of accelerators mean, as the CLI does. */
public final class CatalogueQuestions {
    private static final long ANSWER_LIMIT_SECONDS = 5;

    private CatalogueQuestions() {}

    /**
     * Asks the first broker that answers.
     *
     * @param brokers tried in turn; at least one
     * @param dial opens a connection, which is closed again
     */
    public static Catalogue ask(
            List<HostPort> brokers, Function<HostPort, ManagedChannel> dial, Collection<String> names) {
        Map<String, Meaning> meanings = new HashMap<>();
        String trouble = null;
        for (HostPort broker : brokers) {
            ManagedChannel channel = dial.apply(broker);
            try {
                for (String name : names) {
                    meanings.put(name, meaning(channel, name));
                }
                return new Catalogue(meanings, null);
            } catch (StatusRuntimeException e) {
                trouble = "the broker at " + broker + " does not answer: " + describe(e.getStatus());
            } finally {
                channel.shutdownNow();
            }
        }
        return new Catalogue(meanings, trouble);
    }

    private static Meaning meaning(ManagedChannel channel, String name) {
        List<SpellingReading> readings = CatalogServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS)
                .resolveAccelerator(
                        ResolveAcceleratorRequest.newBuilder().setText(name).build())
                .getReadingsList();
        // A pool is of one model: what asks for several is no name of one.
        if (readings.size() != 1) {
            return new Meaning.Unknown(List.of());
        }
        SpellingReading reading = readings.getFirst();
        List<String> models =
                reading.getAcceleratorsList().stream().map(Accelerator::getId).toList();
        return switch (reading.getMatch()) {
            case SPELLING_MATCH_EXACT -> new Meaning.Exact(models.getFirst());
            case SPELLING_MATCH_AMBIGUOUS -> new Meaning.Ambiguous(models);
            case SPELLING_MATCH_UNSPECIFIED, UNRECOGNIZED -> new Meaning.Unknown(reading.getNearestList());
        };
    }

    static String describe(Status status) {
        Throwable cause = status.getCause();
        String said = status.getDescription() == null ? "" : ": " + status.getDescription();
        return status.getCode()
                + said
                + (cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")");
    }
}
