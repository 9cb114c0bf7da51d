package io.isobar.agent.endpoint;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a broker, a probe or an endpoint is to be found. The name is looked up each time. */
public record HostPort(String host, int port) {
    private static final HostPort EXAMPLE = new HostPort("10.0.0.7", 9_099);
    private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\s/]+):([0-9]{1,5})");

    public HostPort {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
    }

    /** Reads "host:port"; an IPv6 address stands in brackets. */
    public static HostPort parse(String text) {
        return parse(text, EXAMPLE);
    }

    /** As {@link #parse(String)}; where the text is nothing of the kind, the message shows {@code example}. */
    public static HostPort parse(String text, HostPort example) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not host:port, as in " + example);
        }
        return new HostPort(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    public InetSocketAddress resolve() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
