/** Workload files as they lie on disk. They are read here and understood by the broker. */
@NullMarked
package io.isobar.cli.manifest;

import org.jspecify.annotations.NullMarked;
