package io.isobar.cli.broker;

import io.isobar.cli.problem.Problem;
import java.util.Arrays;
import java.util.List;

/** Where a broker listens: a name or an address, and a port. An IPv6 address stands in brackets. */
public record BrokerAddress(String host, int port) {
    public static final BrokerAddress USUAL = new BrokerAddress("127.0.0.1", 9090);

    private static final int LARGEST_PORT = 65_535;

    private static final int MOST = 16;

    /**
     * Reads one address or several, separated by commas.
     *
     * @param from what the text was given by, for the error
     */
    public static List<BrokerAddress> parseAll(String text, String from) {
        var parts = text.split(",", -1);
        if (parts.length > MOST) {
            throw Problem.usage(parts.length + " addresses of brokers (" + from + ")", "name at most " + MOST);
        }
        return Arrays.stream(parts).map(part -> parse(part.strip(), from)).toList();
    }

    /**
     * Reads {@code host:port}; the usual port where there is none.
     *
     * @param from what the text was given by, for the error
     */
    public static BrokerAddress parse(String text, String from) {
        int colon = text.lastIndexOf(':');
        boolean bare = colon < 0 || text.endsWith("]");
        var host = bare ? text : text.substring(0, colon);
        int port = bare ? USUAL.port : port(text, text.substring(colon + 1), from);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.isBlank() || (host.contains(":") && !bracketed) || host.contains("/") || host.contains(" ")) {
            throw malformed(text, from);
        }
        return new BrokerAddress(bracketed ? host.substring(1, host.length() - 1) : host, port);
    }

    private static int port(String text, String port, String from) {
        try {
            int number = Integer.parseInt(port);
            if (number > 0 && number <= LARGEST_PORT) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw malformed(text, from);
        }
        throw malformed(text, from);
    }

    private static Problem malformed(String text, String from) {
        return Problem.usage(
                "\"" + text + "\" (" + from + ") is no address of a broker",
                "write host:port with a port of 1 to 65535, for example 127.0.0.1:9090 or [::1]:9090");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
