package io.isobar.broker.ledger;

import io.isobar.broker.failure.Failure;
import java.util.regex.Pattern;

/**
 * A mutation that its caller may repeat.
 *
 * @param id chosen by the caller, 1 to 128 characters of [A-Za-z0-9._:-]
 * @param fingerprint of what is asked; the same id with another one is refused
 */
public record Request(String id, String fingerprint) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    public Request {
        if (!SHAPE.matcher(id).matches()) {
            throw Failure.invalid("request_id", "must be 1 to 128 characters of A-Z a-z 0-9 . _ : -");
        }
    }
}
