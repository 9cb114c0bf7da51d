package io.isobar.cli.view;

import io.isobar.cli.text.Table;
import java.time.Instant;
import java.time.ZoneId;

/**
 * What a view is fitted to.
 *
 * @param width columns of the terminal; {@link Table#UNLIMITED} where everything is to be shown
 * @param now the time to which ages are told
 */
public record Frame(int width, Instant now, ZoneId zone) {
    public boolean isWide() {
        return width == Table.UNLIMITED;
    }
}
