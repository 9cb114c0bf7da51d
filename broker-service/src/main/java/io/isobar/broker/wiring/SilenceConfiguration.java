package io.isobar.broker.wiring;

import io.isobar.broker.fencing.SilenceRule;
import io.isobar.broker.resource.DurationText;

/** How long silent regions are waited for, read and checked. */
final class SilenceConfiguration {
    private SilenceConfiguration() {}

    static SilenceRule read(BrokerConfiguration.Silence silence) {
        try {
            return new SilenceRule(
                    DurationText.parse(silence.lostAfter()),
                    DurationText.parse(silence.stopAfter()),
                    DurationText.parse(silence.stopGrace()),
                    DurationText.parse(silence.margin()));
        } catch (RuntimeException wrong) {
            throw new IllegalArgumentException("isobar.broker.silence: " + wrong.getMessage(), wrong);
        }
    }
}
