package io.isobar.broker.wiring;

import io.isobar.broker.fencing.SilenceRule;
import io.isobar.broker.resource.DurationText;
import io.isobar.broker.session.grpc.LinkPace;
import java.util.function.Supplier;

/** How long silent regions are waited for, read and checked. */
final class SilenceConfiguration {
    private SilenceConfiguration() {}

    static SilenceRule read(BrokerConfiguration.Silence silence) {
        return checked(() -> new SilenceRule(
                DurationText.parse(silence.lostAfter()),
                DurationText.parse(silence.stopAfter()),
                DurationText.parse(silence.stopGrace()),
                DurationText.parse(silence.margin())));
    }

    static LinkPace pace(BrokerConfiguration.Silence silence) {
        return checked(() -> new LinkPace(DurationText.parse(silence.endLinkAfter())));
    }

    private static <T> T checked(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (RuntimeException wrong) {
            throw new IllegalArgumentException("isobar.broker.silence: " + wrong.getMessage(), wrong);
        }
    }
}
