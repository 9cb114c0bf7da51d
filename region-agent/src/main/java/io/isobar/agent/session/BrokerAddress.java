package io.isobar.agent.session;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a broker listens. */
public record BrokerAddress(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\s/]+):([0-9]{1,5})");

    public BrokerAddress {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
    }

    /** Reads "host:port"; an IPv6 address stands in brackets. */
    public static BrokerAddress parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not host:port, as in 127.0.0.1:9090");
        }
        return new BrokerAddress(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
