package io.isobar.agent.driver.kubernetes;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a kubelet asks: may this pod go on, which takes so long to stop?
 *
 * @param stopsWithin at most a day
 */
record LeaseQuestion(Duration stopsWithin, String pod) {
    private static final Pattern LINE =
            Pattern.compile("GET /lease/([0-9]{1,5})/([a-z0-9][a-z0-9-]{0,252}) HTTP/1\\.[01]");

    /** From the first line of a request; empty: it is another. */
    static Optional<LeaseQuestion> of(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? Optional.of(
                        new LeaseQuestion(Duration.ofSeconds(Integer.parseInt(matcher.group(1))), matcher.group(2)))
                : Optional.empty();
    }
}
