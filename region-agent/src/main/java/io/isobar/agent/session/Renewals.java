package io.isobar.agent.session;

import io.isobar.agent.lease.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/**
 * What one session renews of the region's lease. Nothing before the broker has told its terms in this very session: until then it may still
 * be counting the silence before it. Safe for concurrent use.
 */
final class Renewals {
    private static final int MOST_OPEN = 32;

    private final Lease lease;
    private final ArrayDeque<Question> open = new ArrayDeque<>();
    private boolean agreed;

    /** What was sent then by the clock that is told to the broker, and then by the one that nobody sets. */
    private record Question(Instant sentAt, Duration sinceBoot) {}

    Renewals(Lease lease) {
        this.lease = lease;
    }

    /** Is to be called before the question is sent. */
    synchronized void asked(Instant sentAt) {
        if (open.size() == MOST_OPEN) {
            open.removeFirst();
        }
        open.addLast(new Question(sentAt, lease.now()));
    }

    synchronized void agreed(Lease.Terms terms) {
        // The oldest question: it was asked before anything of this session reached the broker.
        Duration asked = open.isEmpty() ? lease.now() : open.getFirst().sinceBoot();
        lease.agree(terms, asked);
        agreed = true;
    }

    synchronized void answered(Instant question) {
        if (!agreed) {
            return;
        }
        open.stream()
                .filter(asked -> asked.sentAt().equals(question))
                .findFirst()
                .ifPresent(asked -> {
                    lease.renew(asked.sinceBoot());
                    open.removeIf(earlier -> earlier.sinceBoot().compareTo(asked.sinceBoot()) <= 0);
                });
    }
}
