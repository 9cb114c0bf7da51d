package io.isobar.broker.wire;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Turns whatever an operation threw into a failure that can be shown. What nobody expected is logged once, whole, under an id that
 * its caller is given.
 */
public final class Incidents {
    public static final String KEY = "incident";

    private static final Logger LOG = Logger.getLogger(Incidents.class);

    private final Supplier<String> ids;

    /** @param ids random, short, no two alike */
    public Incidents(Supplier<String> ids) {
        this.ids = ids;
    }

    public Failure failureOf(Throwable thrown) {
        if (thrown instanceof Failure failure && failure.reason() != Reason.INTERNAL) {
            return failure;
        }
        if (thrown instanceof Failure failure && failure.metadata().containsKey(KEY)) {
            return failure;
        }
        var id = ids.get();
        LOG.errorf(thrown, "incident %s", id);
        return new Failure(Reason.INTERNAL, "a fault of the broker; its log has it as incident " + id, Map.of(KEY, id));
    }
}
