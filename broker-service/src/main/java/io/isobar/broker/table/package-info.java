/** Tables of texts that come in files: comma-separated values, read strictly, every problem with its line. */
@NullMarked
package io.isobar.broker.table;

import org.jspecify.annotations.NullMarked;
