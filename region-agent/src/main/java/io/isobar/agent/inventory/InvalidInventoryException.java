package io.isobar.agent.inventory;

import java.util.List;

/** An inventory or scenario file that cannot be used; the message names every problem that was found. */
public final class InvalidInventoryException extends RuntimeException {
    public InvalidInventoryException(String source, List<String> problems) {
        super(source + ": " + String.join("; ", problems));
    }
}
