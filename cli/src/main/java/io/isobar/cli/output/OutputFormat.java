package io.isobar.cli.output;

import io.isobar.cli.text.Table;

/** The forms of a result; lower case, as they are typed. */
public enum OutputFormat {
    table,
    wide,
    json,
    yaml,
    name;

    /** Columns that a table may take. */
    public int width() {
        return this == wide ? Table.UNLIMITED : Table.WIDTH;
    }
}
