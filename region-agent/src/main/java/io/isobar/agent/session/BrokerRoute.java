package io.isobar.agent.session;

import io.isobar.agent.endpoint.HostPort;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which broker to dial next: the one that the last broker named as the leader, and else the configured ones in turn. So many
 * redirects in a row are followed at once; more of them are brokers that do not agree, and then the agent backs off.
 */
final class BrokerRoute {
    private static final int MAX_REDIRECTS = 3;

    private final List<HostPort> configured;
    private int turn;
    private int redirects;
    private @Nullable HostPort leader;

    BrokerRoute(List<HostPort> configured) {
        if (configured.isEmpty()) {
            throw new IllegalArgumentException("at least one broker address is needed");
        }
        this.configured = List.copyOf(configured);
    }

    HostPort next() {
        HostPort named = leader;
        if (named != null) {
            return named;
        }
        return configured.get(turn % configured.size());
    }

    /** The broker named a leader; returns whether to dial it at once. */
    boolean redirect(HostPort named) {
        leader = named;
        redirects++;
        return redirects <= MAX_REDIRECTS;
    }

    void worked() {
        redirects = 0;
    }

    /** The last address led nowhere; returns whether a broker that answers had named it. */
    boolean failed() {
        boolean named = leader != null;
        if (!named) {
            turn = (turn + 1) % configured.size();
        }
        leader = null;
        redirects = 0;
        return named;
    }
}
