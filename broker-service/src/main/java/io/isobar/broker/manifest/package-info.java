/** Workload files: reads what users write into specifications, naming everything that is wrong, and prints it again. */
@NullMarked
package io.isobar.broker.manifest;

import org.jspecify.annotations.NullMarked;
