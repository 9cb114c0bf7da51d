/** Tests of reading workload files. */
@NullMarked
package io.isobar.cli.manifest;

import org.jspecify.annotations.NullMarked;
